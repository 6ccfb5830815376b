package dev.tintype.render.results;

import dev.tintype.core.json.JsonObject;
import java.util.Map;
import java.util.TreeMap;

/// The versions of libvips and of the codecs that make variants, for the manifest.
///
/// @param libvips the version of libvips
/// @param codecs codec name to version
public record LibvipsVersions(String libvips, Map<String, String> codecs) {

  private static final String[] CODECS = {"aom", "heif", "mozjpeg", "webp"};

  /// Reads a bundle's `versions.json`.
  ///
  /// @throws dev.tintype.core.json.MalformedJson when it names no version of libvips
  public static LibvipsVersions read(JsonObject json) {
    Map<String, String> codecs = new TreeMap<>();
    for (String codec : CODECS) {
      json.optionalText(codec).ifPresent(version -> codecs.put(codec, version));
    }
    return new LibvipsVersions(json.text("vips"), codecs);
  }
}
