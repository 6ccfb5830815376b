package dev.tintype.bench.queue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tintype.core.json.Json;
import dev.tintype.core.port.JobQueue;
import dev.tintype.core.port.JobReceiver.Delivery;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// Whether a message that is worked on for long stays with its worker, and how soon another one has
/// it when the first dies, as when it no longer extends.
///
/// @param address of an empty queue
/// @param time how long the first worker lives
/// @param hidden the visibility timeout; it is extended after a third of it
record Hold(String address, Duration time, Duration hidden) {

  private static final Duration WAIT = Duration.ofSeconds(1);

  ObjectNode measure() throws Exception {
    AtomicLong died = new AtomicLong();
    AtomicInteger early = new AtomicInteger();
    AtomicInteger refused = new AtomicInteger();
    AtomicLong again = new AtomicLong();
    try (OpenQueue from = OpenQueue.open(address);
        OpenQueue to = OpenQueue.open(address)) {
      from.queue().send(OpenQueue.message(1), Duration.ZERO);
      Delivery held = from.queue().receive(Duration.ofSeconds(20), hidden).orElseThrow();
      long end = System.nanoTime() + time.toNanos();
      Threads.together(
          2,
          thread -> {
            if (thread == 0) {
              refused.set(extended(from.queue(), held, end));
              died.set(System.nanoTime());
            } else {
              again.set(received(to.queue(), end, early));
            }
          });
    }
    return Json.object()
        .put("seconds", time.toSeconds())
        .put("hiddenSeconds", hidden.toSeconds())
        .put("givenToAnother", early.get())
        .put("refusedExtensions", refused.get())
        .put("secondsUntilAnother", (again.get() - died.get()) / 1e9);
  }

  /// @return how often an extension was refused
  private int extended(JobQueue queue, Delivery held, long end) throws InterruptedException {
    int refused = 0;
    do {
      refused += queue.extend(held, hidden) ? 0 : 1;
      long left = end - System.nanoTime();
      Thread.sleep(Duration.ofNanos(Math.max(0, Math.min(left, hidden.toNanos() / 3))));
    } while (System.nanoTime() < end);
    return refused;
  }

  /// @return when the message came after the end, in nanoseconds
  private long received(JobQueue queue, long end, AtomicInteger early) throws InterruptedException {
    while (true) {
      Optional<Delivery> delivery = queue.receive(WAIT, hidden);
      long now = System.nanoTime();
      if (delivery.isPresent()) {
        if (now >= end) {
          queue.acknowledge(delivery.get());
          return now;
        }
        early.incrementAndGet();
      }
      if (now - end > hidden.multipliedBy(3).toNanos()) {
        throw new IllegalStateException("the message never came again");
      }
    }
  }
}
