package dev.tintype.backends.sqlite;

import dev.tintype.core.port.StorageFull;
import dev.tintype.core.port.StoreUnavailable;
import java.sql.SQLException;

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

  /// @return [StorageFull] without room, [StoreUnavailable] for faults of the machine, else
  ///   [IllegalStateException]: our own mistake
  static RuntimeException classify(String what, SQLException e) {
    String message = what + ": " + e.getMessage();
    return switch (e.getErrorCode() & 0xff) {
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
