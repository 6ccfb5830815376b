package dev.tintype.core;

/// How one variant is encoded.
///
/// @param upToPx the widest variant that uses these options, in px; [#ANY_WIDTH] means no limit
/// @param quality on the encoder's own scale, 1 to 100
/// @param effort CPU spent to save bytes: AVIF 0 to 9, WebP 0 to 6, JPEG 0 to 2. For JPEG, 0 is
///   progressive with a quantisation table tuned to human vision. 1 adds trellis quantisation. 2
///   uses mozjpeg's defaults: its own table, trellis and optimised scans
public record Encoding(int upToPx, int quality, int effort) {

  /// The `upToPx` that means no limit.
  public static final int ANY_WIDTH = Integer.MAX_VALUE;

  /// @throws IllegalArgumentException when a value is out of range
  public Encoding {
    if (upToPx < 1) {
      throw new IllegalArgumentException("upTo must be at least 1 px, not " + upToPx);
    }
    if (quality < 1 || quality > 100) {
      throw new IllegalArgumentException("quality must be 1 to 100, not " + quality);
    }
    if (effort < 0 || effort > 9) {
      throw new IllegalArgumentException("effort must be 0 to 9, not " + effort);
    }
  }

  /// @return the highest effort that the format's encoder accepts
  public static int maxEffort(Format format) {
    return switch (format) {
      case AVIF -> 9;
      case WEBP -> 6;
      case JPEG -> 2;
    };
  }
}
