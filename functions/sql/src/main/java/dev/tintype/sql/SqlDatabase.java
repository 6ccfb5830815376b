package dev.tintype.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/// One database. Safe for use by many threads.
///
/// Every error of the database leaves it classified: [dev.tintype.core.port.StoreUnavailable] when
/// time or an operator may cure it, [dev.tintype.core.port.StoreFrozen] when the records are being
/// moved to another store, [IllegalStateException] when it is our own mistake.
public interface SqlDatabase {

  /// Reads; each statement sees everything that was committed before it began.
  ///
  /// @param what is done, for messages of errors
  <T> T read(String what, Work<T> work);

  /// Writes with one statement, which is its own transaction.
  <T> T write(String what, Work<T> work);

  /// Writes in one transaction, which is undone when the work answers false.
  ///
  /// @param work may run several times, and is applied once
  boolean writeIf(String what, Work<Boolean> work);

  /// Applies all writes in one transaction, in their order, or none of them.
  ///
  /// @param writes at least one
  /// @return whether they were applied; false when one of them did not do what it must
  default boolean writeAll(String what, List<SqlWrite> writes) {
    return writeIf(
        what,
        connection -> {
          for (SqlWrite write : writes) {
            if (!write.apply(connection)) {
              return false;
            }
          }
          return true;
        });
  }

  /// What is done with a connection.
  @FunctionalInterface
  interface Work<T> {
    /// @return the answer
    T on(Connection connection) throws SQLException;
  }
}
