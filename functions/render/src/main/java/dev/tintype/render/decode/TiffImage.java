package dev.tintype.render.decode;

import dev.tintype.render.format.NativeBytes;
import dev.tintype.render.format.tiff.TiffCopy;
import dev.tintype.render.format.tiff.TiffDescription;
import dev.tintype.render.format.tiff.TiffOriginal;
import dev.tintype.render.format.tiff.TiffPieces;
import dev.tintype.vips.Vips;
import dev.tintype.vips.VipsImage;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// The first page of a TIFF, opened by libvips; pixels are decoded on demand.
final class TiffImage implements AutoCloseable {

  private final Arena arena = Arena.ofShared();
  private final VipsImage image;

  /// @param file the whole file in native memory
  /// @param failOn the level of libtiff's messages that counts as a failure, in libvips' words
  TiffImage(Vips vips, MemorySegment file, String failOn) {
    TiffOriginal tiff = TiffOriginal.of(new NativeBytes(file));
    boolean opened = false;
    try (VipsImage stored = vips.fromBuffer(TiffCopy.of(tiff, arena), options(tiff, failOn))) {
      image = new TiffSamples(vips, tiff, arena).toPicture(stored);
      opened = true;
    } finally {
      if (!opened) {
        arena.close();
      }
    }
  }

  /// Old programs wrote LZW in reversed bit order. libtiff reads it and warns, so that warning must
  /// not count as a failure. No tiles with such LZW are known, so tiles keep the stricter level.
  private static String options(TiffOriginal tiff, String failOn) {
    TiffDescription description = tiff.description();
    boolean old =
        description.compression() == TiffDescription.LZW
            && description.tile().isEmpty()
            && TiffPieces.of(tiff).beginsWithOldLzw(tiff.bytes());
    return "[access=sequential,fail-on=" + (old ? "error" : failOn) + "]";
  }

  /// 8 or 16 bits of grey, RGB or CMYK, with alpha if there is any.
  VipsImage image() {
    return image;
  }

  @Override
  public void close() {
    image.close();
    arena.close();
  }
}
