package dev.tintype.core.flow;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// A heartbeat on its own virtual thread. Closing it never interrupts a run of the action.
public final class ThreadHeartbeat implements Heartbeat {

  @Override
  public Beating every(Duration interval, Runnable beat) {
    CountDownLatch ended = new CountDownLatch(1);
    Thread.ofVirtual()
        .name("heartbeat")
        .start(() -> {
          while (!endsWithin(ended, interval)) {
            beat.run();
          }
        });
    return ended::countDown;
  }

  private static boolean endsWithin(CountDownLatch ended, Duration interval) {
    try {
      return ended.await(interval.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return true;
    }
  }
}
