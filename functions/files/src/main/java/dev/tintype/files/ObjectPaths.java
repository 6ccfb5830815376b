package dev.tintype.files;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// Where the object of a key lies: each part of the key is a name below the root, letters, digits
/// and a few signs as they are, every other byte of its UTF-8 form as `%XX`, and so is a dot at the
/// start. So no key leaves the root, no key meets [TempFolder], and names do not depend on the
/// locale.
final class ObjectPaths {

  private static final int LONGEST_KEY = 1024;
  private static final int LONGEST_NAME = 255;
  private static final String PLAIN = "-_.~+=@,";

  private final Path root;

  /// @param root a real folder, its own path free of symbolic links
  ObjectPaths(Path root) {
    this.root = root;
  }

  Path root() {
    return root;
  }

  /// @return the path of the key's object, if a file may have this key
  Optional<Path> find(String key) {
    byte[] utf8 = key.getBytes(StandardCharsets.UTF_8);
    if (utf8.length > LONGEST_KEY || !new String(utf8, StandardCharsets.UTF_8).equals(key)) {
      return Optional.empty();
    }
    Path path = root;
    for (String part : parts(key)) {
      String name = encode(part);
      if (part.isEmpty() || part.equals(".") || part.equals("..") || name.length() > LONGEST_NAME) {
        return Optional.empty();
      }
      path = path.resolve(name);
    }
    return Optional.of(path);
  }

  /// @return the path of the key's object
  /// @throws IllegalArgumentException when no file may have this key
  Path of(String key) {
    return find(key)
        .orElseThrow(() ->
            new IllegalArgumentException(
                "not a key a file may have: it has an empty, '.' or '..' part, or is too"
                    + " long: "
                    + key));
  }

  /// @return whether every folder between the root and the path is a real folder, no symbolic link
  boolean isReached(Path path) {
    for (Path folder = path.getParent();
        folder != null && !folder.equals(root);
        folder = folder.getParent()) {
      if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
        return false;
      }
    }
    return true;
  }

  /// @return the folders from just below the root to the path's parent
  List<Path> foldersTo(Path path) throws IOException {
    List<Path> folders = new ArrayList<>();
    for (Path folder = path.getParent(); !root.equals(folder); folder = folder.getParent()) {
      if (folder == null) {
        throw new IOException(path + " does not lie below " + root);
      }
      folders.addFirst(folder);
    }
    return folders;
  }

  private static List<String> parts(String key) {
    return List.of(key.split("/", -1));
  }

  static String encode(String part) {
    StringBuilder name = new StringBuilder();
    for (byte b : part.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      if (isPlain(c) && !(c == '.' && name.isEmpty())) {
        name.append(c);
      } else {
        name.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
      }
    }
    return name.toString();
  }

  private static boolean isPlain(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || PLAIN.indexOf(c) >= 0;
  }

  /// @return the part of a key that [#encode] gave this name; absent for a file that is none of
  ///   ours
  static Optional<String> decode(String name) {
    byte[] utf8 = new byte[name.length()];
    int length = 0;
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c != '%') {
        utf8[length++] = (byte) c;
      } else if (i + 2 < name.length()
          && HexFormat.isHexDigit(name.charAt(i + 1))
          && HexFormat.isHexDigit(name.charAt(i + 2))) {
        utf8[length++] = (byte) HexFormat.fromHexDigits(name, i + 1, i + 3);
        i += 2;
      } else {
        return Optional.empty();
      }
    }
    String part = new String(utf8, 0, length, StandardCharsets.UTF_8);
    return encode(part).equals(name) ? Optional.of(part) : Optional.empty();
  }
}
