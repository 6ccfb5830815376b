package dev.tintype.core.flow.migrate;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tintype.core.port.RecordTransfer;
import dev.tintype.core.port.RecordTransfer.Row;
import dev.tintype.core.port.RecordTransfer.Table;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Consumer;

/// Counts the rows of a table and computes their digest, by the same code for every store.
final class TableSum {

  private final MessageDigest digest = sha256();
  private long rows;

  private TableSum() {}

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /// @param each is told of every row
  /// @throws Stopped when the progress says so
  static Sum of(RecordTransfer store, Table table, Consumer<Row> each, Progress progress)
      throws Stopped {
    TableSum sum = new TableSum();
    TableRows rows = new TableRows(store, table);
    for (Optional<Row> row = rows.peek(); row.isPresent(); row = rows.peek()) {
      sum.add(rows.next());
      each.accept(row.get());
      progress.advanced(1);
    }
    return new Sum(sum.rows, HexFormat.of().formatHex(sum.digest.digest()));
  }

  /// Each text stands behind its length, so that no two rows give the same bytes.
  private void add(Row row) {
    rows++;
    add(row.key());
    row.fields().forEach(this::add);
  }

  private void add(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    digest.update(ByteBuffer.allocate(4).putInt(bytes.length).array());
    digest.update(bytes);
  }
}
