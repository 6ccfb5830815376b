package dev.tintype.sql;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A row that is written only if a condition holds: its statement changes one row then, and none
/// otherwise. Where another transaction has just written the row, the statement waits for its end
/// and then compares with what that one left.
///
/// @param table its table
/// @param key the columns of its primary key
/// @param columns the others
record ConditionalPut(String table, List<Column> key, List<Column> columns) {

  /// A row that must not be there.
  Sql create() {
    List<Column> all = Stream.concat(columns.stream(), key.stream()).toList();
    return new Sql(
        "INSERT INTO %s (%s) VALUES (%s) ON CONFLICT DO NOTHING"
            .formatted(table, list(all, "%s", ", "), list(all, "?", ", ")),
        values(all.stream()));
  }

  /// A row that must be there with an epoch.
  Sql replace(long epoch) {
    return new Sql(
        "UPDATE %s SET %s WHERE %s AND epoch = ?"
            .formatted(table, list(columns, "%s = ?", ", "), list(key, "%s = ?", " AND ")),
        values(
            Stream.of(columns.stream(), key.stream(), Stream.of(new Column("epoch", epoch)))
                .flatMap(part -> part)));
  }

  private static String list(List<Column> columns, String each, String between) {
    return columns.stream()
        .map(column -> each.formatted(column.name()))
        .collect(Collectors.joining(between));
  }

  private static @Nullable Object[] values(Stream<Column> columns) {
    return columns.map(Column::value).toArray();
  }
}
