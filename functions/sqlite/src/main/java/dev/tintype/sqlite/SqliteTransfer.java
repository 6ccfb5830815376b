package dev.tintype.sqlite;

import dev.tintype.core.port.RecordTransfer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/// Moves the records of a SQLite file. Safe for use by many threads and processes.
final class SqliteTransfer implements RecordTransfer {

  private final SqliteDatabase database;
  private final String name;

  /// @param database kept open by its owner for as long as this is used
  /// @param name the address, with the file's absolute path
  SqliteTransfer(SqliteDatabase database, String name) {
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

  /// A transaction of another process ends before this one begins, and sees the triggers after it.
  @Override
  public boolean mark(Mark before, Mark after) {
    return database.writeIf(
        "writing the mark of a move",
        connection -> {
          if (!MoveMark.read(connection).equals(before)) {
            return false;
          }
          MoveMark.write(connection, after);
          return true;
        });
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
    RowSql sql = new RowSql(table);
    return database.writeIf(
        "writing rows of a move",
        connection -> {
          Mark mark = MoveMark.read(connection);
          if (mark.state() != State.FILLING || !mark.run().equals(run)) {
            return false;
          }
          SqliteDatabase.execute(connection, "INSERT INTO mover VALUES (1)");
          remove(connection, sql, remove);
          put(connection, sql, put);
          SqliteDatabase.execute(connection, "DELETE FROM mover");
          return true;
        });
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
