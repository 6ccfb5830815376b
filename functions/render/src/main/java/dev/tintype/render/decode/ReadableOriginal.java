package dev.tintype.render.decode;

import dev.tintype.core.OriginalFormat;
import dev.tintype.render.color.ColorStatement;
import dev.tintype.render.format.NativeBytes;
import dev.tintype.render.format.avif.AvifFile;
import dev.tintype.render.format.avif.AvifPicture;
import dev.tintype.render.format.png.MendedPng;
import dev.tintype.render.format.png.PngChunks;
import dev.tintype.render.format.png.PngColors;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;

/// An original in the form that libvips reads, with the colour facts that libvips does not report.
///
/// @param file the original, or a copy that libvips can read
/// @param statement its colours, where the file states them by numbers other than sRGB's
/// @param overrulesProfile whether the statement takes precedence over a profile
/// @param namesProfile whether the file has a profile, usable or not; false where only libvips
///   knows
/// @param premultiplied whether its colours are premultiplied by alpha
/// @param narrowGrey whether it is grey with black at 16 of 255
public record ReadableOriginal(
    MemorySegment file,
    Optional<ColorStatement> statement,
    boolean overrulesProfile,
    boolean namesProfile,
    boolean premultiplied,
    boolean narrowGrey) {

  /// @param arena owns a copy
  /// @throws dev.tintype.render.format.Unrenderable when the file is not a picture of its format
  public static ReadableOriginal of(OriginalFormat format, MemorySegment file, Arena arena) {
    return switch (format) {
      case PNG -> png(file, arena);
      case AVIF -> avif(AvifFile.of(file, arena));
      case JPEG, WEBP, GIF, TIFF ->
          new ReadableOriginal(file, Optional.empty(), false, false, false, false);
    };
  }

  private static ReadableOriginal png(MemorySegment file, Arena arena) {
    NativeBytes bytes = new NativeBytes(file);
    List<PngChunks.Chunk> chunks = PngChunks.of(bytes);
    PngColors colors = PngColors.of(bytes, chunks);
    return new ReadableOriginal(
        MendedPng.of(bytes, chunks, arena),
        colors.statement().filter(statement -> !statement.isSrgb()),
        colors.overrulesProfile(),
        colors.namesProfile(),
        /* premultiplied= */ false,
        /* narrowGrey= */ false);
  }

  private static ReadableOriginal avif(AvifFile avif) {
    Optional<AvifPicture> picture = avif.picture();
    return new ReadableOriginal(
        avif.readable(),
        picture.flatMap(AvifPicture::statement).filter(statement -> !statement.isSrgb()),
        /* overrulesProfile= */ false,
        /* namesProfile= */ false,
        picture.map(AvifPicture::premultiplied).orElse(false),
        picture.map(AvifPicture::isNarrowGrey).orElse(false));
  }

  /// Returns whether its numbers need more than a profile to become sRGB.
  ///
  /// @param profile whether a profile is applied
  boolean convertedBeside(boolean profile) {
    return premultiplied || narrowGrey || (statement.isPresent() && !profile);
  }
}
