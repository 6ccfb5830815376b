package dev.tintype.sql;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Wakes the waiting receivers of this process when there may be a message. Safe for use by many
/// threads.
public final class Bell {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition rung = lock.newCondition();
  private final Condition come = lock.newCondition();
  private long rings;
  private long ringsAtNothing = -1;
  private long nothingAt;
  private int waiting;

  /// Wakes everybody who waits.
  public void ring() {
    lock.lock();
    try {
      rings++;
      rung.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// @return how often it rang so far
  public long rings() {
    lock.lock();
    try {
      return rings;
    } finally {
      lock.unlock();
    }
  }

  /// A receiver of all lanes looked and found nothing.
  ///
  /// @param seen how often it had rung before the look
  public void foundNothing(long seen) {
    lock.lock();
    try {
      ringsAtNothing = seen;
      nothingAt = System.nanoTime();
    } finally {
      lock.unlock();
    }
  }

  /// @return whether a receiver of all lanes found nothing within this time, and it has not rung
  ///   since that look began
  public boolean isStillNothing(Duration within) {
    lock.lock();
    try {
      return rings == ringsAtNothing && System.nanoTime() - nothingAt < within.toNanos();
    } finally {
      lock.unlock();
    }
  }

  /// @return whether somebody waits
  public boolean isAwaited() {
    lock.lock();
    try {
      return waiting > 0;
    } finally {
      lock.unlock();
    }
  }

  /// Waits until somebody waits for the bell, or the time is over.
  ///
  /// @param time how long at most
  /// @return whether somebody waits
  public boolean isAwaitedWithin(Duration time) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = time.toNanos();
      while (waiting == 0 && left > 0) {
        left = come.awaitNanos(left);
      }
      return waiting > 0;
    } finally {
      lock.unlock();
    }
  }

  /// Waits until it has rung more often than `seen`, or the time is over.
  ///
  /// @param nanos how long at most
  /// @return how many nanoseconds were waited
  public long await(long seen, long nanos) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      waiting++;
      come.signalAll();
      long left = nanos;
      while (rings == seen && left > 0) {
        left = rung.awaitNanos(left);
      }
      return nanos - left;
    } finally {
      waiting--;
      lock.unlock();
    }
  }
}
