package dev.tintype.core.flow.backup;

/// A file that is not what a record or an index says.
///
/// @param image the id of its image; empty for a file of no image
/// @param key its key in the installation; of a file of the backup itself, its key there
/// @param detail what was found, a few words
public record Damaged(String image, String key, String detail) {

  /// @param version the key of a version
  static Damaged unreadable(String image, String version) {
    return new Damaged(
        image,
        version,
        "this release cannot read its record, so its files are not known: use the release that wrote it");
  }
}
