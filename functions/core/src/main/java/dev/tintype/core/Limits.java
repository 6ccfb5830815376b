package dev.tintype.core;

/// What is refused before any pixel is decoded, and how large a variant may be.
public final class Limits {

  /// The most bytes an original may have.
  public static final long MAX_ORIGINAL_BYTES = 100_000_000;

  /// The most pixels an original may have, over all its frames.
  public static final long MAX_PIXELS = 100_000_000;

  /// The longest side an original may have, in px.
  public static final int MAX_SIDE = 32_768;

  /// The most frames an original may have. What an animation costs is bounded by [#MAX_PIXELS] and
  /// by memory; this bounds what many frames of next to no pixels cost.
  public static final int MAX_FRAMES = 10_000;

  /// The most pixels one variant may have.
  public static final long MAX_VARIANT_PIXELS = 16_000_000;

  /// The longest side a variant may have, in px: WebP and AVIF refuse more than 16,383.
  public static final int MAX_VARIANT_SIDE = 16_000;

  /// The most pixels of animated output of one format over all sizes.
  public static final long MAX_ANIMATED_PIXELS = 100_000_000;

  private Limits() {}
}
