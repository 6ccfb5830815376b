package dev.tintype.core.flow.backup;

import dev.tintype.core.port.RecordTransfer;
import dev.tintype.core.port.StoreUnavailable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// The records of a backup, to be read from the beginning to the end of each table. They cannot be
/// written, and take no part in a move. One thread at a time.
final class BackupRows implements RecordTransfer, AutoCloseable {

  private final String name;
  private final BackupIndex index;
  private final PartFiles files;
  private final Map<Table, RowFile.In> open = new EnumMap<>(Table.class);

  BackupRows(String name, BackupIndex index, PartFiles files) {
    files.requireWhole();
    this.name = name;
    this.index = index;
    this.files = files;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Optional<String> whyNeverFrozen() {
    return Optional.of("it is a backup");
  }

  @Override
  public Mark mark() {
    return Mark.NONE;
  }

  @Override
  public boolean mark(Mark before, Mark after) {
    return false;
  }

  /// A page follows the page that was read last, or is the first.
  @Override
  public List<Row> page(Table table, Optional<String> after, int limit) {
    RowFile.In rows = after.isEmpty() ? reopened(table) : Objects.requireNonNull(open.get(table));
    List<Row> page = new ArrayList<>();
    while (page.size() < limit && rows.peek().isPresent()) {
      page.add(rows.take());
    }
    return page;
  }

  private RowFile.In reopened(Table table) {
    RowFile.In before = open.remove(table);
    if (before != null) {
      before.close();
    }
    try {
      RowFile.In rows = new RowFile.In(Objects.requireNonNull(files.files().get(table)));
      open.put(table, rows);
      return rows;
    } catch (IOException e) {
      throw new StoreUnavailable("the rows of a backup could not be read: " + e, e);
    }
  }

  @Override
  public long count(Table table) {
    return index.rows(table).rows();
  }

  @Override
  public boolean write(String run, Table table, List<Row> put, List<String> remove) {
    return false;
  }

  @Override
  public void close() {
    open.values().forEach(RowFile.In::close);
    open.clear();
  }
}
