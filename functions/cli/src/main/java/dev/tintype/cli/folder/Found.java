package dev.tintype.cli.folder;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;

/// What the given paths hold, in a stable order.
///
/// @param originals the files to process
/// @param skipped what is left alone on purpose
/// @param unusable what should have been processed and cannot be read
public record Found(List<OriginalFile> originals, List<Note> skipped, List<Note> unusable) {

  /// Copies the lists of notes; that of the files may be too long for that.
  public Found {
    originals = Collections.unmodifiableList(originals);
    skipped = List.copyOf(skipped);
    unusable = List.copyOf(unusable);
  }

  /// One path and what is the matter with it.
  ///
  /// @param path as the user would write it
  /// @param why what is the matter
  public record Note(Path path, String why) {}
}
