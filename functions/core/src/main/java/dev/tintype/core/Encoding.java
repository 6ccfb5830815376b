package dev.tintype.core;

import java.util.Optional;

/// How one variant is encoded.
///
/// @param upToPx the widest variant that uses these options, in px; [#ANY_WIDTH] means no limit
/// @param fidelity what may be lost
/// @param effort CPU spent to save bytes: AVIF 0 to 9, WebP 0 to 6, JPEG 0 to 2, PNG 0 to 9. For
///   JPEG, 0 is progressive with a quantisation table tuned to human vision. 1 adds trellis
///   quantisation. 2 uses mozjpeg's defaults: its own table, trellis and optimised scans. For PNG
///   it is the compression level of zlib
public record Encoding(int upToPx, Fidelity fidelity, int effort) {

  /// The `upToPx` that means no limit.
  public static final int ANY_WIDTH = Integer.MAX_VALUE;

  /// The effort of PNG that a recipe may leave out: zlib's default.
  static final int PNG_EFFORT = 6;

  /// What an encoder may change to save bytes.
  public sealed interface Fidelity {}

  /// Detail that viewers miss least.
  ///
  /// @param quality on the encoder's own scale, 1 to 100
  /// @param chroma how much of the colour detail is kept
  public record Lossy(int quality, Chroma chroma) implements Fidelity {
    /// @throws IllegalArgumentException when the quality is out of range
    public Lossy {
      if (quality < 1 || quality > 100) {
        throw new IllegalArgumentException("quality must be 1 to 100, not " + quality);
      }
    }
  }

  /// Nothing: a decoder returns the pixels that the encoder received, also under full transparency.
  public record Lossless() implements Fidelity {}

  /// How many pixels share one colour value; each pixel has its own brightness.
  public enum Chroma {
    /// Four, in squares.
    HALVED("4:2:0"),
    /// Each pixel has its own: coloured text and thin lines stay sharp.
    FULL("4:4:4");

    private final String id;

    Chroma(String id) {
      this.id = id;
    }

    /// @return its name in recipes
    public String id() {
      return id;
    }
  }

  /// @throws IllegalArgumentException when a value is out of range
  public Encoding {
    if (upToPx < 1) {
      throw new IllegalArgumentException("upTo must be at least 1 px, not " + upToPx);
    }
    if (effort < 0 || effort > 9) {
      throw new IllegalArgumentException("effort must be 0 to 9, not " + effort);
    }
  }

  /// Options of a lossy encoder that halves the colour detail.
  ///
  /// @throws IllegalArgumentException when a value is out of range
  public Encoding(int upToPx, int quality, int effort) {
    this(upToPx, new Lossy(quality, Chroma.HALVED), effort);
  }

  /// @return options of a lossless encoder
  /// @throws IllegalArgumentException when a value is out of range
  public static Encoding lossless(int upToPx, int effort) {
    return new Encoding(upToPx, new Lossless(), effort);
  }

  /// @return these options without a limit: options that differ only by it make the same bytes
  public Encoding forAnyWidth() {
    return new Encoding(ANY_WIDTH, fidelity, effort);
  }

  /// @return whether nothing may be lost
  public boolean isLossless() {
    return switch (fidelity) {
      case Lossless _ -> true;
      case Lossy _ -> false;
    };
  }

  /// @return whether each pixel has its own colour in the file
  public boolean hasFullChroma() {
    return switch (fidelity) {
      case Lossless _ -> true;
      case Lossy(int _, Chroma chroma) -> chroma == Chroma.FULL;
    };
  }

  /// @return the highest effort that the format's encoder accepts
  public static int maxEffort(Format format) {
    return switch (format) {
      case AVIF, PNG -> 9;
      case WEBP -> 6;
      case JPEG -> 2;
    };
  }

  /// @return why the format's encoder does not accept these options, beginning with the field;
  ///   empty when it does
  Optional<String> faultFor(Format format) {
    int most = maxEffort(format);
    if (effort > most) {
      return Optional.of("effort must be 0 to %d, not %d".formatted(most, effort));
    }
    return switch (format) {
      case AVIF -> Optional.empty();
      case WEBP ->
          isLossless() || !hasFullChroma()
              ? Optional.empty()
              : Optional.of("chroma must be 4:2:0, not 4:4:4: lossy webp stores nothing else");
      case JPEG ->
          isLossless()
              ? Optional.of("lossless must be false, not true: jpeg is always lossy")
              : Optional.empty();
      case PNG ->
          isLossless()
              ? Optional.empty()
              : Optional.of("quality has no meaning: png is always lossless");
    };
  }
}
