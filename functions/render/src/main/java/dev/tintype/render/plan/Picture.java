package dev.tintype.render.plan;

import dev.tintype.core.Manifest.OriginalInfo;

/// What a plan depends on of an original.
///
/// @param upright width and height of one frame once the orientation is applied
/// @param frames at least 1
public record Picture(Dimensions upright, int frames) {

  /// @return what the header says
  public static Picture of(Header header) {
    return new Picture(header.oriented(), header.frames());
  }

  /// @param original as in a manifest
  /// @return what the manifest says: the same as the header that it was made from
  /// @throws IllegalArgumentException when a side is below 1
  public static Picture of(OriginalInfo original) {
    return new Picture(new Dimensions(original.width(), original.height()), original.frames());
  }
}
