package dev.tintype.postgres;

import dev.tintype.core.port.StorageFull;
import dev.tintype.core.port.StoreUnavailable;
import java.sql.SQLException;
import java.util.Set;

/// Sorts PostgreSQL's errors by SQLSTATE,
/// https://www.postgresql.org/docs/current/errcodes-appendix.html
final class PostgresErrors {

  private static final String DISK_FULL = "53100";

  /// Two transactions were in each other's way: one is undone and may be tried again. A statement
  /// of ours violates a unique index only when another one was faster.
  private static final Set<String> CONFLICTS =
      Set.of("40001", /* deadlock */ "40P01", /* unique */ "23505");

  /// The server ends the session, or takes none yet. It also ends one whose transaction was silent
  /// or open for too long: our host stood still meanwhile.
  private static final Set<String> SESSION_ENDS =
      Set.of("57P01", "57P02", "57P03", "57P05", "25P03", "25P04");

  private static final Set<String> REFUSED_LOGINS = Set.of("28000", "28P01");
  private static final String NO_DATABASE = "3D000";

  /// What a server says after a failover that left us with the old primary.
  private static final String READ_ONLY = "25006";

  /// The triggers of a freeze; see `schema/V2__move_mark.sql`.
  private static final String FROZEN = "TT001";

  private static final String LOCK_TIMEOUT = "55P03";
  private static final String NO_RIGHTS = "42501";

  /// A pooler gave us another session than the one in which the statement was prepared.
  private static final Set<String> STRANGE_SESSIONS = Set.of("26000", "42P05");

  /// Connections, resources, an operator's intervention (which a statement timeout counts as),
  /// faults of the machine, and of the server's own files. So can conflicts: they come from others.
  private static final Set<String> CLASSES_THAT_TIME_MAY_CURE =
      Set.of("08", "28", "40", "53", "57", "58", "F0", "XX");

  private PostgresErrors() {}

  private static String state(SQLException e) {
    return e.getSQLState() == null ? "" : e.getSQLState();
  }

  private static String classOf(SQLException e) {
    return state(e).length() < 2 ? "" : state(e).substring(0, 2);
  }

  /// @return whether another transaction was in the way, and this one is undone
  static boolean isConflict(SQLException e) {
    return CONFLICTS.contains(state(e));
  }

  /// @return whether the connection broke, so that it is unknown what came of a commit
  static boolean isBroken(SQLException e) {
    return classOf(e).equals("08") || SESSION_ENDS.contains(state(e));
  }

  /// @return whether user or password were refused
  static boolean isRefusedLogin(SQLException e) {
    return REFUSED_LOGINS.contains(state(e));
  }

  /// @return whether the server has no such database
  static boolean isNoDatabase(SQLException e) {
    return state(e).equals(NO_DATABASE);
  }

  /// @return whether the records are being moved to another store, or were
  static boolean isFrozen(SQLException e) {
    return state(e).equals(FROZEN);
  }

  /// @return whether the server takes no writes, as a standby does
  static boolean isReadOnly(SQLException e) {
    return state(e).equals(READ_ONLY);
  }

  private static boolean mayBeCured(SQLException e) {
    String state = state(e);
    return state.isEmpty()
        || isConflict(e)
        || CLASSES_THAT_TIME_MAY_CURE.contains(classOf(e))
        || SESSION_ENDS.contains(state)
        || STRANGE_SESSIONS.contains(state)
        || Set.of(READ_ONLY, LOCK_TIMEOUT, NO_RIGHTS, NO_DATABASE).contains(state);
  }

  /// @return [StorageFull] without room, [StoreUnavailable] for what time or an operator may cure,
  ///   else [IllegalStateException]: our own mistake
  static RuntimeException classify(String what, SQLException e) {
    String message = "PostgreSQL, " + what + ": " + e.getMessage();
    if (state(e).equals(DISK_FULL)) {
      return new StorageFull(message, e);
    }
    return mayBeCured(e) ? new StoreUnavailable(message, e) : new IllegalStateException(message, e);
  }
}
