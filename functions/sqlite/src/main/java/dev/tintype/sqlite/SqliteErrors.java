package dev.tintype.sqlite;

import dev.tintype.core.port.StorageFull;
import dev.tintype.core.port.StoreUnavailable;
import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/// Sorts SQLite's errors by its primary result codes, https://sqlite.org/rescode.html
final class SqliteErrors {

  private static final int PERM = 3;
  private static final int BUSY = 5;
  private static final int LOCKED = 6;
  private static final int NOMEM = 7;
  private static final int READONLY = 8;
  private static final int INTERRUPT = 9;
  private static final int IOERR = 10;
  private static final int CORRUPT = 11;
  private static final int FULL = 13;
  private static final int CANTOPEN = 14;
  private static final int PROTOCOL = 15;
  private static final int NOTADB = 26;

  private SqliteErrors() {}

  /// @return whether another process was in the way
  static boolean isBusy(SQLException e) {
    return primaryCode(e) == BUSY;
  }

  /// @return whether a trigger refused the write: only those of [Freeze] do
  static boolean isFrozen(SQLException e) {
    return e instanceof SQLiteException sqlite
        && sqlite.getResultCode() == SQLiteErrorCode.SQLITE_CONSTRAINT_TRIGGER;
  }

  /// The lower eight bits; the others say more of the same.
  private static int primaryCode(SQLException e) {
    return e.getErrorCode() & 0xff;
  }

  /// @return [StorageFull] without room, [StoreUnavailable] for faults of the machine, else
  ///   [IllegalStateException]: our own mistake
  static RuntimeException classify(String what, SQLException e) {
    String message = what + ": " + e.getMessage();
    return switch (primaryCode(e)) {
      case FULL -> new StorageFull(message, e);
      case PERM,
          BUSY,
          LOCKED,
          NOMEM,
          READONLY,
          INTERRUPT,
          IOERR,
          CORRUPT,
          CANTOPEN,
          PROTOCOL,
          NOTADB ->
          new StoreUnavailable(message, e);
      default -> new IllegalStateException(message, e);
    };
  }
}
