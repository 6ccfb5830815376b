package dev.tintype.sql;

import dev.tintype.core.port.RecordTransfer.Row;
import dev.tintype.core.port.RecordTransfer.Table;
import dev.tintype.sql.MoveDialect.Derived;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The statements by which the rows of one table are read and written as they are. The columns have
/// the names of the table's fields, but for instants in microseconds.
final class RowSql {

  private static final String MICROS = "_micros";

  private final Table table;
  private final MoveDialect dialect;
  private final List<String> keys;
  private final List<String> fields;
  private final List<Derived> derived;

  RowSql(Table table, MoveDialect dialect) {
    this.table = table;
    this.dialect = dialect;
    this.keys =
        switch (table) {
          case VERSIONS -> List.of("image_id", "version");
          case IDEMPOTENCY -> List.of("key");
          case IMAGES, OUTBOX, TOKENS, DEAD_LETTERS -> List.of("id");
        };
    this.fields = Stream.concat(table.numbers().stream(), table.texts().stream()).toList();
    this.derived = dialect.derived(table);
  }

  private String name() {
    return table.name().toLowerCase(Locale.ROOT);
  }

  private static boolean isMicros(String field) {
    return field.endsWith(MICROS);
  }

  private static String column(String field) {
    return isMicros(field) ? field.replace(MICROS, "_at") : field;
  }

  private String reading(String field) {
    String column = column(field);
    return isMicros(field) ? dialect.readingMicros(column) : dialect.reading(field, column);
  }

  private String writing(String field, String parameter) {
    return isMicros(field) ? dialect.writingMicros(parameter) : dialect.writing(field, parameter);
  }

  Sql count() {
    return new Sql("SELECT count(*) FROM " + name());
  }

  Sql page(Optional<String> after, int limit) {
    List<@Nullable Object> parameters = new ArrayList<>();
    after.ifPresent(key -> parameters.addAll(key(key)));
    parameters.add(limit);
    String keyList = String.join(", ", keys);
    String marks = keys.stream().map(_ -> "?").collect(Collectors.joining(", "));
    return new Sql(
        "SELECT "
            + keyList
            + ", "
            + fields.stream().map(this::reading).collect(Collectors.joining(", "))
            + " FROM "
            + name()
            + (after.isPresent() ? " WHERE (" + keyList + ") > (" + marks + ")" : "")
            + " ORDER BY "
            + keyList
            + " LIMIT ?",
        parameters.toArray());
  }

  /// @return the values of the key's columns
  private List<Object> key(String key) {
    return switch (table) {
      case VERSIONS -> {
        int slash = key.lastIndexOf('/');
        yield List.of(key.substring(0, slash), key.substring(slash + 1));
      }
      case DEAD_LETTERS -> List.of(Long.parseLong(key));
      case IMAGES, IDEMPOTENCY, OUTBOX, TOKENS -> List.of(key);
    };
  }

  Row row(ResultSet row) throws SQLException {
    String key =
        switch (table) {
          case VERSIONS -> row.getString(1) + "/" + row.getString(2);
          case DEAD_LETTERS -> "%019d".formatted(row.getLong(1));
          case IMAGES, IDEMPOTENCY, OUTBOX, TOKENS -> row.getString(1);
        };
    List<String> values = new ArrayList<>(fields.size());
    for (int i = 0; i < fields.size(); i++) {
      String value = row.getString(keys.size() + 1 + i);
      values.add(value == null ? "" : value);
    }
    return new Row(key, values);
  }

  String put() {
    List<String> columns = new ArrayList<>(keys);
    List<String> values = new ArrayList<>();
    keys.forEach(_ -> values.add(dialect.parameter(values.size() + 1)));
    for (String field : fields) {
      columns.add(column(field));
      values.add(writing(field, dialect.parameter(values.size() + 1)));
    }
    for (Derived each : derived) {
      columns.add(each.column());
      values.add(each.expression());
    }
    String set =
        columns.subList(keys.size(), columns.size()).stream()
            .map(column -> column + " = excluded." + column)
            .collect(Collectors.joining(", "));
    return "INSERT INTO %s (%s)%s VALUES (%s) ON CONFLICT (%s) DO UPDATE SET %s"
        .formatted(
            name(),
            String.join(", ", columns),
            dialect.overriding(),
            String.join(", ", values),
            String.join(", ", keys),
            set);
  }

  void bindPut(PreparedStatement statement, Row row) throws SQLException {
    int next = bindKey(statement, row.key());
    for (int i = 0; i < fields.size(); i++, next++) {
      String value = row.fields().get(i);
      if (i >= table.numbers().size()) {
        statement.setString(next, value);
      } else if (value.isEmpty()) {
        statement.setNull(next, Types.BIGINT);
      } else {
        statement.setLong(next, Long.parseLong(value));
      }
    }
    for (Derived each : derived) {
      if (each.parameter().isPresent()) {
        statement.setString(next++, each.parameter().get().apply(row));
      }
    }
  }

  String remove() {
    return "DELETE FROM "
        + name()
        + " WHERE "
        + keys.stream().map(key -> key + " = ?").collect(Collectors.joining(" AND "));
  }

  /// @return the number of the next parameter
  int bindKey(PreparedStatement statement, String key) throws SQLException {
    int next = 1;
    for (Object value : key(key)) {
      statement.setObject(next++, value);
    }
    return next;
  }
}
