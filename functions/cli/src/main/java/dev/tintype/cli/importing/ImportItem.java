package dev.tintype.cli.importing;

import dev.tintype.core.Sha256;

/// One file of a source.
///
/// @param name its path below the source, with slashes; the image gets this name
/// @param bytes its length
/// @param stamp when it was changed last; another text after each change
public record ImportItem(String name, long bytes, String stamp) {

  /// @return names the file as it is now: another digest after each change
  Sha256 digest() {
    return Sha256.of(name + "\0" + bytes + "\0" + stamp);
  }
}
