package dev.tintype.cli.migrate;

import dev.tintype.core.flow.migrate.MoveListener;
import dev.tintype.core.port.RecordTransfer.Table;
import java.time.Duration;

/// Takes along with the records where a move of files left the files, and the keys of receipts,
/// while neither store can be written.
///
/// @param listener is told of everything
/// @param stores the old and the new store
record FilesMoveCarrier(MoveListener listener, StorePair stores) implements MoveListener {

  @Override
  public void advanced(Phase phase, Table table, long done, long rows) {
    listener.advanced(phase, table, done, rows);
  }

  @Override
  public void closing(Duration estimate) {
    listener.closing(estimate);
  }

  @Override
  public void reached(Boundary boundary) {
    listener.reached(boundary);
    switch (boundary) {
      case FROZEN -> stores.mustNotMoveFiles();
      case RELEASED -> stores.carryNotes();
      default -> {}
    }
  }
}
