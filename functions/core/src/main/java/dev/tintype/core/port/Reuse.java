package dev.tintype.core.port;

import dev.tintype.core.ImageJob;
import dev.tintype.core.Manifest;
import dev.tintype.core.Sha256;
import java.util.Map;
import java.util.Optional;

/// What a rendering need not make, because earlier versions of the same original have it: files
/// with the bytes that the rendering would make. Immutable.
///
/// @param original what the earlier versions say of the original. If the original is different,
///   nothing of this may be used
/// @param files by the name that the file has in the wanted version
/// @param placeholder the placeholder, if an earlier version has the one that would be made
public record Reuse(
    Manifest.OriginalInfo original, Map<String, Source> files, Optional<Placeholder> placeholder) {

  /// Of how many versions, the newest ones of an image, files are taken.
  public static final int MOST_FORMERS = 16;

  /// Copies the map.
  public Reuse {
    files = Map.copyOf(files);
  }

  /// An object that holds the bytes of a file.
  ///
  /// @param key its key in the storage of variants
  /// @param bytes how many bytes it has, if nothing altered it
  /// @param sha256 their digest
  public record Source(String key, long bytes, Sha256 sha256) {}

  /// What a page shows before the image has loaded, as in a manifest.
  ///
  /// @param thumbhash the ThumbHash in Base64
  /// @param dominantColor `#rrggbb`
  public record Placeholder(String thumbhash, String dominantColor) {}

  /// An earlier version of an image.
  ///
  /// @param job what it was made from
  /// @param manifest its files
  public record Former(ImageJob job, Manifest manifest) {}

  /// @return whether there is nothing to reuse
  public boolean isEmpty() {
    return files.isEmpty() && placeholder.isEmpty();
  }
}
