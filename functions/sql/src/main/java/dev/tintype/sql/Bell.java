package dev.tintype.sql;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Wakes the waiting receivers of this process when there may be a message. Safe for use by many
/// threads.
public final class Bell {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition rung = lock.newCondition();
  private long rings;
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

  /// @return whether somebody waits
  public boolean isAwaited() {
    lock.lock();
    try {
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
