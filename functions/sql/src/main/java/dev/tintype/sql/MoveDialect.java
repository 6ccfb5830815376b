package dev.tintype.sql;

import dev.tintype.core.port.RecordTransfer.Mark;
import dev.tintype.core.port.RecordTransfer.Row;
import dev.tintype.core.port.RecordTransfer.Table;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Where moves of records differ between databases: how the writes of every process are stopped,
/// and how the fields of a row stand in its columns. Every connection is in a transaction of the
/// caller. Safe for use by many threads.
public interface MoveDialect {

  /// Makes sure that nobody else replaces the mark before the transaction ends.
  void holdMark(Connection connection) throws SQLException;

  /// @return the mark, which nobody replaces before the transaction ends
  Mark heldMark(Connection connection) throws SQLException;

  /// Stops or permits the writes of everybody, as the new mark says.
  void guard(Connection connection, Mark before, Mark after) throws SQLException;

  /// Begins a transaction that only reads, and whose statements all see one instant. It is ended by
  /// `COMMIT`, or with its connection.
  void beginInstant(Connection connection) throws SQLException;

  /// Lets this transaction write although nobody may.
  void begin(Connection connection) throws SQLException;

  /// Ends what [#begin] began, after rows of a table were written.
  void end(Connection connection, Table table) throws SQLException;

  /// @return whether the database can hold the texts of a row
  boolean canHold(Row row);

  /// @param number counts from 1
  /// @return how a parameter is written in a statement that puts a row
  String parameter(int number);

  /// @param field no instant in microseconds
  /// @param column the field's
  /// @return the expression that reads a field
  String reading(String field, String column);

  /// @param column of an instant
  /// @return the expression that reads it in microseconds since 1970
  String readingMicros(String column);

  /// @param field no instant in microseconds
  /// @param parameter its value
  /// @return the expression that writes a field
  String writing(String field, String parameter);

  /// @param parameter microseconds since 1970
  /// @return the expression that writes an instant
  String writingMicros(String parameter);

  /// @return the columns of a table that follow from a row and are no field of it
  List<Derived> derived(Table table);

  /// @return what stands before ` VALUES`; nothing, or a clause that begins with a space
  String overriding();

  /// A column that follows from a row.
  ///
  /// @param column its name
  /// @param expression what is written; it may name the parameters of key and fields
  /// @param parameter the value of one more parameter, where the expression has it
  record Derived(
      String column, String expression, Optional<Function<Row, @Nullable String>> parameter) {}
}
