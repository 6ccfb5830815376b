package dev.tintype.core.flow.migrate;

import dev.tintype.core.port.RecordTransfer;
import dev.tintype.core.port.RecordTransfer.Row;
import dev.tintype.core.port.RecordTransfer.Table;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/// The rows of a table in the order of their keys, read page by page.
final class TableRows {

  /// How many rows are read, or written, at once. A row has some 10 kB at most.
  static final int PAGE = 1_000;

  private final RecordTransfer store;
  private final Table table;
  private final Deque<Row> page = new ArrayDeque<>();
  private Optional<String> last = Optional.empty();
  private boolean isLastPage;

  TableRows(RecordTransfer store, Table table) {
    this.store = store;
    this.table = table;
  }

  /// @return the next row, which stays the next one; absent at the end
  Optional<Row> peek() {
    if (page.isEmpty() && !isLastPage) {
      read();
    }
    return Optional.ofNullable(page.peekFirst());
  }

  /// Takes the row that [#peek] answered.
  Row next() {
    return page.removeFirst();
  }

  /// Takes the rest of the page whose first row [#peek] answered.
  List<Row> page() {
    List<Row> rows = List.copyOf(page);
    page.clear();
    return rows;
  }

  private void read() {
    List<Row> rows = store.page(table, last, PAGE);
    for (Row row : rows) {
      if (last.isPresent() && last.get().compareTo(row.key()) >= 0) {
        throw new IllegalStateException(
            "%s: the keys %s and %s of %s are not in order"
                .formatted(store.name(), last.get(), row.key(), table));
      }
      last = Optional.of(row.key());
    }
    page.addAll(rows);
    isLastPage = rows.size() < PAGE;
  }
}
