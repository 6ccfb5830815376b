package dev.tintype.cli.folder;

import dev.tintype.core.ImageId;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/// Gives every file an image id of its own: its relative path, and `~2`, `~3` … where that is
/// taken. Used by one thread.
final class ImageNames {

  /// What the folder of results keeps for itself: the contact sheet's pages and temporary files.
  private static final Pattern KEPT =
      Pattern.compile("(index(-[0-9]+)?\\.html|" + Pattern.quote(RunFolder.NAME) + ")(?=/|$)");

  private static final Pattern UNSAFE = Pattern.compile("[\\p{Cntrl}\\\\]");

  private final Set<String> taken = new HashSet<>();

  /// @param relative a path without `..`
  /// @throws IllegalArgumentException when the path is too long for an image id
  ImageId name(Path relative) {
    String wanted = plain(relative);
    String name = wanted;
    for (int n = 2; !taken.add(name); n++) {
      name = wanted + "~" + n;
    }
    return new ImageId(name);
  }

  /// Answers what a path is called where nothing else is called so.
  static String plain(Path relative) {
    // A path keeps its text once it was asked for it, so a copy is asked.
    String text = relative.subpath(0, relative.getNameCount()).toString();
    String name = UNSAFE.matcher(text).replaceAll("_");
    return KEPT.matcher(name).lookingAt() ? KEPT.matcher(name).replaceFirst("$1~2") : name;
  }
}
