package dev.tintype.core.flow.verify;

import dev.tintype.core.Keys;
import dev.tintype.core.Manifest;
import dev.tintype.core.ManifestJson;
import dev.tintype.core.Sha256;
import java.util.ArrayList;
import java.util.List;

/// What an object must contain.
///
/// @param key its key
/// @param bytes how many bytes it must have
/// @param sha256 the digest of its bytes
public record Promised(String key, long bytes, Sha256 sha256) {

  /// @return every variant of a version, and its manifest last
  public static List<Promised> of(Manifest manifest) {
    List<Promised> promised = new ArrayList<>();
    for (Manifest.Variant variant : manifest.variants()) {
      promised.add(
          new Promised(
              Keys.variant(
                  manifest.imageId(), manifest.version(), variant.size(), variant.format()),
              variant.bytes(),
              variant.sha256()));
    }
    byte[] bytes = ManifestJson.bytes(manifest);
    promised.add(
        new Promised(
            Keys.manifest(manifest.imageId(), manifest.version()), bytes.length, Sha256.of(bytes)));
    return promised;
  }
}
