package dev.tintype.server.run;

import dev.tintype.core.flow.sweep.Notify;
import dev.tintype.core.port.Change;
import dev.tintype.core.port.Change.Write.DelayOutcome;
import dev.tintype.core.port.JobStore;
import dev.tintype.core.port.JobStore.DueKind;
import dev.tintype.core.port.JobStore.DueWork;
import dev.tintype.core.port.StoreFrozen;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.port.Unreadable;
import dev.tintype.core.state.Outcome;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/// Notifies the receiver of every due outcome, several at once. While the job store refuses writes,
/// few outcomes are sent again, and none while its records are in another store.
final class OutboxTurn implements Loop.Turn {

  private static final Logger LOGGER = System.getLogger("dev.tintype.serve");
  private static final int MOST = 200;
  private static final int AT_ONCE = 8;

  /// While nothing can be written, an outcome that was told stays due, and would be told each turn.
  private static final Duration FROZEN_PAUSE = Duration.ofSeconds(10);

  /// The records may come back. Until then nothing may be told from here.
  private static final Duration LEFT_PAUSE = Duration.ofMinutes(1);

  private final JobStore jobs;
  private final Notify notify;
  private final InstantSource clock;
  private final Consumer<List<Unreadable>> unreadable;
  private volatile Instant notBefore = Instant.MIN;
  private volatile boolean isLeft;

  /// @param unreadable called in each turn with the due outcomes that cannot be read
  OutboxTurn(
      JobStore jobs, Notify notify, InstantSource clock, Consumer<List<Unreadable>> unreadable) {
    this.jobs = jobs;
    this.notify = notify;
    this.clock = clock;
    this.unreadable = unreadable;
  }

  @Override
  public boolean take() {
    if (isPaused()) {
      return false;
    }
    DueWork work = jobs.due(clock.instant(), MOST, EnumSet.of(DueKind.OUTCOME));
    unreadable.accept(work.unreadable());
    List<Outcome> due = work.outcomes();
    if (due.isEmpty()) {
      return false;
    }
    AtomicInteger told = new AtomicInteger();
    Semaphore turns = new Semaphore(AT_ONCE);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Outcome outcome : due) {
        turns.acquireUninterruptibly();
        threads.execute(() -> {
          try {
            told.addAndGet(tell(outcome));
          } finally {
            turns.release();
          }
        });
      }
    }
    return due.size() == MOST && told.get() > 0;
  }

  /// Once the store was left, tries to write an outcome as it is before it is told.
  ///
  /// @throws StoreFrozen when its records are in another store still
  private void mustBeWritable(Outcome outcome) {
    if (isLeft) {
      jobs.commit(Change.of(new DelayOutcome(outcome, outcome)));
      isLeft = false;
    }
  }

  private boolean isPaused() {
    return clock.instant().isBefore(notBefore);
  }

  private int tell(Outcome outcome) {
    try {
      if (isPaused()) {
        return 0;
      }
      mustBeWritable(outcome);
      return notify.tell(outcome) ? 1 : 0;
    } catch (StoreFrozen e) {
      isLeft = e.isForGood();
      notBefore = clock.instant().plus(isLeft ? LEFT_PAUSE : FROZEN_PAUSE);
      LOGGER.log(Level.WARNING, "event=notify.frozen", e);
      return 0;
    } catch (StoreUnavailable e) {
      LOGGER.log(Level.WARNING, "event=notify.unavailable", e);
      return 0;
    }
  }
}
