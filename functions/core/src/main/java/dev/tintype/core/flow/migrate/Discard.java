package dev.tintype.core.flow.migrate;

import dev.tintype.core.flow.FlowContext;
import dev.tintype.core.flow.migrate.MoveListener.Phase;
import dev.tintype.core.port.RecordTransfer;
import dev.tintype.core.port.RecordTransfer.Mark;
import dev.tintype.core.port.RecordTransfer.Row;
import dev.tintype.core.port.RecordTransfer.State;
import dev.tintype.core.port.RecordTransfer.Table;
import dev.tintype.core.port.RecordTransfer.UnstorableRow;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// Empties a store that an unfinished move was filling, so that it can be used for something else.
/// This is done only when the records are certain to be in the store that they were copied from.
///
/// A run that ends at any point leaves the store as one that is being filled; the next run goes on.
public final class Discard {

  private final RecordTransfer store;
  private final FlowContext context;
  private final MoveListener listener;
  private final BooleanSupplier stopping;

  /// @param store the store to empty
  /// @param listener is told how far it is
  /// @param stopping whether the user asked to stop; looked at between two pages
  public Discard(
      RecordTransfer store, FlowContext context, MoveListener listener, BooleanSupplier stopping) {
    this.store = store;
    this.context = context;
    this.listener = listener;
    this.stopping = stopping;
  }

  /// Removes every row. A run of the move that still goes on is stopped by it.
  ///
  /// @param from the store that it was being filled from
  /// @return how many rows were removed; absent when the user stopped it
  /// @throws MoveRefused when the store is not being filled, or when the records may be nowhere
  ///   else; no row was removed. Also when the store has a row that is not the move's; it names the
  ///   row, and the next run goes on
  /// @throws dev.tintype.core.port.StoreUnavailable when a store does not answer; the next run goes
  ///   on
  public Optional<Long> discard(RecordTransfer from) {
    Mark filling = filling(store);
    Mark source = mustHaveTheRecords(from, filling);
    String run = context.freshName();
    if (source.state() == State.OPEN) {
      // A run of the move can neither freeze nor leave the store after this.
      Marks.replace(from, source, Marks.named(source, run));
    }
    Mark ours = Marks.replace(store, filling, Marks.named(filling, run));
    try {
      long removed = 0;
      for (Table table : Table.values()) {
        removed += empty(run, table);
      }
      Mark open = new Mark(State.OPEN, run, "", "", "", context.now(), Optional.empty());
      Marks.replace(store, ours, open);
      return Optional.of(removed);
    } catch (Stopped _) {
      return Optional.empty();
    }
  }

  /// @return the mark of a store that is being filled
  /// @throws MoveRefused when it is another store
  public static Mark filling(RecordTransfer store) {
    Mark mark = store.mark();
    if (mark.state() != State.FILLING) {
      throw new MoveRefused(
          "%s is not being filled by a move, so it is not discarded. Nothing was changed."
              .formatted(store.name()));
    }
    return mark;
  }

  /// @return the mark of the old store
  private Mark mustHaveTheRecords(RecordTransfer from, Mark filling) {
    Mark source = from.mark();
    if (!filling.isOf(source)) {
      throw new MoveRefused(
          "%s was being filled from %s, but that store has no trace of it. The records may be here alone. Nothing was changed."
              .formatted(store.name(), from.name()));
    }
    switch (source.state()) {
      case OPEN -> {}
      case FROZEN -> {
        if (isHere(source, filling)) {
          throw new MoveRefused(
              "%s is frozen by the move that fills %s: end that move first, with 'tintype migrate --abort' and the settings of %1$s."
                  .formatted(from.name(), store.name()));
        }
      }
      case MOVED -> {
        if (isHere(source, filling)) {
          throw new MoveRefused(
              "%s was left, so its records are moved to %s: let 'tintype migrate' finish, or end the move with 'tintype migrate --abort' and the settings of %1$s."
                  .formatted(from.name(), store.name()));
        }
      }
      case FILLING ->
          throw new MoveRefused(
              "%s is being filled itself, from %s: finish that move first."
                  .formatted(from.name(), source.other()));
    }
    return source;
  }

  /// @return whether the mark of the old store names this one
  private boolean isHere(Mark source, Mark filling) {
    return source.isOf(filling) || source.other().equals(store.name());
  }

  private long empty(String run, Table table) throws Stopped {
    Progress progress = new Progresses(listener, stopping).of(Phase.REMOVING, store, table);
    long removed = 0;
    TableRows rows = new TableRows(store, table);
    while (rows.peek().isPresent()) {
      List<String> keys = rows.page().stream().map(Row::key).toList();
      remove(run, table, keys);
      removed += keys.size();
      progress.advanced(keys.size());
    }
    progress.tell();
    return removed;
  }

  private void remove(String run, Table table, List<String> keys) {
    try {
      if (!store.write(run, table, List.of(), keys)) {
        throw new MoveRefused("Another 'tintype migrate' to " + store.name() + " has begun.");
      }
    } catch (UnstorableRow e) {
      throw new MoveRefused(
          "%s still has %s: %s. Then run the same command again."
              .formatted(store.name(), e.row(), e.why()));
    }
  }
}
