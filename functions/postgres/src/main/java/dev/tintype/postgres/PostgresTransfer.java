package dev.tintype.postgres;

import dev.tintype.core.port.RecordTransfer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/// Moves the records of a database. Only the user who owns the tables can: a freeze enables
/// triggers. Safe for use by many threads and processes.
final class PostgresTransfer implements RecordTransfer {

  private static final String MOVER = "SELECT set_config('tintype.mover', 'on', true)";

  /// What is sent later gets a higher number.
  private static final String NUMBER_ON =
      "SELECT setval(pg_get_serial_sequence('dead_letters', 'id'),"
          + " greatest((SELECT max(id) FROM dead_letters), 1))";

  private final PostgresDatabase database;
  private final String name;

  /// @param database kept open by its owner for as long as this is used
  /// @param name its address
  PostgresTransfer(PostgresDatabase database, String name) {
    this.database = database;
    this.name = name;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Mark mark() {
    return database.read("reading the mark of a move", MoveMark::read);
  }

  @Override
  public boolean mark(Mark before, Mark after) {
    return database.writeIf("writing the mark of a move", c -> MoveMark.replace(c, before, after));
  }

  @Override
  public List<Row> page(Table table, Optional<String> after, int limit) {
    RowSql sql = new RowSql(table);
    return database.read("reading rows", c -> sql.page(after, limit).rows(c, sql::row));
  }

  @Override
  public long count(Table table) {
    Sql sql = new Sql(new RowSql(table).count());
    return database.read("counting rows", c -> sql.row(c, row -> row.getLong(1))).orElse(0L);
  }

  @Override
  public boolean write(String run, Table table, List<Row> put, List<String> remove) {
    put.forEach(row -> check(table, row));
    RowSql sql = new RowSql(table);
    return database.writeIf(
        "writing rows of a move",
        connection -> {
          Mark mark = MoveMark.held(connection);
          if (mark.state() != State.FILLING || !mark.run().equals(run)) {
            return false;
          }
          Sql.execute(connection, MOVER);
          remove(connection, sql, remove);
          put(connection, sql, put);
          if (table == Table.DEAD_LETTERS) {
            Sql.execute(connection, NUMBER_ON);
          }
          return true;
        });
  }

  /// A text of PostgreSQL holds every character but one.
  private void check(Table table, Row row) {
    if (row.fields().stream().anyMatch(text -> text.indexOf('\0') >= 0)) {
      throw new UnstorableRow(name, table, row);
    }
  }

  private static void remove(Connection connection, RowSql sql, List<String> keys)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql.remove())) {
      for (String key : keys) {
        sql.bindKey(statement, key);
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }

  private static void put(Connection connection, RowSql sql, List<Row> rows) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql.put())) {
      for (Row row : rows) {
        sql.bindPut(statement, row);
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }
}
