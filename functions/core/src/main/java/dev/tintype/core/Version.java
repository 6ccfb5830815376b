package dev.tintype.core;

import java.util.Optional;

/// The name of one immutable set of variants. It is the first 16 hex digits of a SHA-256. That hash
/// covers, in this order: the original's digest in hex, the recipe's digest in hex, the render
/// revision, and, if the variants depend on a focal point, `@x,y`.
///
/// @param value 16 lowercase hex digits
public record Version(String value) {

  /// @throws IllegalArgumentException when the value is not 16 lowercase hex digits
  public Version {
    if (!Sha256.isHex(value, 16)) {
      throw new IllegalArgumentException("a version is 16 lowercase hex digits");
    }
  }

  /// @return the version of this original under this recipe and revision, without a focal point
  public static Version of(Sha256 original, Sha256 recipe, RenderRevision renderRevision) {
    return of(original, recipe, renderRevision, Optional.empty());
  }

  /// @param focus the focal point that the variants depend on
  /// @return the version of this original under this recipe and revision
  public static Version of(
      Sha256 original, Sha256 recipe, RenderRevision renderRevision, Optional<Focus> focus) {
    // No render revision contains an @.
    String point = focus.map(at -> "@" + at.x() + "," + at.y()).orElse("");
    return new Version(
        Sha256.of(original.hex() + recipe.hex() + renderRevision.text() + point)
            .hex()
            .substring(0, 16));
  }

  @Override
  public String toString() {
    return value;
  }
}
