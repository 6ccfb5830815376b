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

/// The first page of a TIFF, opened by libvips; its pixels come when they are asked for.
final class TiffImage implements AutoCloseable {

  private final Arena arena = Arena.ofShared();
  private final VipsImage image;

  /// @param file the whole file in native memory
  /// @param failOn what libtiff must not say, as libvips calls it
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

  /// libtiff warns of the order of bits in which old programs wrote LZW, and reads it. Tiles of
  /// that age are not known; for them what is no warning would not be told.
  private static String options(TiffOriginal tiff, String failOn) {
    TiffDescription description = tiff.description();
    boolean old =
        description.compression() == TiffDescription.LZW
            && description.tile().isEmpty()
            && TiffPieces.of(tiff).beginsWithOldLzw(tiff.bytes());
    return "[access=sequential,fail-on=" + (old ? "error" : failOn) + "]";
  }

  /// 8 or 16 bits of grey, RGB or CMYK, with alpha where there is any.
  VipsImage image() {
    return image;
  }

  @Override
  public void close() {
    image.close();
    arena.close();
  }
}
