package dev.tintype.bench.queue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tintype.core.json.Json;
import dev.tintype.core.port.JobQueue;
import dev.tintype.core.port.JobReceiver.Delivery;
import dev.tintype.core.port.StoreUnavailable;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// Sends and receives for a while, whatever happens to the server, and compares what was answered
/// with what arrived.
final class Load {

  private static final int SENDERS = 4;
  private static final int RECEIVERS = 4;
  private static final Duration WAIT = Duration.ofSeconds(1);
  private static final Duration BETWEEN_SENDS = Duration.ofMillis(10);
  private static final Duration AFTER_FAILURE = Duration.ofMillis(100);

  private final String address;
  private final Duration time;
  private final Duration hidden;
  private final AtomicLong numbers = new AtomicLong();
  private final Set<Long> answered = ConcurrentHashMap.newKeySet();
  private final Set<Long> unanswered = ConcurrentHashMap.newKeySet();
  private final Map<Long, Integer> received = new ConcurrentHashMap<>();
  private final Set<Long> acknowledged = ConcurrentHashMap.newKeySet();
  private final Set<Long> again = ConcurrentHashMap.newKeySet();
  private final AtomicLong failures = new AtomicLong();
  private volatile long lastReceived = System.nanoTime();

  /// @param address of an empty queue
  /// @param time how long messages are sent
  /// @param hidden the visibility timeout. It is over when no message has come for twice as long
  Load(String address, Duration time, Duration hidden) {
    this.address = address;
    this.time = time;
    this.hidden = hidden;
  }

  /// Prints a line when it has begun.
  ObjectNode measure() throws Exception {
    try (OpenQueue from = OpenQueue.open(address);
        OpenQueue to = OpenQueue.open(address)) {
      System.out.println("{\"event\":\"begun\"}");
      System.out.flush();
      long end = System.nanoTime() + time.toNanos();
      Threads.together(
          SENDERS + RECEIVERS,
          thread -> {
            if (thread < SENDERS) {
              while (System.nanoTime() < end) {
                send(from.queue());
              }
            } else {
              while (System.nanoTime() < end || !isDry()) {
                receive(to.queue());
              }
            }
          });
    }
    return figures();
  }

  private boolean isDry() {
    return System.nanoTime() - lastReceived > hidden.multipliedBy(2).toNanos();
  }

  private void send(JobQueue queue) throws InterruptedException {
    long number = numbers.getAndIncrement();
    try {
      queue.send(OpenQueue.message(number), Duration.ZERO);
      answered.add(number);
      Thread.sleep(BETWEEN_SENDS);
    } catch (StoreUnavailable _) {
      unanswered.add(number);
      failed();
    }
  }

  private void failed() throws InterruptedException {
    failures.incrementAndGet();
    Thread.sleep(AFTER_FAILURE);
  }

  private void receive(JobQueue queue) throws InterruptedException {
    try {
      Optional<Delivery> delivery = queue.receive(WAIT, hidden);
      if (delivery.isPresent()) {
        lastReceived = System.nanoTime();
        long number = OpenQueue.number(delivery.get().body());
        received.merge(number, 1, Integer::sum);
        if (acknowledged.contains(number)) {
          again.add(number);
        }
        queue.acknowledge(delivery.get());
        acknowledged.add(number);
      }
    } catch (StoreUnavailable _) {
      lastReceived = System.nanoTime();
      failed();
    }
  }

  private ObjectNode figures() {
    return Json.object()
        .put("answered", answered.size())
        .put("unanswered", unanswered.size())
        .put("unansweredArrived", unanswered.stream().filter(received::containsKey).count())
        .put("lost", answered.stream().filter(number -> !received.containsKey(number)).count())
        .put("twice", received.values().stream().filter(count -> count > 1).count())
        .put("againAfterAcknowledged", again.size())
        .put("failures", failures.get());
  }
}
