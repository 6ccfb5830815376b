package dev.tintype.core;

/// The name of one immutable set of variants. It is the first 16 hex digits of a SHA-256. That hash
/// covers, in this order: the original's digest in hex, the recipe's digest in hex, and the render
/// revision.
///
/// @param value 16 lowercase hex digits
public record Version(String value) {

  /// @throws IllegalArgumentException when the value is not 16 lowercase hex digits
  public Version {
    if (!Sha256.isHex(value, 16)) {
      throw new IllegalArgumentException("a version is 16 lowercase hex digits");
    }
  }

  /// @return the version of this original under this recipe and revision
  public static Version of(Sha256 original, Sha256 recipe, RenderRevision renderRevision) {
    return new Version(
        Sha256.of(original.hex() + recipe.hex() + renderRevision.text()).hex().substring(0, 16));
  }

  @Override
  public String toString() {
    return value;
  }
}
