package dev.tintype.core.flow.migrate;

import dev.tintype.core.flow.FlowContext;
import dev.tintype.core.port.RecordTransfer;
import dev.tintype.core.port.RecordTransfer.Mark;
import dev.tintype.core.port.RecordTransfer.State;
import java.util.function.Function;

/// Ends a move that has not come to its end: the old store can be written again, and a run that
/// still goes on stops before it freezes the old store or opens the new one.
public final class Abort {

  private final FlowContext context;
  private final Function<String, RecordTransfer> stores;

  /// @param stores opens the store that a mark names
  public Abort(FlowContext context, Function<String, RecordTransfer> stores) {
    this.context = context;
    this.stores = stores;
  }

  /// @param store the old store
  /// @return whether it refused writes
  /// @throws MoveRefused when the new store has been opened or is another one, or the store is
  ///   being filled itself; nothing was changed. Also when another run was faster
  /// @throws dev.tintype.core.port.StoreUnavailable when a store does not answer; calling again is
  ///   safe
  public boolean abort(RecordTransfer store) {
    Mark mark = store.mark();
    switch (mark.state()) {
      case OPEN -> {
        if (!mark.run().isEmpty()) {
          open(store, mark);
        }
      }
      case FROZEN -> open(store, mark);
      case MOVED -> {
        stopOpening(mark);
        open(store, mark);
      }
      case FILLING ->
          throw new MoveRefused(
              "%s is being filled from %s: run 'tintype migrate --abort' with the settings of that store, and empty this one with --discard. If that store is gone for good, the records here may be incomplete: keep a copy of this database, and let TINTYPE_JOBS name an empty one."
                  .formatted(store.name(), mark.other()));
    }
    return mark.state() != State.OPEN;
  }

  private void open(RecordTransfer store, Mark mark) {
    Marks.replace(store, mark, Marks.thawed(mark, context.freshName(), context.now()));
  }

  /// Takes the new store over, if it was never opened. A run that takes it over after that names
  /// itself in the mark of the old store first, so it or this abort fails there.
  private void stopOpening(Mark moved) {
    RecordTransfer other = stores.apply(moved.other());
    Mark target = other.mark();
    if (!moved.isOf(target)) {
      throw new MoveRefused(
          "The records were moved to %s, and the store there is another one now, or lost what the move wrote. Nothing was changed."
              .formatted(moved.other()));
    }
    if (target.state() != State.FILLING) {
      throw new MoveRefused(
          "The records were moved to %s: %s"
              .formatted(
                  moved.other(),
                  other
                      .whyNeverFrozen()
                      .map(why -> "they cannot be moved back, because " + why + ".")
                      .orElse(
                          "with the settings of that store, 'tintype migrate --back' moves them back.")));
    }
    Marks.replace(other, target, Marks.named(target, context.freshName()));
  }
}
