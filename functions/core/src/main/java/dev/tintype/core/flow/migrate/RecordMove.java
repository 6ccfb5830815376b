package dev.tintype.core.flow.migrate;

import dev.tintype.core.flow.FlowContext;
import dev.tintype.core.flow.migrate.MoveListener.Boundary;
import dev.tintype.core.flow.migrate.MoveListener.Phase;
import dev.tintype.core.port.RecordTransfer;
import dev.tintype.core.port.RecordTransfer.Mark;
import dev.tintype.core.port.RecordTransfer.State;
import dev.tintype.core.port.RecordTransfer.Table;
import dev.tintype.core.port.StoreUnavailable;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/// Moves all records of one store to another one: copies them while everybody writes, then lets
/// nobody write for a short time, copies what changed, and compares both stores row by row.
///
/// A run that ends at any point leaves both stores so that [MovePlan] finds out where the next run
/// begins. The new store is opened only when the old one can never be written again.
public final class RecordMove {

  private final RecordTransfer from;
  private final RecordTransfer to;
  private final FlowContext context;
  private final MoveListener listener;
  private final BooleanSupplier stopping;
  private final LongSupplier nanos;
  private final String run;

  /// @param stopping whether the user asked to stop; looked at between two pages
  /// @param nanos tells how long steps take, in nanoseconds from any start
  public RecordMove(
      RecordTransfer from,
      RecordTransfer to,
      FlowContext context,
      MoveListener listener,
      BooleanSupplier stopping,
      LongSupplier nanos) {
    this.from = from;
    this.to = to;
    this.context = context;
    this.listener = listener;
    this.stopping = stopping;
    this.nanos = nanos;
    this.run = context.freshName();
  }

  /// How a run ended.
  public sealed interface Ended {
    /// The records are in the new store.
    ///
    /// @param sums what both stores held when nobody could write; absent when an earlier run
    ///   compared them
    /// @param closed how long nobody could write, as far as this run saw it
    record Moved(Optional<Sums> sums, Duration closed) implements Ended {}

    /// The user stopped it. The old store can be written, and the next run goes on.
    record Interrupted() implements Ended {}
  }

  /// Moves, or goes on with a move.
  ///
  /// @throws MoveRefused when the records cannot be moved as both stores are. If it is found in the
  ///   time without writes, the old store can be written again
  /// @throws StoreUnavailable when a store does not answer; the old store can be written again,
  ///   unless it did not answer then either or has been left; the next run goes on
  public Ended move() {
    MovePlan plan = MovePlan.of(from, to);
    try {
      return switch (plan.start()) {
        case COPY -> copyAndClose(plan);
        case LAST_PASS -> {
          claim(plan);
          yield close(freeze(plan));
        }
        case OPEN -> {
          claim(plan);
          open(heldVersions());
          yield new Ended.Moved(Optional.empty(), Duration.ZERO);
        }
        case DONE -> new Ended.Moved(Optional.empty(), Duration.ZERO);
      };
    } catch (Stopped _) {
      return new Ended.Interrupted();
    }
  }

  private Ended copyAndClose(MovePlan plan) throws Stopped {
    claim(plan);
    pass(Phase.COPYING);
    listener.reached(Boundary.COPIED);
    long began = nanos.getAsLong();
    pass(Phase.COMPARING);
    // The last pass reads both stores as this one did, and so does the check after it.
    listener.closing(Duration.ofNanos(2 * (nanos.getAsLong() - began)));
    return close(freeze(plan));
  }

  /// Lets nobody but this run write to the new store. A server may have written to it since the
  /// plan was made.
  private void claim(MovePlan plan) {
    Mark before = plan.target();
    Mark filling = replace(to, before, mark(State.FILLING, from.name(), before.origin()));
    if (before.state() == State.OPEN) {
      try {
        MovePlan.mustBeEmpty(to);
      } catch (MoveRefused e) {
        replace(to, filling, before);
        throw e;
      }
    }
    listener.reached(Boundary.CLAIMED);
  }

  /// Freezes the old store, or takes over the freeze of a run that ended.
  private Mark freeze(MovePlan plan) {
    Mark before = plan.source();
    return replace(from, before, mark(State.FROZEN, to.name(), before.origin()));
  }

  private Ended close(Mark frozen) throws Stopped {
    long began = nanos.getAsLong();
    boolean left = false;
    try {
      listener.reached(Boundary.FROZEN);
      pass(Phase.LAST_PASS);
      Sums sums = Sums.equal(from, to, new Progresses(listener, stopping));
      listener.reached(Boundary.EQUAL);
      left = true;
      replace(from, frozen, mark(State.MOVED, to.name(), frozen.origin()));
      listener.reached(Boundary.LEFT);
      open(sums.heldVersions());
      return new Ended.Moved(Optional.of(sums), Duration.ofNanos(nanos.getAsLong() - began));
    } finally {
      if (!left) {
        from.mark(frozen, mark(State.OPEN, "", frozen.origin()));
      }
    }
  }

  /// Finds the versions that are held after a run that ended when it had left the old store. It
  /// does not stop: until the new store is open, nobody can write.
  private HeldVersions heldVersions() throws Stopped {
    HeldVersions held = new HeldVersions();
    Progress progress =
        new Progresses(listener, () -> false).of(Phase.CHECKING, to, Table.VERSIONS);
    TableSum.of(to, Table.VERSIONS, held, progress);
    return held;
  }

  private void open(HeldVersions held) {
    held.release(to, run, context.now());
    listener.reached(Boundary.RELEASED);
    Mark filling = to.mark();
    if (filling.state() != State.FILLING || !filling.run().equals(run)) {
      throw new MoveRefused("Another 'tintype migrate' to " + to.name() + " has begun.");
    }
    replace(to, filling, mark(State.OPEN, "", Optional.of(from.name())));
    listener.reached(Boundary.ARRIVED);
  }

  private void pass(Phase phase) throws Stopped {
    Progresses progresses = new Progresses(listener, stopping);
    for (Table table : Table.values()) {
      new TablePass(to, run, table).from(from, progresses.of(phase, from, table));
    }
  }

  private Mark mark(State state, String other, Optional<String> origin) {
    return new Mark(state, run, other, context.now(), origin);
  }

  /// Replaces a mark, and recognises its own write when the answer is lost.
  private static Mark replace(RecordTransfer store, Mark before, Mark after) {
    boolean isReplaced;
    try {
      isReplaced = store.mark(before, after);
    } catch (StoreUnavailable e) {
      if (!store.mark().equals(after)) {
        throw e;
      }
      isReplaced = true;
    }
    if (!isReplaced) {
      throw new MoveRefused("Another 'tintype migrate' of " + store.name() + " has begun.");
    }
    return after;
  }

  /// Ends a move that has not come to its end: the old store can be written again.
  ///
  /// @return whether it was frozen
  /// @throws MoveRefused when its records are in another store
  public static boolean abort(RecordTransfer store, FlowContext context) {
    Mark mark = store.mark();
    return switch (mark.state()) {
      case OPEN -> false;
      case FROZEN -> {
        replace(
            store,
            mark,
            new Mark(State.OPEN, context.freshName(), "", context.now(), mark.origin()));
        yield true;
      }
      case MOVED ->
          throw new MoveRefused(
              "The records were moved to %s: 'tintype migrate --back' moves them back."
                  .formatted(mark.other()));
      case FILLING ->
          throw new MoveRefused(
              "%s is being filled from %s: run 'tintype migrate --abort' on that store."
                  .formatted(store.name(), mark.other()));
    };
  }
}
