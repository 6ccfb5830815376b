package dev.tintype.postgres;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tintype.core.json.Json;
import dev.tintype.core.json.MalformedJson;
import dev.tintype.core.port.Message;
import dev.tintype.core.port.RecordTransfer.Row;
import dev.tintype.core.port.RecordTransfer.Table;
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

/// The statements by which the rows of one table are read and written as they are.
final class RowSql {

  private static final String MICROS = "_micros";
  private static final String LIVE = "live";

  private final Table table;
  private final List<String> keys;
  private final List<String> fields;

  RowSql(Table table) {
    this.table = table;
    this.keys =
        switch (table) {
          case VERSIONS -> List.of("image_id", "version");
          case IDEMPOTENCY -> List.of("key");
          case IMAGES, OUTBOX, TOKENS, DEAD_LETTERS -> List.of("id");
        };
    this.fields = Stream.concat(table.numbers().stream(), table.texts().stream()).toList();
  }

  private String name() {
    return table.name().toLowerCase(Locale.ROOT);
  }

  private static String column(String field) {
    return field.endsWith(MICROS) ? field.replace(MICROS, "_at") : field;
  }

  /// @return the expression that reads a field
  private static String reading(String field) {
    if (field.equals(LIVE)) {
      return LIVE + "::int";
    }
    return field.endsWith(MICROS) ? Micros.SINCE_1970.formatted(column(field)) : field;
  }

  /// @return the expression that writes a field
  private static String writing(String field) {
    if (field.equals(LIVE)) {
      return "?::int <> 0";
    }
    return field.endsWith(MICROS)
        ? "TIMESTAMPTZ 'epoch' + ?::bigint * INTERVAL '1 microsecond'"
        : "?";
  }

  String count() {
    return "SELECT count(*) FROM " + name();
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
            + fields.stream().map(RowSql::reading).collect(Collectors.joining(", "))
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

  /// @return the name of the column that is derived from the record, if the table has one
  private Optional<String> derived() {
    return switch (table) {
      case IMAGES -> Optional.of("latest");
      case VERSIONS -> Optional.of("state");
      case DEAD_LETTERS -> Optional.of("about");
      case IDEMPOTENCY, OUTBOX, TOKENS -> Optional.empty();
    };
  }

  private @Nullable String derived(Row row) {
    String text = row.fields().get(table.numbers().size());
    return switch (table) {
      case IMAGES -> tree(text).map(node -> node.path("latest").textValue()).orElse(null);
      case VERSIONS -> tree(text).map(node -> node.path("state").path("code").asText()).orElse("");
      case DEAD_LETTERS -> about(text);
      case IDEMPOTENCY, OUTBOX, TOKENS -> null;
    };
  }

  private static Optional<JsonNode> tree(String text) {
    try {
      return Optional.of(Json.parse(text).node());
    } catch (MalformedJson _) {
      return Optional.empty();
    }
  }

  private static @Nullable String about(String body) {
    try {
      Message message = Message.parse(body);
      return message.imageId() + "/" + message.version();
    } catch (MalformedJson _) {
      return null;
    }
  }

  String put() {
    List<String> columns = new ArrayList<>(keys);
    fields.forEach(field -> columns.add(column(field)));
    derived().ifPresent(columns::add);
    String values =
        Stream.of(
                keys.stream().map(_ -> "?"),
                fields.stream().map(RowSql::writing),
                derived().stream().map(_ -> "?"))
            .flatMap(part -> part)
            .collect(Collectors.joining(", "));
    String set =
        columns.subList(keys.size(), columns.size()).stream()
            .map(column -> column + " = excluded." + column)
            .collect(Collectors.joining(", "));
    return "INSERT INTO %s (%s) OVERRIDING SYSTEM VALUE VALUES (%s) ON CONFLICT (%s) DO UPDATE SET %s"
        .formatted(name(), String.join(", ", columns), values, String.join(", ", keys), set);
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
    if (derived().isPresent()) {
      statement.setString(next, derived(row));
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
