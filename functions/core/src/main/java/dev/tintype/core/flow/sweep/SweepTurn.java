package dev.tintype.core.flow.sweep;

import dev.tintype.core.port.JobStore.DueKind;
import dev.tintype.core.port.StoreUnavailable;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// One turn of a sweep. It takes one due record of each kind in turn, so that many records of one
/// kind do not delay the others. For one thread.
final class SweepTurn {

  /// How long the failures of one kind may take in one turn. Without this limit, a store that
  /// answers each call with a timeout would use up the time of the other kinds.
  private static final Duration MOST_WASTED = Duration.ofSeconds(10);

  private final SweepLog log;
  private final InstantSource clock;
  private final List<Lane> lanes = new ArrayList<>();
  private int done;
  private int cleared;

  SweepTurn(SweepLog log, InstantSource clock) {
    this.log = log;
    this.clock = clock;
  }

  /// The due records of one kind.
  private static final class Lane {
    private final DueKind kind;
    private final Deque<Deed> deeds = new ArrayDeque<>();
    private Duration wasted = Duration.ZERO;

    Lane(DueKind kind) {
      this.kind = kind;
    }
  }

  /// The action on one record.
  private record Deed(Step step, Runnable afterFailure) {}

  private interface Step {
    boolean isDone();
  }

  /// @param step returns whether the record was advanced
  /// @param afterFailure postpones the record
  <T> void add(DueKind kind, List<T> things, Predicate<T> step, Consumer<T> afterFailure) {
    Lane lane = new Lane(kind);
    things.forEach(thing ->
        lane.deeds.add(new Deed(() -> step.test(thing), () -> afterFailure.accept(thing))));
    lanes.add(lane);
  }

  void take() {
    while (lanes.stream().anyMatch(lane -> !lane.deeds.isEmpty())) {
      for (Lane lane : lanes) {
        Deed next = lane.deeds.poll();
        if (next != null) {
          take(lane, next);
        }
      }
    }
  }

  private void take(Lane lane, Deed deed) {
    Instant began = clock.instant();
    try {
      if (deed.step().isDone()) {
        done++;
        cleared++;
      }
    } catch (RuntimeException e) {
      // A failure of any kind, even a bug of ours, must not stop the sweep of the next record.
      log.failed(lane.kind, e);
      putOff(deed);
      lane.wasted = lane.wasted.plus(Duration.between(began, clock.instant()));
      if (lane.wasted.compareTo(MOST_WASTED) > 0) {
        lane.deeds.clear();
      }
    }
  }

  private void putOff(Deed deed) {
    try {
      deed.afterFailure().run();
      cleared++;
    } catch (StoreUnavailable e) {
      log.notPutOff(e);
    }
  }

  /// @return how many records were advanced
  int done() {
    return done;
  }

  /// @return how many records are no longer due
  int cleared() {
    return cleared;
  }
}
