package dev.tintype.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One statement with its parameters.
public final class Sql {

  private final String text;
  private final @Nullable Object[] parameters;

  /// @param parameters texts, whole numbers, booleans, ids, arrays of texts and nulls, in order
  public Sql(String text, @Nullable Object... parameters) {
    this.text = text;
    this.parameters = parameters.clone();
  }

  /// @return how many rows it changed
  public int update(Connection connection) throws SQLException {
    try (PreparedStatement statement = prepare(connection)) {
      return statement.executeUpdate();
    }
  }

  /// @return every row, each read by `reading`
  public <T> List<T> rows(Connection connection, Reading<T> reading) throws SQLException {
    List<T> rows = new ArrayList<>();
    try (PreparedStatement statement = prepare(connection);
        ResultSet result = statement.executeQuery()) {
      while (result.next()) {
        rows.add(reading.of(result));
      }
    }
    return rows;
  }

  /// @return the first row, if there is one
  public <T> Optional<T> row(Connection connection, Reading<T> reading) throws SQLException {
    return rows(connection, reading).stream().findFirst();
  }

  /// @return a statement that runs all of these in turn; only where the driver can do so
  public static Sql inTurn(List<Sql> all) {
    return new Sql(
        all.stream().map(sql -> sql.text).collect(Collectors.joining("; ")),
        all.stream().flatMap(sql -> Arrays.stream(sql.parameters)).toArray());
  }

  /// @return this statement between two texts that have no parameters, and more parameters behind
  ///   its own
  public Sql between(String before, String after, @Nullable Object... more) {
    return new Sql(
        before + text + after,
        Stream.concat(Arrays.stream(parameters), Arrays.stream(more)).toArray());
  }

  /// @return how many rows each of the statements changed that this one runs in turn
  public List<Integer> updates(Connection connection) throws SQLException {
    List<Integer> counts = new ArrayList<>();
    try (PreparedStatement statement = prepare(connection)) {
      statement.execute();
      for (int count = statement.getUpdateCount(); count >= 0; count = statement.getUpdateCount()) {
        counts.add(count);
        statement.getMoreResults();
      }
    }
    return counts;
  }

  private PreparedStatement prepare(Connection connection) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(text);
    try {
      for (int i = 0; i < parameters.length; i++) {
        statement.setObject(i + 1, parameters[i]);
      }
      return statement;
    } catch (SQLException e) {
      statement.close();
      throw e;
    }
  }

  /// Runs statements without parameters and without an answer.
  public static void execute(Connection connection, String text) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(text);
    }
  }

  /// Reads one row.
  @FunctionalInterface
  public interface Reading<T> {
    T of(ResultSet row) throws SQLException;
  }
}
