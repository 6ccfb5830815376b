package dev.tintype.sqlite;

import dev.tintype.core.port.RecordTransfer.Mark;
import dev.tintype.core.port.RecordTransfer.Row;
import dev.tintype.core.port.RecordTransfer.State;
import dev.tintype.core.port.RecordTransfer.Table;
import dev.tintype.sql.MoveDialect;
import dev.tintype.sql.MoveMark;
import dev.tintype.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/// Moves of records to and from a SQLite file. Whoever writes has the file for itself: a
/// transaction of another process ends before this one begins, and sees its triggers after it.
final class SqliteMoves implements MoveDialect {

  /// The state by which an open version is found, as [SqliteDialect] has it. A record that cannot
  /// be read but is JSON has one too.
  private static final String OPEN =
      "CASE WHEN ?4 IS NOT NULL AND json_valid(?5)"
          + " AND json_extract(?5, '$.state.code') IN ('awaiting_upload', 'processing')"
          + " THEN json_extract(?5, '$.state.code') END";

  private static final String SEQUENCE =
      "CASE WHEN json_valid(?5) AND json_type(?5, '$.sequence') = 'integer'"
          + " THEN json_extract(?5, '$.sequence') ELSE 0 END";

  @Override
  public void holdMark(Connection connection) {}

  @Override
  public Mark heldMark(Connection connection) throws SQLException {
    return MoveMark.read(connection);
  }

  @Override
  public void guard(Connection connection, Mark before, Mark after) throws SQLException {
    if (after.state() == State.OPEN) {
      Freeze.end(connection);
    } else {
      Freeze.begin(connection);
    }
  }

  /// The log keeps what the first statement saw until the transaction ends.
  @Override
  public void beginInstant(Connection connection) throws SQLException {
    Sql.execute(connection, "BEGIN");
  }

  @Override
  public void begin(Connection connection) throws SQLException {
    Sql.execute(connection, "INSERT INTO mover VALUES (1)");
  }

  @Override
  public void end(Connection connection, Table table) throws SQLException {
    Sql.execute(connection, "DELETE FROM mover");
  }

  @Override
  public boolean canHold(Row row) {
    return true;
  }

  @Override
  public String parameter(int number) {
    return "?" + number;
  }

  @Override
  public String reading(String field, String column) {
    return column;
  }

  @Override
  public String readingMicros(String column) {
    return column + " / 1000";
  }

  @Override
  public String writing(String field, String parameter) {
    return parameter;
  }

  @Override
  public String writingMicros(String parameter) {
    return parameter + " * 1000";
  }

  @Override
  public List<Derived> derived(Table table) {
    return table == Table.VERSIONS
        ? List.of(
            new Derived("open", OPEN, Optional.empty()),
            new Derived("sequence", SEQUENCE, Optional.empty()))
        : List.of();
  }

  @Override
  public String overriding() {
    return "";
  }
}
