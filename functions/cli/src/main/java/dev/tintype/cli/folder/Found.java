package dev.tintype.cli.folder;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;

/// The files found under the given paths, in a stable order.
///
/// @param originals the files to process
/// @param skipped files skipped on purpose
/// @param unusable files that should be processed but cannot be read
public record Found(List<OriginalFile> originals, List<Note> skipped, List<Note> unusable) {

  /// Copies the lists of notes; the list of files may be too long to copy.
  public Found {
    originals = Collections.unmodifiableList(originals);
    skipped = List.copyOf(skipped);
    unusable = List.copyOf(unusable);
  }

  /// A path and the reason why it is not processed.
  ///
  /// @param path as the user would write it
  /// @param why the reason
  public record Note(Path path, String why) {}
}
