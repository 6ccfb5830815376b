package dev.tintype.sql;

import dev.tintype.core.port.JobSender.Sending;
import java.util.List;

/// A queue whose messages can be sent in a transaction of the job store. Safe for use by many
/// threads.
public interface SqlQueue {

  /// @return whether the queue is in this database
  boolean isIn(SqlDatabase database);

  /// @return the statements that send a message in a transaction of the caller, in their order;
  ///   they wake nobody
  List<SqlWrite> put(Sending sending);

  /// Wakes receivers after the transaction of [#put], also after one that was not done.
  void sent(Sending sending);
}
