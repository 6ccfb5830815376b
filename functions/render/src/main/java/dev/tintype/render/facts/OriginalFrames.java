package dev.tintype.render.facts;

import dev.tintype.core.OriginalFormat;
import java.util.OptionalInt;

/// Counts how many frames an original can show at most, without any codec. Returns empty for
/// structures that it does not follow.
///
/// @param file the original
record OriginalFrames(FileBytes file) {

  OptionalInt most(OriginalFormat format) {
    try {
      return switch (format) {
        case JPEG, TIFF -> OptionalInt.of(1);
        case PNG -> OptionalInt.of(png());
        case WEBP -> OptionalInt.of(Math.max(1, webp()));
        case GIF -> gif();
        // A sequence counts its pictures in tables that only the renderer reads.
        case AVIF -> OptionalInt.empty();
      };
    } catch (IndexOutOfBoundsException endsEarly) {
      return OptionalInt.empty();
    }
  }

  /// The number stated by the `acTL` chunk: https://www.w3.org/TR/png-3/#acTL-chunk
  private int png() {
    for (long at = 8; at + 8 <= file.length(); at += 12 + file.u32(at)) {
      switch (file.text(at + 4, 4)) {
        case "acTL" -> {
          return Math.clamp(file.u32(at + 8), 1, Integer.MAX_VALUE);
        }
        case "IDAT", "IEND" -> {
          return 1;
        }
        default -> {}
      }
    }
    return 1;
  }

  private int webp() {
    int frames = 0;
    for (long at = 12; at + 8 <= file.length(); ) {
      frames += file.text(at, 4).equals("ANMF") ? 1 : 0;
      long length = file.u32le(at + 4);
      at += 8 + length + (length & 1);
    }
    return frames;
  }

  private OptionalInt gif() {
    return GifOutline.of(file)
        .map(outline -> OptionalInt.of(Math.max(1, outline.frames())))
        .orElse(OptionalInt.empty());
  }
}
