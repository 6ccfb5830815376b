package dev.tintype.postgres;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Wakes the waiting receivers of this process when there may be a message.
final class Bell {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition rung = lock.newCondition();
  private long rings;
  private int waiting;

  void ring() {
    lock.lock();
    try {
      rings++;
      rung.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// @return how often it rang so far
  long rings() {
    lock.lock();
    try {
      return rings;
    } finally {
      lock.unlock();
    }
  }

  /// @return whether a receiver waits
  boolean isAwaited() {
    lock.lock();
    try {
      return waiting > 0;
    } finally {
      lock.unlock();
    }
  }

  /// Waits until it has rung more often than `seen`, or the time is over.
  ///
  /// @return how many nanoseconds were waited
  long await(long seen, long nanos) throws InterruptedException {
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
