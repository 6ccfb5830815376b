package dev.tintype.render.format.png;

import dev.tintype.render.color.Chromaticity;
import dev.tintype.render.color.ColorStatement;
import dev.tintype.render.color.Primaries;
import dev.tintype.render.format.NativeBytes;
import dev.tintype.render.format.png.PngChunks.Chunk;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The colour chunks before a PNG's pixels. The first of these that is present takes precedence
/// (https://www.w3.org/TR/png-3/#color-chunk-precendence): `cICP`, `iCCP`, `sRGB`, `gAMA` and
/// `cHRM`.
///
/// @param statement the colours stated by chunks other than `iCCP`, if any
/// @param overrulesProfile whether the statement takes precedence over a profile
/// @param namesProfile whether there is an `iCCP` chunk, usable or not
public record PngColors(
    Optional<ColorStatement> statement, boolean overrulesProfile, boolean namesProfile) {

  private static final Set<String> NAMES = Set.of("cICP", "iCCP", "sRGB", "gAMA", "cHRM");
  private static final int CHROMATICITIES_BYTES = 32;
  private static final double UNIT = 100_000;

  /// @param chunks the file's chunks
  public static PngColors of(NativeBytes bytes, List<Chunk> chunks) {
    Map<String, Chunk> found = new HashMap<>();
    for (Chunk chunk : chunks) {
      if (chunk.name().equals("IDAT")) {
        break;
      }
      if (NAMES.contains(chunk.name()) && PngChunks.intact(bytes, chunk)) {
        found.putIfAbsent(chunk.name(), chunk);
      }
    }
    boolean namesProfile = chunks.stream().anyMatch(chunk -> chunk.name().equals("iCCP"));
    Optional<ColorStatement> codes =
        Optional.ofNullable(found.get("cICP")).flatMap(chunk -> codes(bytes, chunk));
    return codes.isPresent()
        ? new PngColors(codes, /* overrulesProfile= */ true, namesProfile)
        : new PngColors(numbers(bytes, found), /* overrulesProfile= */ false, namesProfile);
  }

  /// Pixels of a PNG are never luma and chroma, so another matrix is invalid.
  private static Optional<ColorStatement> codes(NativeBytes bytes, Chunk chunk) {
    boolean valid = chunk.length() == 4 && bytes.u8(chunk.at() + 2) == 0;
    return valid
        ? Optional.of(
            ColorStatement.ofCodes(
                bytes.u8(chunk.at()), bytes.u8(chunk.at() + 1), bytes.u8(chunk.at() + 3) == 0))
        : Optional.empty();
  }

  /// Primaries without a curve are ignored, as in browsers.
  private static Optional<ColorStatement> numbers(NativeBytes bytes, Map<String, Chunk> found) {
    if (found.containsKey("sRGB")) {
      return Optional.empty();
    }
    Optional<Long> gama =
        Optional.ofNullable(found.get("gAMA"))
            .filter(chunk -> chunk.length() == 4)
            .map(chunk -> bytes.u32(chunk.at()));
    Optional<Primaries> primaries =
        Optional.ofNullable(found.get("cHRM"))
            .filter(chunk -> chunk.length() == CHROMATICITIES_BYTES)
            .map(chunk -> primaries(bytes, chunk.at()));
    return gama.map(exponent -> ColorStatement.ofPng(exponent, primaries));
  }

  private static Primaries primaries(NativeBytes bytes, long at) {
    return new Primaries(
        chromaticity(bytes, at + 8),
        chromaticity(bytes, at + 16),
        chromaticity(bytes, at + 24),
        chromaticity(bytes, at));
  }

  private static Chromaticity chromaticity(NativeBytes bytes, long at) {
    return new Chromaticity(bytes.u32(at) / UNIT, bytes.u32(at + 4) / UNIT);
  }
}
