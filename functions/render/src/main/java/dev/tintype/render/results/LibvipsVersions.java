package dev.tintype.render.results;

import dev.tintype.core.Manifest.RendererInfo;
import dev.tintype.core.json.JsonObject;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/// The versions of libvips and of the codecs that make variants, for the manifest.
///
/// @param libvips the version of libvips
/// @param codecs codec name to version
public record LibvipsVersions(String libvips, Map<String, String> codecs) {

  private static final Set<String> OF_PNG = Set.of("imagequant", "png", "zlib-ng");
  private static final Set<String> OF_OTHERS = Set.of("aom", "heif", "mozjpeg", "webp");

  /// Reads a bundle's `versions.json`.
  ///
  /// @throws dev.tintype.core.json.MalformedJson when it names no version of libvips
  public static LibvipsVersions read(JsonObject json) {
    Map<String, String> codecs = new TreeMap<>();
    Stream.concat(OF_PNG.stream(), OF_OTHERS.stream())
        .forEach(
            codec -> json.optionalText(codec).ifPresent(version -> codecs.put(codec, version)));
    return new LibvipsVersions(json.text("vips"), codecs);
  }

  /// @return whether this libvips and these codecs made the files of a manifest
  public boolean made(RendererInfo renderer) {
    return renderer.libvips().equals(libvips)
        && (renderer.codecs().equals(codecs(/* withPng= */ false))
            || renderer.codecs().equals(codecs(/* withPng= */ true)));
  }

  /// @return the codecs for the manifest of a version; those of PNG only if it has a PNG
  Map<String, String> codecs(boolean withPng) {
    Map<String, String> used = new TreeMap<>(codecs);
    if (!withPng) {
      used.keySet().removeAll(OF_PNG);
    }
    return used;
  }
}
