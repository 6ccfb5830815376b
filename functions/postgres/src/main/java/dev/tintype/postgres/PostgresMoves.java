package dev.tintype.postgres;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tintype.core.json.Json;
import dev.tintype.core.json.MalformedJson;
import dev.tintype.core.port.RecordTransfer.Mark;
import dev.tintype.core.port.RecordTransfer.Row;
import dev.tintype.core.port.RecordTransfer.State;
import dev.tintype.core.port.RecordTransfer.Table;
import dev.tintype.sql.MessageColumns;
import dev.tintype.sql.MoveDialect;
import dev.tintype.sql.MoveMark;
import dev.tintype.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Moves of records to and from PostgreSQL. Only the user who owns the tables can: a freeze enables
/// triggers.
final class PostgresMoves implements MoveDialect {

  /// In the order in which changes of the job store lock them.
  private static final List<String> TABLES =
      List.of(
          "images",
          "versions",
          "outbox",
          "idempotency",
          "tokens",
          "messages",
          "dead_letters",
          "loop_leases");

  private static final String MOVER = "SELECT set_config('tintype.mover', 'on', true)";

  /// What is sent later gets a higher number.
  private static final String NUMBER_ON =
      "SELECT setval(pg_get_serial_sequence('dead_letters', 'id'),"
          + " greatest((SELECT max(id) FROM dead_letters), 1))";

  private static final String LIVE = "live";

  @Override
  public void holdMark(Connection connection) throws SQLException {
    Sql.execute(connection, "LOCK TABLE move_mark IN EXCLUSIVE MODE");
  }

  @Override
  public Mark heldMark(Connection connection) throws SQLException {
    return MoveMark.read(connection, MoveMark.READ + " FOR SHARE");
  }

  /// Switches the triggers. The lock waits for every transaction that has written, and for none
  /// that only reads, such as a dump that takes an hour.
  @Override
  public void guard(Connection connection, Mark before, Mark after) throws SQLException {
    boolean isOn = after.state() != State.OPEN;
    if (isOn == (before.state() != State.OPEN)) {
      return;
    }
    Sql.execute(
        connection, "LOCK TABLE " + String.join(", ", TABLES) + " IN SHARE ROW EXCLUSIVE MODE");
    for (String table : TABLES) {
      Sql.execute(
          connection, "ALTER TABLE " + table + (isOn ? " ENABLE" : " DISABLE") + " TRIGGER frozen");
    }
  }

  @Override
  public void beginInstant(Connection connection) throws SQLException {
    connection.setAutoCommit(false);
    Sql.execute(connection, "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY");
  }

  @Override
  public void begin(Connection connection) throws SQLException {
    Sql.execute(connection, MOVER);
  }

  @Override
  public void end(Connection connection, Table table) throws SQLException {
    if (table == Table.DEAD_LETTERS) {
      Sql.execute(connection, NUMBER_ON);
    }
  }

  /// A text of PostgreSQL holds every character but one.
  @Override
  public boolean canHold(Row row) {
    return row.fields().stream().noneMatch(text -> text.indexOf('\0') >= 0);
  }

  @Override
  public String parameter(int number) {
    return "?";
  }

  @Override
  public String reading(String field, String column) {
    return field.equals(LIVE) ? column + "::int" : column;
  }

  @Override
  public String readingMicros(String column) {
    return Micros.SINCE_1970.formatted(column);
  }

  @Override
  public String writing(String field, String parameter) {
    return field.equals(LIVE) ? parameter + "::int <> 0" : parameter;
  }

  @Override
  public String writingMicros(String parameter) {
    return "TIMESTAMPTZ 'epoch' + " + parameter + "::bigint * INTERVAL '1 microsecond'";
  }

  @Override
  public List<Derived> derived(Table table) {
    return switch (table) {
      case IMAGES ->
          List.of(
              derived(
                  "latest",
                  row -> tree(row, table).map(it -> it.path("latest").textValue()).orElse(null)));
      case VERSIONS ->
          List.of(
              derived(
                  "state",
                  row ->
                      tree(row, table)
                          .map(it -> it.path("state").path("code").asText())
                          .orElse("")));
      case DEAD_LETTERS -> List.of(derived("about", row -> MessageColumns.about(text(row, table))));
      case IDEMPOTENCY, OUTBOX, TOKENS -> List.of();
    };
  }

  private static Derived derived(String column, Function<Row, @Nullable String> value) {
    return new Derived(column, "?", Optional.of(value));
  }

  /// @return the record or body of a row
  private static String text(Row row, Table table) {
    return row.fields().get(table.numbers().size());
  }

  private static Optional<JsonNode> tree(Row row, Table table) {
    try {
      return Optional.of(Json.parse(text(row, table)).node());
    } catch (MalformedJson _) {
      return Optional.empty();
    }
  }

  @Override
  public String overriding() {
    return " OVERRIDING SYSTEM VALUE";
  }
}
