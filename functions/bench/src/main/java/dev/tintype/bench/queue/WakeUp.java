package dev.tintype.bench.queue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tintype.core.json.Json;
import dev.tintype.core.port.JobQueue;
import dev.tintype.core.port.JobReceiver.Delivery;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;

/// How soon a receiver that waits has a message, from before it is sent. Sender and receiver share
/// no connection, as two processes do not.
///
/// @param address of an empty queue
/// @param sends how many
record WakeUp(String address, int sends) {

  private static final Duration HIDDEN = Duration.ofMinutes(2);
  private static final Duration WAIT = Duration.ofSeconds(20);

  /// Until the receiver waits.
  private static final Duration PAUSE = Duration.ofMillis(25);

  private static final int WARM = 50;

  ObjectNode measure() throws Exception {
    try (OpenQueue from = OpenQueue.open(address);
        OpenQueue to = OpenQueue.open(address)) {
      for (int i = 0; i < WARM; i++) {
        once(from.queue(), to.queue(), i);
      }
      long[] nanos = new long[sends];
      for (int i = 0; i < sends; i++) {
        nanos[i] = once(from.queue(), to.queue(), WARM + (long) i);
      }
      Arrays.sort(nanos);
      return Json.object()
          .put("p50", millis(nanos, 0.5))
          .put("p99", millis(nanos, 0.99))
          .put("most", millis(nanos, 1));
    }
  }

  private static long once(JobQueue from, JobQueue to, long number) throws Exception {
    AtomicLong began = new AtomicLong();
    AtomicLong ended = new AtomicLong();
    Threads.together(
        2,
        thread -> {
          if (thread == 0) {
            Delivery delivery = to.receive(WAIT, HIDDEN).orElseThrow();
            ended.set(System.nanoTime());
            to.acknowledge(delivery);
          } else {
            Thread.sleep(PAUSE);
            began.set(System.nanoTime());
            from.send(OpenQueue.message(number), Duration.ZERO);
          }
        });
    return ended.get() - began.get();
  }

  private static double millis(long[] sorted, double share) {
    return sorted[Math.max(0, (int) Math.ceil(share * sorted.length) - 1)] / 1e6;
  }
}
