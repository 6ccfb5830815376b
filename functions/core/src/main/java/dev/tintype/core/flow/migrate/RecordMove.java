package dev.tintype.core.flow.migrate;

import dev.tintype.core.flow.FlowContext;
import dev.tintype.core.flow.migrate.MoveListener.Boundary;
import dev.tintype.core.flow.migrate.MoveListener.Phase;
import dev.tintype.core.port.RecordTransfer;
import dev.tintype.core.port.RecordTransfer.Mark;
import dev.tintype.core.port.RecordTransfer.State;
import dev.tintype.core.port.RecordTransfer.Table;
import dev.tintype.core.port.RecordTransfer.UnstorableRow;
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
    /// @param sums what both stores held when nobody could write; absent when an earlier run had
    ///   opened the new store
    /// @param closed how long nobody could write, as far as this run saw it
    record Moved(Optional<Sums> sums, Duration closed) implements Ended {}

    /// The user stopped it. The old store can be written, and the next run goes on.
    record Interrupted() implements Ended {}
  }

  /// Moves, or goes on with a move.
  ///
  /// @throws MoveRefused when the records cannot be moved as both stores are. If it is found in the
  ///   time without writes, the old store can be written again, unless it has been left: then
  ///   [Abort] opens it
  /// @throws UnstorableRow when the new store cannot take a row; the old store can be written
  /// @throws StoreUnavailable when a store does not answer; the old store can be written again,
  ///   unless it did not answer then either or has been left; the next run goes on
  public Ended move() {
    MovePlan plan = MovePlan.of(from, to);
    try {
      return switch (plan.start()) {
        case COPY -> copyAndClose(plan);
        case LAST_PASS -> close(plan.source(), claim(plan.source(), plan.target()));
        case OPEN -> {
          // An abort that has begun fails by this, or this by the abort.
          Mark moved = Marks.replace(from, plan.source(), Marks.named(plan.source(), run));
          claim(moved, plan.target());
          yield compareAndOpen(moved);
        }
        case DONE -> new Ended.Moved(Optional.empty(), Duration.ZERO);
      };
    } catch (Stopped _) {
      return new Ended.Interrupted();
    }
  }

  private Ended copyAndClose(MovePlan plan) throws Stopped {
    Mark source = announce(plan.source());
    Mark filling = claim(source, plan.target());
    pass(Phase.COPYING, stopping);
    listener.reached(Boundary.COPIED);
    long began = nanos.getAsLong();
    pass(Phase.COMPARING, stopping);
    // The last pass reads both stores as this one did, and so does the check after it.
    listener.closing(Duration.ofNanos(2 * (nanos.getAsLong() - began)));
    return close(source, filling);
  }

  /// Names this run in the mark of the open old store, so that a later run or an abort stops it,
  /// and gives the store an id, by which the new store recognises it.
  private Mark announce(Mark open) {
    String id = open.id().isEmpty() ? context.freshName() : open.id();
    return Marks.replace(
        from,
        open,
        new Mark(State.OPEN, run, id, open.other(), open.otherId(), context.now(), open.origin()));
  }

  /// Lets nobody but this run write to the new store. A server may have written to it since the
  /// plan was made.
  ///
  /// @return the mark of the new store
  private Mark claim(Mark source, Mark before) {
    String id = before.state() == State.FILLING ? before.id() : context.freshName();
    Mark filling =
        Marks.replace(
            to, before, mark(State.FILLING, id, from.name(), source.id(), before.origin()));
    if (before.state() == State.OPEN) {
      try {
        MovePlan.mustBeEmpty(to);
      } catch (MoveRefused e) {
        Marks.replace(to, filling, before);
        throw e;
      }
    }
    listener.reached(Boundary.CLAIMED);
    return filling;
  }

  /// Freezes the old store, or takes over the freeze of a run that ended, and does the rest.
  private Ended close(Mark source, Mark filling) throws Stopped {
    Mark frozen =
        Marks.replace(
            from,
            source,
            mark(State.FROZEN, source.id(), to.name(), filling.id(), source.origin()));
    long began = nanos.getAsLong();
    boolean left = false;
    try {
      listener.reached(Boundary.FROZEN);
      pass(Phase.LAST_PASS, stopping);
      Sums sums = Sums.equal(from, to, new Progresses(listener, stopping));
      listener.reached(Boundary.EQUAL);
      left = true;
      Mark moved =
          Marks.replace(
              from,
              frozen,
              mark(State.MOVED, frozen.id(), to.name(), filling.id(), frozen.origin()));
      listener.reached(Boundary.LEFT);
      open(moved, sums.heldVersions());
      return new Ended.Moved(Optional.of(sums), Duration.ofNanos(nanos.getAsLong() - began));
    } finally {
      if (!left) {
        from.mark(frozen, Marks.thawed(source, run, context.now()));
      }
    }
  }

  /// Goes on after a run that had left the old store. The new store may have lost its last writes
  /// since then, such as by a failover of its server, so everything is compared once more. It does
  /// not stop: until the new store is open, nobody can write.
  private Ended compareAndOpen(Mark moved) throws Stopped {
    long began = nanos.getAsLong();
    BooleanSupplier never = () -> false;
    try {
      pass(Phase.LAST_PASS, never);
    } catch (UnstorableRow e) {
      throw notOpened(e);
    }
    Sums sums = Sums.equal(from, to, new Progresses(listener, never));
    open(moved, sums.heldVersions());
    return new Ended.Moved(Optional.of(sums), Duration.ofNanos(nanos.getAsLong() - began));
  }

  private MoveRefused notOpened(UnstorableRow e) {
    return new MoveRefused(
        "%s. The old store has been left, and nobody can write: run the same command again after that, or let the old store be written again with 'tintype migrate --abort'."
            .formatted(e.getMessage()));
  }

  /// @throws StoreUnavailable when the new store does not answer; the message says how to go on
  /// @throws MoveRefused when the new store cannot take a released version; the message says how to
  ///   go on
  private void open(Mark moved, HeldVersions held) {
    try {
      openNow(moved, held);
    } catch (StoreUnavailable e) {
      throw new StoreUnavailable(
          "The old store has been left, but %s could not be opened: run the same command again. %s"
              .formatted(to.name(), e.getMessage()),
          e);
    } catch (UnstorableRow e) {
      throw notOpened(e);
    }
  }

  private void openNow(Mark moved, HeldVersions held) {
    held.release(to, run, context.now());
    listener.reached(Boundary.RELEASED);
    Mark filling = to.mark();
    if (filling.state() != State.FILLING || !filling.run().equals(run)) {
      throw new MoveRefused("Another 'tintype migrate' to " + to.name() + " has begun.");
    }
    Marks.replace(to, filling, opened(moved, filling));
    listener.reached(Boundary.ARRIVED);
  }

  /// Records that come back to the store they came from have no way back: the other store is only
  /// remembered.
  private Mark opened(Mark moved, Mark filling) {
    boolean isBack = moved.origin().filter(to.name()::equals).isPresent();
    return isBack
        ? mark(State.OPEN, filling.id(), from.name(), moved.id(), filling.origin())
        : mark(State.OPEN, filling.id(), "", "", Optional.of(from.name()));
  }

  private void pass(Phase phase, BooleanSupplier ending) throws Stopped {
    Progresses progresses = new Progresses(listener, ending);
    for (Table table : Table.values()) {
      new TablePass(to, run, table).from(from, progresses.of(phase, from, table));
    }
  }

  private Mark mark(State state, String id, String other, String otherId, Optional<String> origin) {
    return new Mark(state, run, id, other, otherId, context.now(), origin);
  }
}
