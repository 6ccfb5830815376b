package dev.tintype.core;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The public list of all variants of one version; its presence in storage means *complete*. It
/// holds no timestamp, so that a re-run writes the same bytes.
///
/// @param imageId the image
/// @param version the version
/// @param recipe which recipe made it
/// @param original what the original was
/// @param renderer what made the bytes
/// @param thumbhash Base64 of the ThumbHash placeholder, https://evanw.github.io/thumbhash/
/// @param dominantColor `#rrggbb`: the mean of the fullest 4-bit-per-channel bin of opaque pixels
/// @param variants by size, then format
public record Manifest(
    ImageId imageId,
    Version version,
    RecipeRef recipe,
    OriginalInfo original,
    RendererInfo renderer,
    String thumbhash,
    String dominantColor,
    List<Variant> variants) {

  /// Copies the list.
  public Manifest {
    variants = List.copyOf(variants);
  }

  /// A recipe by name and digest.
  ///
  /// @param name its name
  /// @param digest its digest
  public record RecipeRef(String name, Sha256 digest) {}

  /// What the original was.
  ///
  /// @param format the format of its bytes
  /// @param width of one frame after orientation, px
  /// @param height of one frame after orientation, px
  /// @param orientationApplied whether an EXIF orientation other than 1 was applied
  /// @param alpha whether it has transparency
  /// @param frames how many frames it has, at least 1
  public record OriginalInfo(
      String format,
      int width,
      int height,
      boolean orientationApplied,
      boolean alpha,
      int frames) {}

  /// What made the bytes.
  ///
  /// @param revision the render revision
  /// @param libvips its version
  /// @param codecs name to version
  public record RendererInfo(RenderRevision revision, String libvips, Map<String, String> codecs) {
    /// Copies the map, sorted by name.
    public RendererInfo {
      codecs = java.util.Collections.unmodifiableMap(new TreeMap<>(codecs));
    }
  }

  /// One produced file.
  ///
  /// @param size the recipe's size
  /// @param format the format
  /// @param width real width, px
  /// @param height real height of one frame, px
  /// @param bytes how many bytes the file has
  /// @param sha256 digest of the file
  /// @param animated whether it moves
  /// @param url path relative to the variants root
  public record Variant(
      Size size,
      Format format,
      int width,
      int height,
      long bytes,
      Sha256 sha256,
      boolean animated,
      String url) {}
}
