package dev.tintype.postgres;

import dev.tintype.sql.Sql;
import dev.tintype.sql.SqlDatabase.Work;
import dev.tintype.sql.SqlWrite;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Applies a change in one transaction, which leaves the change's id in a table: by the id a later
/// try learns that one before it was applied, though its connection broke while it committed.
///
/// @param isPooled whether a pooler gives each transaction another session of the server
record Changes(boolean isPooled) {

  /// Set for one transaction what a session of a pooler does not keep.
  private static final List<String> LIMITING =
      Stream.concat(
              Stream.of("SET TRANSACTION ISOLATION LEVEL READ COMMITTED"),
              Connections.LIMITS.stream().map(limit -> "SET LOCAL " + limit))
          .toList();

  private static Sql note(UUID id) {
    return new Sql(
        "INSERT INTO changes (id, applied_at) VALUES (?, statement_timestamp())"
            + " ON CONFLICT DO NOTHING",
        id);
  }

  /// @return forgets some changes that were applied more than an hour ago
  static Sql forget(int most) {
    return new Sql(
        "DELETE FROM changes WHERE id = ANY (ARRAY(SELECT id FROM changes"
            + " WHERE applied_at < statement_timestamp() - interval '1 hour'"
            + " ORDER BY applied_at LIMIT ? FOR UPDATE SKIP LOCKED))",
        most);
  }

  /// Leaves the id first, and waits there for a try before this one that still commits.
  ///
  /// @param id the same in each try
  /// @return whether the change was applied, by this try or one before it
  boolean apply(Connection connection, UUID id, Work<Boolean> work) throws SQLException {
    connection.setAutoCommit(false);
    if (isPooled) {
      Sql.execute(connection, String.join("; ", LIMITING));
    }
    if (note(id).update(connection) == 0) {
      connection.rollback();
      return true;
    }
    return end(connection, work.on(connection));
  }

  /// As above, with two trips to the server: all statements go there at once, and what came of them
  /// is looked at before the commit.
  boolean apply(Connection connection, UUID id, List<SqlWrite> writes) throws SQLException {
    connection.setAutoCommit(false);
    List<Sql> all = new ArrayList<>();
    if (isPooled) {
      LIMITING.forEach(text -> all.add(new Sql(text)));
    }
    int noted = all.size();
    all.add(note(id));
    writes.forEach(write -> all.add(write.sql()));
    List<Integer> rows = Sql.inTurn(all).updates(connection).subList(noted, all.size());
    if (rows.getFirst() == 0) {
      connection.rollback();
      return true;
    }
    return end(
        connection,
        IntStream.range(0, writes.size()).allMatch(i -> writes.get(i).accepts(rows.get(i + 1))));
  }

  private static boolean end(Connection connection, boolean holds) throws SQLException {
    if (holds) {
      connection.commit();
    } else {
      connection.rollback();
    }
    return holds;
  }

  /// Applies one write that must change one row, and leaves the id if it did: one statement, so one
  /// trip to the server. Of two tries of which the first one still runs, the second waits at the
  /// row and then finds that its condition does not hold; then the id tells.
  ///
  /// @param sql of the rule `ONE_ROW`
  /// @param isAgain whether there was a try before
  /// @return whether the write was applied, by this try or one before it
  static boolean applyOne(Connection connection, UUID id, Sql sql, boolean isAgain)
      throws SQLException {
    Sql noted =
        sql.between(
            "WITH done AS (",
            " RETURNING 1) INSERT INTO changes (id, applied_at)"
                + " SELECT ?, statement_timestamp() FROM done ON CONFLICT DO NOTHING",
            id);
    return noted.update(connection) == 1 || (isAgain && isApplied(connection, id));
  }

  private static boolean isApplied(Connection connection, UUID id) throws SQLException {
    return new Sql("SELECT 1 FROM changes WHERE id = ?", id).row(connection, _ -> true).isPresent();
  }
}
