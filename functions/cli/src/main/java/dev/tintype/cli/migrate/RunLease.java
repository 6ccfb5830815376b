package dev.tintype.cli.migrate;

import dev.tintype.core.flow.relocate.Refused;
import dev.tintype.core.port.LoopLeases;
import dev.tintype.core.port.StoreUnavailable;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Lets one command at a time move files. A command that is killed keeps the lease for ten seconds
/// at most.
final class RunLease implements AutoCloseable {

  private static final String NAME = "files-move";
  private static final Duration TIME = Duration.ofSeconds(10);
  private static final Duration RENEWAL = Duration.ofSeconds(2);

  private final LoopLeases leases;
  private final String holder;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread thread;
  private volatile boolean isLost;
  private volatile long held;

  private RunLease(LoopLeases leases, String holder) {
    this.leases = leases;
    this.holder = holder;
    this.held = System.nanoTime();
    this.thread = Thread.ofPlatform().daemon().name("move-lease").start(this::run);
  }

  /// Takes the lease, and waits for as long as one that was killed may hold it.
  ///
  /// @throws Refused when another command moves files
  static RunLease take(LoopLeases leases, String holder) throws InterruptedException {
    for (int i = 0; i <= TIME.toSeconds() + 1; i++) {
      if (leases.hold(NAME, holder, TIME)) {
        return new RunLease(leases, holder);
      }
      TimeUnit.SECONDS.sleep(1);
    }
    throw new Refused("Another command moves the files: wait for it, or end it.");
  }

  /// A command that stood still knows it at once.
  ///
  /// @return whether another command may move files by now
  boolean isLost() {
    return isLost || System.nanoTime() - held > TIME.toNanos();
  }

  private void run() {
    try {
      while (!isLost() && !ended.await(RENEWAL.toMillis(), TimeUnit.MILLISECONDS)) {
        long now = System.nanoTime();
        if (isRenewed()) {
          held = now;
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isRenewed() {
    try {
      isLost = !leases.hold(NAME, holder, TIME);
      return !isLost;
    } catch (StoreUnavailable _) {
      return false;
    }
  }

  @Override
  public void close() {
    ended.countDown();
    try {
      thread.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    try {
      leases.release(NAME, holder);
    } catch (StoreUnavailable _) {
      // It ends by itself.
    }
  }
}
