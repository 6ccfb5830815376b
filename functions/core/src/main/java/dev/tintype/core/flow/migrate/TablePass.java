package dev.tintype.core.flow.migrate;

import dev.tintype.core.port.RecordTransfer;
import dev.tintype.core.port.RecordTransfer.Row;
import dev.tintype.core.port.RecordTransfer.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Goes through one table of both stores in the order of the keys, and writes what differs to the
/// new store: rows that it lacks or has otherwise are put, rows that the old store does not have
/// are removed. Repeated, it does only what is left.
final class TablePass {

  private final RecordTransfer to;
  private final String run;
  private final Table table;
  private final List<Row> put = new ArrayList<>();
  private final List<String> remove = new ArrayList<>();
  private long written;

  /// @param run the run of the move that the mark of `to` names
  TablePass(RecordTransfer to, String run, Table table) {
    this.to = to;
    this.run = run;
    this.table = table;
  }

  /// @return how many rows were put or removed
  /// @throws Stopped when the progress says so; what was written stays
  /// @throws MoveRefused when another run of the move has begun
  long from(RecordTransfer from, Progress progress) throws Stopped {
    TableRows old = new TableRows(from, table);
    TableRows held = new TableRows(to, table);
    while (old.peek().isPresent() || held.peek().isPresent()) {
      if (step(old, held)) {
        progress.advanced(1);
      }
      if (put.size() + remove.size() >= TableRows.PAGE) {
        flush();
      }
    }
    flush();
    progress.tell();
    return written;
  }

  /// @return whether a row of the old store is done
  private boolean step(TableRows old, TableRows held) {
    int order = order(old.peek(), held.peek());
    if (order > 0) {
      remove.add(held.next().key());
      return false;
    }
    Row row = old.next();
    if (order < 0 || !held.next().equals(row)) {
      put.add(row);
    }
    return true;
  }

  /// @return below 0 when only the old store has the next key, above 0 when only the new one has it
  static int order(Optional<Row> old, Optional<Row> held) {
    if (old.isEmpty() || held.isEmpty()) {
      return old.isEmpty() ? 1 : -1;
    }
    return old.get().key().compareTo(held.get().key());
  }

  private void flush() {
    if (put.isEmpty() && remove.isEmpty()) {
      return;
    }
    if (!to.write(run, table, put, remove)) {
      throw new MoveRefused("Another 'tintype migrate' to " + to.name() + " has begun.");
    }
    written += put.size() + remove.size();
    put.clear();
    remove.clear();
  }
}
