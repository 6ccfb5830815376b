package dev.tintype.core.flow.backup;

/// The exclusive right to work on the backups of a place. Safe for use by many threads.
public interface BackupLock extends AutoCloseable {

  /// @return whether another process may hold it by now
  boolean isLost();

  /// Gives it up.
  @Override
  void close();
}
