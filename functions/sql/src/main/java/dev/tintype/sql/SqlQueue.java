package dev.tintype.sql;

import dev.tintype.core.port.JobSender.Sending;
import java.sql.Connection;
import java.sql.SQLException;

/// A queue whose messages can be sent in a transaction of the job store. Safe for use by many
/// threads.
public interface SqlQueue {

  /// @return whether the queue is in this database
  boolean isIn(SqlDatabase database);

  /// Sends a message in a transaction of the caller; nobody is woken.
  ///
  /// @param connection of the queue's database
  void put(Connection connection, Sending sending) throws SQLException;

  /// Wakes receivers after the transaction of [#put].
  void sent(Sending sending);
}
