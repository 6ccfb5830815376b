package dev.tintype.core.flow.backup;

/// The exclusive right to work on the backups of a place. Safe for use by many threads.
public interface BackupLock extends AutoCloseable {

  /// @return whether another process may hold it, as far as is known here; takes no time
  boolean isLost();

  /// Asks the place itself, in one call. A process that stood still does not know by [#isLost].
  ///
  /// @return whether another process may hold it by now
  /// @throws dev.tintype.core.port.StoreUnavailable when the place does not answer
  boolean isLostNow();

  /// Gives it up.
  @Override
  void close();
}
