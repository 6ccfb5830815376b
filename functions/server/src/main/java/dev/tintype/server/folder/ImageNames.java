package dev.tintype.server.folder;

import dev.tintype.core.ImageId;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/// Gives every file an image id of its own: its relative path, and `~2`, `~3` … where that is
/// taken. Used by one thread.
final class ImageNames {

  private final Set<String> taken = new HashSet<>(Set.of("index.html", RunFolder.NAME));

  /// @param relative a path without `..`
  /// @throws IllegalArgumentException when the path is too long for an image id
  ImageId name(Path relative) {
    String wanted =
        StreamSupport.stream(relative.spliterator(), false)
            .map(part -> part.toString().replaceAll("[\\p{Cntrl}\\\\]", "_"))
            .collect(Collectors.joining("/"));
    String name = wanted;
    for (int n = 2; !taken.add(name); n++) {
      name = wanted + "~" + n;
    }
    return new ImageId(name);
  }
}
