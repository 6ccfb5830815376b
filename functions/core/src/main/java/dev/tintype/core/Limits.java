package dev.tintype.core;

/// The limits checked before any pixel is decoded, and the largest variants.
public final class Limits {

  /// The most bytes an original may have.
  public static final long MAX_ORIGINAL_BYTES = 100_000_000;

  /// The most pixels an original may have, over all its frames.
  public static final long MAX_PIXELS = 100_000_000;

  /// The longest side an original may have, in px.
  public static final int MAX_SIDE = 32_768;

  /// The most frames an original may have. [#MAX_PIXELS] and memory limit the cost of large frames.
  /// This limits the cost of many tiny frames.
  public static final int MAX_FRAMES = 10_000;

  /// The most pixels one variant may have.
  public static final long MAX_VARIANT_PIXELS = 16_000_000;

  /// The longest side of a variant, in px. WebP and AVIF accept at most 16,383.
  public static final int MAX_VARIANT_SIDE = 16_000;

  /// The most pixels that the animated variants of one format may have, over all sizes and frames.
  public static final long MAX_ANIMATED_PIXELS = 100_000_000;

  /// The most bytes the file of a watermark may have.
  public static final int MAX_WATERMARK_BYTES = 1 << 20;

  /// The most pixels a watermark may have.
  public static final long MAX_WATERMARK_PIXELS = 4_000_000;

  private Limits() {}
}
