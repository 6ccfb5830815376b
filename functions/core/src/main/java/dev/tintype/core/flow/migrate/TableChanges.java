package dev.tintype.core.flow.migrate;

import dev.tintype.core.port.RecordTransfer;
import dev.tintype.core.port.RecordTransfer.Table;
import java.util.EnumMap;
import java.util.Map;

/// What a move would change in one table of the new store as both stores are now.
///
/// @param added rows that only the old store has
/// @param replaced rows that are different
/// @param removed rows that only the new store has
public record TableChanges(long added, long replaced, long removed) {

  /// Reads both stores whole, and changes nothing.
  ///
  /// @throws dev.tintype.core.port.StoreUnavailable when a store does not answer
  public static Map<Table, TableChanges> of(RecordTransfer from, RecordTransfer to) {
    Map<Table, TableChanges> changes = new EnumMap<>(Table.class);
    for (Table table : Table.values()) {
      changes.put(table, between(new TableRows(from, table), new TableRows(to, table)));
    }
    return changes;
  }

  /// @return that nothing is changed
  public static Map<Table, TableChanges> none() {
    Map<Table, TableChanges> changes = new EnumMap<>(Table.class);
    for (Table table : Table.values()) {
      changes.put(table, new TableChanges(0, 0, 0));
    }
    return changes;
  }

  private static TableChanges between(TableRows old, TableRows held) {
    long added = 0;
    long replaced = 0;
    long removed = 0;
    while (old.peek().isPresent() || held.peek().isPresent()) {
      int order = TablePass.order(old.peek(), held.peek());
      if (order > 0) {
        held.next();
        removed++;
      } else if (order < 0) {
        old.next();
        added++;
      } else if (!old.next().equals(held.next())) {
        replaced++;
      }
    }
    return new TableChanges(added, replaced, removed);
  }
}
