package dev.tintype.sqlite;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Wakes the waiting receivers of this process when a message was sent in it.
final class Bell {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition rung = lock.newCondition();
  private long rings;

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

  /// Waits until it has rung more often than `seen`, or the time is over.
  ///
  /// @return how many nanoseconds were waited
  long await(long seen, long nanos) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = nanos;
      while (rings == seen && left > 0) {
        left = rung.awaitNanos(left);
      }
      return nanos - left;
    } finally {
      lock.unlock();
    }
  }
}
