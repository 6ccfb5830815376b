package dev.tintype.cli.folder;

import dev.tintype.core.ImageId;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/// Gives every file its own image id: its relative path, with `~2`, `~3` … appended when that path
/// is taken. For one thread.
final class ImageNames {

  /// Names reserved in the output folder: the pages of the contact sheet and the temporary folder.
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

  /// Returns the id of a path that no other file has.
  static String plain(Path relative) {
    // A path caches its text once it is requested; asking a copy saves that memory.
    String text = relative.subpath(0, relative.getNameCount()).toString();
    String name = UNSAFE.matcher(text).replaceAll("_");
    return KEPT.matcher(name).lookingAt() ? KEPT.matcher(name).replaceFirst("$1~2") : name;
  }
}
