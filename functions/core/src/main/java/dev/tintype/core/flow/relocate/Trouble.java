package dev.tintype.core.flow.relocate;

/// One file that could not be moved, or is not the same in both storages.
///
/// @param kind what is wrong
/// @param key the file's key
/// @param detail what was seen
public record Trouble(Kind kind, String key, String detail) {

  /// What is wrong.
  public enum Kind {
    /// The file in the storage that is left is not what its record promises.
    ALTERED,
    /// Other bytes lie under the key in the storage that is filled.
    CONFLICT,
    /// The file is missing in the storage that is filled.
    MISSING;

    /// @return the name in reports, such as `altered`
    public String code() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }
}
