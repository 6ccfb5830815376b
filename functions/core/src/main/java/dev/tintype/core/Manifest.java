package dev.tintype.core;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The public list of all variants of one version. Its presence in storage means *complete*. It
/// holds no timestamp, so a re-run writes the same bytes.
///
/// @param imageId the image
/// @param version the version
/// @param recipe the recipe that made it
/// @param original facts about the original
/// @param renderer the software that made the bytes
/// @param thumbhash the ThumbHash placeholder in Base64, https://evanw.github.io/thumbhash/
/// @param dominantColor `#rrggbb`. Opaque pixels are counted in bins of 4 bits per channel; this is
///   the mean colour of the fullest bin
/// @param variants ordered by size, then format
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

  /// Facts about the original.
  ///
  /// @param format the format of its bytes
  /// @param width width of one frame after orientation, px
  /// @param height height of one frame after orientation, px
  /// @param orientationApplied whether an EXIF orientation other than 1 was applied
  /// @param alpha whether it has transparency
  /// @param frames the number of frames, at least 1
  public record OriginalInfo(
      String format,
      int width,
      int height,
      boolean orientationApplied,
      boolean alpha,
      int frames) {}

  /// The software that made the bytes.
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
  /// @param size the name of the recipe's size
  /// @param format the format
  /// @param width actual width, px
  /// @param height actual height of one frame, px
  /// @param bytes length of the file
  /// @param sha256 digest of the file
  /// @param animated whether it is animated
  /// @param url path relative to the root of the variants
  public record Variant(
      SizeName size,
      Format format,
      int width,
      int height,
      long bytes,
      Sha256 sha256,
      boolean animated,
      String url) {}
}
