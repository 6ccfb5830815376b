package dev.tintype.core.flow.migrate;

import dev.tintype.core.flow.migrate.MoveListener.Phase;
import dev.tintype.core.port.RecordTransfer;
import dev.tintype.core.port.RecordTransfer.Table;
import java.util.function.BooleanSupplier;

/// Makes the progress of each table.
///
/// @param listener is told
/// @param stopping whether the user asked to stop
record Progresses(MoveListener listener, BooleanSupplier stopping) {

  Progress of(Phase phase, RecordTransfer store, Table table) {
    return new Progress(listener, stopping, phase, table, store.count(table));
  }
}
