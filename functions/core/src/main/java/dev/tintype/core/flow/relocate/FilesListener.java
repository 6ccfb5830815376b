package dev.tintype.core.flow.relocate;

/// Is told how far a pass over all files is. Called by many threads.
public interface FilesListener {

  /// Nobody listens.
  FilesListener NOBODY = (_, _) -> {};

  /// More files are done.
  ///
  /// @param files how many files of the storage that is left were looked at so far
  /// @param bytes how many bytes were copied or compared so far
  void advanced(long files, long bytes);
}
