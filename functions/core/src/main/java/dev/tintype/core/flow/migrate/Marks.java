package dev.tintype.core.flow.migrate;

import dev.tintype.core.port.RecordTransfer;
import dev.tintype.core.port.RecordTransfer.Mark;
import dev.tintype.core.port.RecordTransfer.State;
import dev.tintype.core.port.StoreUnavailable;
import java.time.Instant;

/// Marks that follow one another.
final class Marks {

  private Marks() {}

  /// @return the same mark in the name of another run: what the run before would write next fails
  static Mark named(Mark before, String run) {
    return new Mark(
        before.state(),
        run,
        before.id(),
        before.other(),
        before.otherId(),
        before.since(),
        before.origin());
  }

  /// @return the mark that opens a store again; what an open store said before stays
  static Mark thawed(Mark before, String run, Instant now) {
    boolean wasOpen = before.state() == State.OPEN;
    return new Mark(
        State.OPEN,
        run,
        before.id(),
        wasOpen ? before.other() : "",
        wasOpen ? before.otherId() : "",
        now,
        before.origin());
  }

  /// Replaces a mark, and recognises its own write when the answer is lost.
  ///
  /// @return `after`
  /// @throws MoveRefused when another run replaced it
  static Mark replace(RecordTransfer store, Mark before, Mark after) {
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
      throw new MoveRefused(
          "Another 'tintype migrate' of " + store.name() + " has begun, or has ended this one.");
    }
    return after;
  }
}
