package dev.tintype.core;

import java.util.Arrays;
import java.util.stream.Collectors;

/// The formats variants are made in.
public enum Format {
  /// AV1 still images and sequences.
  AVIF("avif", "avif", "image/avif"),
  /// WebP, the only animated output.
  WEBP("webp", "webp", "image/webp"),
  /// JPEG, which every viewer can show.
  JPEG("jpeg", "jpg", "image/jpeg"),
  /// PNG of 8 bits per channel, always lossless and always still. It stands last: the order of the
  /// formats is the order of variants in manifests.
  PNG("png", "png", "image/png");

  private final String id;
  private final String extension;
  private final String mediaType;

  Format(String id, String extension, String mediaType) {
    this.id = id;
    this.extension = extension;
    this.mediaType = mediaType;
  }

  /// @return the name in recipes and manifests
  public String id() {
    return id;
  }

  /// @return the file extension of a variant's key, without the dot
  public String extension() {
    return extension;
  }

  /// @return the media type of the variant's HTTP response
  public String mediaType() {
    return mediaType;
  }

  /// @throws IllegalArgumentException when no format has this id
  public static Format byId(String id) {
    for (Format format : values()) {
      if (format.id.equals(id)) {
        return format;
      }
    }
    throw new IllegalArgumentException(
        "unknown format "
            + id
            + "; known: "
            + Arrays.stream(values()).map(Format::id).collect(Collectors.joining(", ")));
  }
}
