package dev.tintype.core.flow.migrate;

import dev.tintype.core.flow.migrate.MoveListener.Phase;
import dev.tintype.core.port.RecordTransfer.Table;
import java.util.function.BooleanSupplier;

/// Counts the rows of one table that are done, and stops between two of them when the user asked.
final class Progress {

  private final MoveListener listener;
  private final BooleanSupplier stopping;
  private final Phase phase;
  private final Table table;
  private final long rows;
  private long done;

  Progress(MoveListener listener, BooleanSupplier stopping, Phase phase, Table table, long rows) {
    this.listener = listener;
    this.stopping = stopping;
    this.phase = phase;
    this.table = table;
    this.rows = rows;
  }

  void advanced(int more) throws Stopped {
    long before = done;
    done += more;
    if (before / TableRows.PAGE != done / TableRows.PAGE) {
      tell();
    }
  }

  void tell() throws Stopped {
    listener.advanced(phase, table, done, Math.max(done, rows));
    if (stopping.getAsBoolean()) {
      throw new Stopped();
    }
  }
}
