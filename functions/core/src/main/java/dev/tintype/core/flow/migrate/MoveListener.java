package dev.tintype.core.flow.migrate;

import dev.tintype.core.port.RecordTransfer.Table;
import java.time.Duration;

/// Is told how far a move is. Called by one thread at a time.
public interface MoveListener {

  /// What is being done with the tables.
  enum Phase {
    /// Rows are copied while everybody writes.
    COPYING,
    /// Both stores are compared while everybody writes, which tells how long it takes.
    COMPARING,
    /// Both stores are compared while nobody writes.
    LAST_PASS,
    /// The digests of both stores are computed while nobody writes.
    CHECKING,
    /// Messages are sent for what waits in the new store.
    WAKING,
    /// The rows of an unfinished move are removed.
    REMOVING
  }

  /// The boundary between two steps of a move. A run may die at each, and the next one goes on.
  enum Boundary {
    /// The new store refuses every write but the move's.
    CLAIMED,
    /// All rows were copied once.
    COPIED,
    /// The old store refuses every write.
    FROZEN,
    /// Both stores hold the same rows.
    EQUAL,
    /// Leases of the old store's workers were ended in the new store.
    RELEASED,
    /// The old store says where its records are.
    LEFT,
    /// The new store can be written.
    ARRIVED
  }

  /// A part of a table is done.
  ///
  /// @param done how many of its rows are done
  /// @param rows how many rows it has, about
  void advanced(Phase phase, Table table, long done, long rows);

  /// The time without writes begins.
  ///
  /// @param estimate how long it will take, from the measured time of the comparison
  void closing(Duration estimate);

  /// A step has ended.
  void reached(Boundary boundary);
}
