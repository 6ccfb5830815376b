package dev.tintype.core.flow.migrate;

import dev.tintype.core.flow.FlowContext;
import dev.tintype.core.flow.migrate.MoveListener.Boundary;
import dev.tintype.core.flow.migrate.MoveListener.Phase;
import dev.tintype.core.port.RecordTransfer;
import dev.tintype.core.port.RecordTransfer.Mark;
import dev.tintype.core.port.RecordTransfer.State;
import dev.tintype.core.port.RecordTransfer.Table;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// Fills an empty store with records that no store has, such as those of a backup. Nobody else can
/// write to it until all of them are there and compared row by row.
///
/// A run that ends at any point leaves the store as one that is being filled; the next run goes on.
public final class RecordFill {

  private final RecordTransfer from;
  private final String id;
  private final RecordTransfer to;
  private final FlowContext context;
  private final MoveListener listener;
  private final BooleanSupplier stopping;
  private final String run;

  /// @param from the records, which nobody changes
  /// @param id names them, so that a later run recognises what it goes on with
  /// @param to the store
  /// @param stopping whether the user asked to stop; looked at between two pages
  public RecordFill(
      RecordTransfer from,
      String id,
      RecordTransfer to,
      FlowContext context,
      MoveListener listener,
      BooleanSupplier stopping) {
    this.from = from;
    this.id = id;
    this.to = to;
    this.context = context;
    this.listener = listener;
    this.stopping = stopping;
    this.run = context.freshName();
  }

  /// @return whether no earlier run has begun to fill the store with these records
  /// @throws MoveRefused when the store is not empty, or takes part in something else
  public boolean isFirst() {
    Mark mark = to.mark();
    return switch (mark.state()) {
      case OPEN -> {
        MovePlan.mustBeEmpty(to);
        yield true;
      }
      case FILLING -> {
        if (!mark.otherId().equals(id)) {
          throw new MoveRefused(
              "%s is being filled from %s: finish that, or take an empty database."
                  .formatted(to.name(), mark.other()));
        }
        yield false;
      }
      case FROZEN, MOVED -> throw new MoveRefused(to.name() + ": " + mark.explanation() + ".");
    };
  }

  /// Lets nobody but this run write to the store.
  ///
  /// @throws MoveRefused when the store is not empty, or takes part in something else
  public void claim() {
    boolean isFirst = isFirst();
    Mark before = to.mark();
    String store = isFirst ? context.freshName() : before.id();
    Mark filling =
        Marks.replace(
            to,
            before,
            new Mark(State.FILLING, run, store, from.name(), id, context.now(), Optional.empty()));
    if (isFirst) {
      try {
        MovePlan.mustBeEmpty(to);
      } catch (MoveRefused e) {
        Marks.replace(to, filling, before);
        throw e;
      }
    }
    listener.reached(Boundary.CLAIMED);
  }

  /// Writes the records into the store that was claimed, compares both, and opens the store. Leases
  /// of workers are ended.
  ///
  /// @return what both hold; absent when the user stopped it
  /// @throws MoveRefused when another run has begun, or the store holds something else in the end
  /// @throws RecordTransfer.UnstorableRow when the store cannot take a row
  /// @throws dev.tintype.core.port.StoreUnavailable when the store does not answer; the next run
  ///   goes on
  public Optional<Sums> fill() {
    Progresses progresses = new Progresses(listener, stopping);
    try {
      for (Table table : Table.values()) {
        new TablePass(to, run, table).from(from, progresses.of(Phase.COPYING, from, table));
      }
      Sums sums = Sums.equal(from, to, progresses);
      sums.heldVersions().release(to, run, context.now());
      listener.reached(Boundary.RELEASED);
      open();
      return Optional.of(sums);
    } catch (Stopped _) {
      return Optional.empty();
    }
  }

  private void open() {
    Mark filling = to.mark();
    if (filling.state() != State.FILLING || !filling.run().equals(run)) {
      throw new MoveRefused("Another run that fills " + to.name() + " has begun.");
    }
    Marks.replace(
        to,
        filling,
        new Mark(State.OPEN, run, filling.id(), "", "", context.now(), Optional.empty()));
    listener.reached(Boundary.ARRIVED);
  }
}
