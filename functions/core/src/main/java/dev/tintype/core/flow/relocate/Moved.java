package dev.tintype.core.flow.relocate;

import java.util.List;

/// What a pass over all files found and did.
///
/// @param files how many files the storage that is left has
/// @param copied how many files were copied in this pass
/// @param bytes how many bytes were copied or compared in this pass
/// @param erased how many files were left out because their image is erased
/// @param removed how many files of the storage that is filled belonged to nothing and were deleted
/// @param wrong how many files are not right
/// @param troubles the first of them
public record Moved(
    long files,
    long copied,
    long bytes,
    long erased,
    long removed,
    long wrong,
    List<Trouble> troubles) {

  /// How many troubles are named.
  public static final int MOST_TROUBLES = 20;

  /// Copies the list.
  public Moved {
    troubles = List.copyOf(troubles);
  }
}
