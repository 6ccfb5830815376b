package dev.tintype.sql;

import dev.tintype.core.port.RecordTransfer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Moves the records of a SQL database. Safe for use by many threads and processes.
public final class SqlTransfer implements RecordTransfer {

  private final SqlDatabase database;
  private final MoveDialect dialect;
  private final String name;

  /// @param database kept open by its owner for as long as this is used
  /// @param dialect the database's
  /// @param name its address
  public SqlTransfer(SqlDatabase database, MoveDialect dialect, String name) {
    this.database = database;
    this.dialect = dialect;
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
    return database.writeIf(
        "writing the mark of a move",
        connection -> {
          dialect.holdMark(connection);
          if (!MoveMark.read(connection).equals(before)) {
            return false;
          }
          MoveMark.write(connection, after);
          dialect.guard(connection, before, after);
          return true;
        });
  }

  @Override
  public List<Row> page(Table table, Optional<String> after, int limit) {
    return database.read("reading rows", c -> page(c, table, after, limit));
  }

  private List<Row> page(Connection connection, Table table, Optional<String> after, int limit)
      throws SQLException {
    RowSql sql = new RowSql(table, dialect);
    return sql.page(after, limit).rows(connection, sql::row);
  }

  @Override
  public <T> Optional<T> atOneInstant(Function<Pages, T> reading) {
    return Optional.of(
        database.read(
            "reading the rows of one instant",
            connection -> {
              dialect.beginInstant(connection);
              T answer = read(connection, reading);
              Sql.execute(connection, "COMMIT");
              return answer;
            }));
  }

  private <T> T read(Connection connection, Function<Pages, T> reading) throws SQLException {
    try {
      return reading.apply((table, after, limit) -> {
        try {
          return page(connection, table, after, limit);
        } catch (SQLException e) {
          throw new Unread(e);
        }
      });
    } catch (Unread e) {
      throw e.error;
    }
  }

  /// Carries an error of the database through the reader.
  private static final class Unread extends RuntimeException {
    private final transient SQLException error;

    Unread(SQLException error) {
      super(error);
      this.error = error;
    }
  }

  @Override
  public long count(Table table) {
    Sql sql = new RowSql(table, dialect).count();
    return database.read("counting rows", c -> sql.row(c, row -> row.getLong(1))).orElse(0L);
  }

  @Override
  public boolean write(String run, Table table, List<Row> put, List<String> remove) {
    for (Row row : put) {
      if (!dialect.canHold(row)) {
        throw new UnstorableRow(name, table, row);
      }
    }
    RowSql sql = new RowSql(table, dialect);
    return database.writeIf(
        "writing rows of a move",
        connection -> {
          Mark mark = dialect.heldMark(connection);
          if (mark.state() != State.FILLING || !mark.run().equals(run)) {
            return false;
          }
          dialect.begin(connection);
          remove(connection, sql, remove);
          put(connection, sql, put);
          dialect.end(connection, table);
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
