package dev.tintype.core.flow.sweep;

import dev.tintype.core.port.JobStore.DueKind;
import dev.tintype.core.port.StoreUnavailable;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/// One turn of a sweep. The lane that has used the least time comes next, so that many records of
/// one kind, or slow ones, do not delay the others. No step is begun after the deadline. For one
/// thread.
final class SweepTurn {

  /// How long the failures of one lane may take in one turn. Without this limit, a store that
  /// answers each call with a timeout would use up the time of the other kinds.
  private static final Duration MOST_WASTED = Duration.ofSeconds(10);

  private static final Comparator<Lane> LEAST_SERVED =
      Comparator.<Lane, Duration>comparing(lane -> lane.spent)
          .thenComparingInt(lane -> lane.served);

  private final SweepLog log;
  private final InstantSource clock;
  private final Instant deadline;
  private final List<Lane> lanes = new ArrayList<>();
  private Progress progress = Progress.NONE;

  SweepTurn(SweepLog log, InstantSource clock, Instant deadline) {
    this.log = log;
    this.clock = clock;
    this.deadline = deadline;
  }

  /// What was achieved.
  ///
  /// @param done how many records were advanced
  /// @param cleared how many records are no longer due: the advanced and the postponed ones
  record Progress(int done, int cleared) {
    static final Progress NONE = new Progress(0, 0);
    static final Progress ADVANCED = new Progress(1, 1);
    static final Progress POSTPONED = new Progress(0, 1);

    Progress plus(Progress other) {
      return new Progress(done + other.done, cleared + other.cleared);
    }
  }

  /// The action on one record or on several.
  interface Step {
    Progress take();
  }

  private record Deed(Step step, Runnable afterFailure) {}

  /// Steps of one kind, taken in order.
  static final class Lane {
    private final DueKind kind;
    private final boolean isAll;
    private final Deque<Deed> deeds = new ArrayDeque<>();
    private Duration spent = Duration.ZERO;
    private Duration wasted = Duration.ZERO;
    private int served;

    private Lane(DueKind kind, boolean isAll) {
      this.kind = kind;
      this.isAll = isAll;
    }

    /// @param afterFailure postpones what the step is about
    void add(Step step, Runnable afterFailure) {
      deeds.add(new Deed(step, afterFailure));
    }

    private boolean isWaiting() {
      return !deeds.isEmpty();
    }

    private boolean hasRunOut() {
      return !isAll && served > 0 && deeds.isEmpty() && !hasGivenUp();
    }

    private boolean hasGivenUp() {
      return wasted.compareTo(MOST_WASTED) > 0;
    }
  }

  /// @param kind the kind in log lines
  /// @param isAll whether no more records of this kind are due than will be added
  /// @return a new lane
  Lane lane(DueKind kind, boolean isAll) {
    Lane lane = new Lane(kind, isAll);
    lanes.add(lane);
    return lane;
  }

  /// Works until no step is left, the deadline has come, or a lane is empty although more of its
  /// records may be due: these must not wait for the other lanes. Each lane gets at least one step
  /// if there is time.
  void take() {
    while (isOnTime() && !mayEnd()) {
      Optional<Lane> next = lanes.stream().filter(Lane::isWaiting).min(LEAST_SERVED);
      if (next.isEmpty()) {
        return;
      }
      serve(next.get());
    }
  }

  private boolean mayEnd() {
    return lanes.stream().anyMatch(Lane::hasRunOut)
        && lanes.stream().noneMatch(lane -> lane.isWaiting() && lane.served == 0);
  }

  /// @return whether another step may be begun
  boolean isOnTime() {
    return clock.instant().isBefore(deadline);
  }

  private void serve(Lane lane) {
    Deed deed = lane.deeds.remove();
    Instant began = clock.instant();
    try {
      progress = progress.plus(deed.step().take());
    } catch (RuntimeException e) {
      // A failure of any kind, even a bug of ours, must not stop the sweep of the next record.
      log.failed(lane.kind, e);
      putOff(deed);
      lane.wasted = lane.wasted.plus(Duration.between(began, clock.instant()));
      if (lane.hasGivenUp()) {
        lane.deeds.clear();
      }
    }
    lane.spent = lane.spent.plus(Duration.between(began, clock.instant()));
    lane.served++;
  }

  private void putOff(Deed deed) {
    try {
      deed.afterFailure().run();
      progress = progress.plus(Progress.POSTPONED);
    } catch (StoreUnavailable e) {
      log.notPutOff(e);
    }
  }

  /// @return whether steps are left that were not begun
  boolean isCutShort() {
    return lanes.stream().anyMatch(Lane::isWaiting);
  }

  Progress progress() {
    return progress;
  }
}
