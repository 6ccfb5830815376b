package dev.tintype.files;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;

/// An object or a folder of objects, placed where its keys come in the order of keys.
///
/// @param path where it lies
/// @param key the object's key, or what all keys in the folder begin with: the slash included
/// @param attributes what the file system says of it
record FolderEntry(Path path, String key, BasicFileAttributes attributes)
    implements Comparable<FolderEntry> {

  FolderEntry {
    key = attributes.isDirectory() ? key + "/" : key;
  }

  boolean isFolder() {
    return attributes.isDirectory();
  }

  @Override
  public int compareTo(FolderEntry other) {
    return compare(key, other.key);
  }

  /// Compares keys by their UTF-8 bytes.
  static int compare(String a, String b) {
    int shorter = Math.min(a.length(), b.length());
    for (int i = 0; i < shorter; i++) {
      if (a.charAt(i) > 0x7f || b.charAt(i) > 0x7f) {
        return compareBytes(a, b);
      }
      if (a.charAt(i) != b.charAt(i)) {
        return Character.compare(a.charAt(i), b.charAt(i));
      }
    }
    return Integer.compare(a.length(), b.length());
  }

  private static int compareBytes(String a, String b) {
    return Arrays.compareUnsigned(
        a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
  }
}
