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

/// One turn of a sweep over what is due: one thing of each kind after the other, so that many of
/// one kind do not keep the others waiting. One thread.
final class SweepTurn {

  /// How long the failures of one kind may take in one turn: a store that answers each call with a
  /// timeout must not use up the time of the other kinds.
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

  /// What is due of one kind.
  private static final class Lane {
    private final DueKind kind;
    private final Deque<Deed> deeds = new ArrayDeque<>();
    private Duration wasted = Duration.ZERO;

    Lane(DueKind kind) {
      this.kind = kind;
    }
  }

  /// What is done about one thing.
  private record Deed(Step step, Runnable afterFailure) {}

  private interface Step {
    boolean isDone();
  }

  /// @param step answers whether the thing was taken further
  /// @param afterFailure puts it off
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
      // Whatever one record runs into, a mistake of ours too, the next record is looked after.
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

  /// @return how many things were taken further
  int done() {
    return done;
  }

  /// @return how many things are not due any more
  int cleared() {
    return cleared;
  }
}
