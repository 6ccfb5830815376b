package dev.tintype.vips;

import java.util.Map;
import java.util.Optional;

/// The oldest versions allowed for files from strangers; older ones have published vulnerabilities.
///
/// @param oldestVips the oldest libvips allowed
/// @param oldestHeif the oldest libheif allowed: before 1.23.2 a crafted AVIF could run code
///   (https://github.com/advisories/GHSA-g89c-p67h-r497), before 1.23.3 there was another
///   vulnerability
public record VersionGate(Version oldestVips, Version oldestHeif) {

  /// libvips 8.18.7 and libheif 1.23.5.
  public static final VersionGate STANDARD =
      new VersionGate(new Version(8, 18, 7), new Version(1, 23, 5));

  /// Checks that both versions are known and new enough.
  ///
  /// @param vips the version that the loaded library reports
  /// @param codecs the versions in the bundle, see [Vips#codecs()]
  /// @throws VipsUnavailableException if libvips or libheif is too old, or libheif's version is
  ///   unknown
  public void check(Version vips, Map<String, String> codecs) {
    if (vips.compareTo(oldestVips) < 0) {
      throw tooOld("libvips", vips.toString(), oldestVips);
    }
    String described = codecs.getOrDefault("vips", vips.toString());
    if (!described.equals(vips.toString())) {
      throw new VipsUnavailableException(
          "versions.json describes libvips %s, but the library is %s; run layers/libvips/make"
              .formatted(described, vips),
          null);
    }
    String heif = codecs.getOrDefault("heif", "of unknown version");
    Optional<Version> known = Version.parse(heif);
    if (known.isEmpty() || known.get().compareTo(oldestHeif) < 0) {
      throw tooOld("libheif", heif, oldestHeif);
    }
  }

  private static VipsUnavailableException tooOld(String library, String found, Version oldest) {
    return new VipsUnavailableException(
        "%s %s is refused: versions before %s have known security holes; run layers/libvips/make"
            .formatted(library, found, oldest),
        null);
  }
}
