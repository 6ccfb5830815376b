package dev.tintype.bench.queue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tintype.core.json.Json;
import dev.tintype.core.port.JobQueue;
import dev.tintype.core.port.JobReceiver.Delivery;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/// How many messages a second pass through a queue, by eight threads of one process, and what they
/// cost.
///
/// @param address of an empty queue, which is left with messages
/// @param server counted besides this process
/// @param time for sending, and for receiving
record Throughput(String address, Family server, Duration time) {

  private static final int THREADS = 8;
  private static final Duration HIDDEN = Duration.ofMinutes(2);
  private static final Duration WAIT = Duration.ofSeconds(1);

  ObjectNode measure() throws Exception {
    AtomicLong numbers = new AtomicLong();
    try (OpenQueue open = OpenQueue.open(address)) {
      JobQueue queue = open.queue();
      phase(time.dividedBy(4), () -> sendOne(queue, numbers));
      phase(time.dividedBy(4), () -> receiveOne(queue));
      Phase sends = phase(time, () -> sendOne(queue, numbers));
      Phase receives = phase(time, () -> receiveOne(queue));
      ObjectNode figures = Json.object();
      figures.put("sends", sends.rate()).put("receives", receives.rate());
      figures.put("clientMillis", (sends.own() + receives.own()) * 1e3);
      figures.put("serverMillis", (sends.theirs() + receives.theirs()) * 1e3);
      figures.put("clientBytes", Family.own().bytes()).put("serverBytes", server.bytes());
      return figures;
    }
  }

  private static boolean sendOne(JobQueue queue, AtomicLong numbers) {
    queue.send(OpenQueue.message(numbers.getAndIncrement()), Duration.ZERO);
    return true;
  }

  private static boolean receiveOne(JobQueue queue) throws InterruptedException {
    Optional<Delivery> delivery = queue.receive(WAIT, HIDDEN);
    delivery.ifPresent(queue::acknowledge);
    return delivery.isPresent();
  }

  /// One kind of work for a while.
  ///
  /// @param rate how often a second
  /// @param own processor seconds of this process, for a thousand times
  /// @param theirs processor seconds of the server, for a thousand times
  private record Phase(double rate, double own, double theirs) {}

  /// Ends early when there is nothing left to do; the time counts until the last that was done.
  private Phase phase(Duration most, Step step) throws Exception {
    double own = Family.own().cpuSeconds();
    double theirs = server.cpuSeconds();
    long began = System.nanoTime();
    AtomicLong count = new AtomicLong();
    AtomicLong last = new AtomicLong(began);
    Threads.together(
        THREADS,
        _ -> {
          while (System.nanoTime() - began < most.toNanos() && step.isDone()) {
            count.incrementAndGet();
            last.set(System.nanoTime());
          }
        });
    double thousands = Math.max(1, count.get()) / 1e3;
    return new Phase(
        count.get() * 1e9 / Math.max(1, last.get() - began),
        (Family.own().cpuSeconds() - own) / thousands,
        (server.cpuSeconds() - theirs) / thousands);
  }

  @FunctionalInterface
  private interface Step {
    /// @return false when there is nothing left to do
    boolean isDone() throws InterruptedException, IOException;
  }
}
