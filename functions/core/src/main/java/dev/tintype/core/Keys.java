package dev.tintype.core;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The object keys of originals, variants and manifests.
public final class Keys {

  /// The media type of manifests.
  public static final String MANIFEST_TYPE = "application/json";

  /// How long public files may be cached: the longest allowed, because their bytes never change.
  public static final String CACHE_CONTROL = "public, max-age=31536000, immutable";

  /// The folder of all originals.
  public static final String ORIGINALS = "originals/";

  /// The folder of all watermarks.
  public static final String WATERMARKS = "watermarks/";

  /// The folder of archives. A renderer in another function uploads an archive, and the worker
  /// reads it once. Nothing in it is public, and the storage deletes it after a day.
  public static final String STAGING = "staging/";

  private static final Pattern ORIGINAL =
      Pattern.compile("originals/([0-7][0-9A-HJKMNP-TV-Z]{25})/([0-9a-f]{64})");
  private static final Pattern WATERMARK = Pattern.compile("watermarks/[0-9a-f]{64}");
  private static final Pattern PUBLIC =
      Pattern.compile(
          "([0-7][0-9A-HJKMNP-TV-Z]{25})/([0-9a-f]{16})/"
              + "(manifest\\.json|"
              + SizeName.PATTERN
              + "\\.(?:avif|webp|jpg|png))");

  private Keys() {}

  /// @return the private key of an original; all versions made from it share the key
  public static String original(ImageId imageId, Sha256 sha256) {
    return ORIGINALS + imageId + "/" + sha256;
  }

  /// @param sha256 the digest of its file
  /// @return the private key of a watermark; all recipes that name the same file share it
  public static String watermark(Sha256 sha256) {
    return WATERMARKS + sha256;
  }

  /// @return whether the key has the form of a watermark's
  public static boolean isWatermark(String key) {
    return WATERMARK.matcher(key).matches();
  }

  /// @return the folder of all originals of an image, with the trailing slash
  public static String originals(ImageId imageId) {
    return ORIGINALS + imageId + "/";
  }

  /// @return the folder of all versions of an image, with the trailing slash
  public static String variants(ImageId imageId) {
    return imageId + "/";
  }

  /// @param attempt a name that no other attempt has
  /// @return the private key of one attempt's archive
  public static String staging(ImageId imageId, Version version, String attempt) {
    return STAGING + version(imageId, version) + attempt;
  }

  /// @return the folder of one version, with the trailing slash
  public static String version(ImageId imageId, Version version) {
    return imageId + "/" + version + "/";
  }

  /// @return the public key of one variant
  public static String variant(ImageId imageId, Version version, SizeName size, Format format) {
    return version(imageId, version) + variantName(size, format);
  }

  /// @return the last part of a variant's key
  public static String variantName(SizeName size, Format format) {
    return size + "." + format.extension();
  }

  /// @return the public key of a manifest. Its presence means that the version is complete
  public static String manifest(ImageId imageId, Version version) {
    return version(imageId, version) + "manifest.json";
  }

  /// @return the image and digest in an original's key; empty when the text is not such a key
  public static Optional<OriginalKey> parseOriginal(String key) {
    Matcher match = ORIGINAL.matcher(key);
    return match.matches()
        ? Optional.of(new OriginalKey(new ImageId(match.group(1)), new Sha256(match.group(2))))
        : Optional.empty();
  }

  /// @return the version and file name in a public key; empty when the text is not such a key
  public static Optional<PublicKey> parsePublic(String key) {
    Matcher match = PUBLIC.matcher(key);
    return match.matches()
        ? Optional.of(
            new PublicKey(new ImageId(match.group(1)), new Version(match.group(2)), match.group(3)))
        : Optional.empty();
  }

  /// @return whether the key has the form of a variant or manifest of the platform
  public static boolean isPublic(String key) {
    return PUBLIC.matcher(key).matches();
  }

  /// @return the media type of a public file's HTTP response, derived from its key
  public static String mediaType(String key) {
    for (Format format : Format.values()) {
      if (key.endsWith("." + format.extension())) {
        return format.mediaType();
      }
    }
    return MANIFEST_TYPE;
  }

  /// @return the `Cache-Control` that an object is served with, derived from its key
  public static String cacheControl(String key) {
    return isPublic(key) || isWatermark(key) ? CACHE_CONTROL : "private, no-store";
  }

  /// The parts of an original's key.
  ///
  /// @param imageId the image
  /// @param sha256 the digest of the original
  public record OriginalKey(ImageId imageId, Sha256 sha256) {}

  /// The parts of a public key.
  ///
  /// @param imageId the image
  /// @param version the version
  /// @param name the last part: a variant's, or `manifest.json`
  public record PublicKey(ImageId imageId, Version version, String name) {}
}
