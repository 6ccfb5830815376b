package dev.tintype.core.flow.backup;

/// Is told how far a backup, a check or a restore is. Called by many threads.
public interface BackupListener {

  /// What is being done.
  enum Phase {
    /// The records of one instant are read; rows are counted.
    READING,
    /// Files are copied; images are counted.
    COPYING,
    /// Files of the backup are read and compared; files are counted.
    CHECKING,
    /// The records of the backup are looked through; images are counted.
    COMPARING,
    /// Records are written; rows are counted.
    WRITING,
    /// What no backup holds any more is deleted; files are counted.
    DROPPING
  }

  /// A part is done.
  ///
  /// @param done how many are done
  /// @param all how many there are, about; 0 when that is not known
  /// @param bytes how many bytes were copied or read so far
  void advanced(Phase phase, long done, long all, long bytes);

  /// A file of the place has other bytes than its name says, or is an index that this release
  /// cannot read. The run does without it.
  ///
  /// @param key its key in the place
  default void altered(String key) {}
}
