package dev.tintype.render.pipeline;

import dev.tintype.render.format.NativeBytes;
import dev.tintype.render.format.png.SavedPng;
import dev.tintype.vips.Vips;
import dev.tintype.vips.VipsBlob;
import dev.tintype.vips.VipsImage;
import dev.tintype.vips.VipsOperation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;

/// Writes pixels as PNG of 8 bits per channel. The file has a palette when that makes it smaller
/// and a decoder returns the same pixels; else it has red, green, blue and perhaps alpha per pixel.
/// Safe for use by many threads.
record PngEncoder(Vips vips) {

  /// @param image 8-bit sRGB pixels with 3 or 4 bands
  /// @param effort compression level of zlib, 0 to 9
  /// @param target a file that does not exist
  void encode(VipsImage image, int effort, Path target) {
    PixelRows pixels = new PixelRows(vips, image);
    try (Arena arena = Arena.ofConfined();
        VipsBlob plain = vips.blob(plain(image, effort))) {
      MemorySegment best =
          pixels
              .fewColors()
              .map(colors -> indexed(image, effort, colors, arena))
              .filter(file -> file.byteSize() < plain.byteSize() && holds(file, pixels))
              .orElse(plain.asSegment());
      write(new SavedPng(new NativeBytes(best)).withoutResolution(), target);
    }
  }

  /// Filters help pictures of many colours.
  private static VipsOperation plain(VipsImage image, int effort) {
    return VipsOperation.named("pngsave_buffer")
        .with("in", image)
        .with("compression", effort)
        .with("filter", "all")
        .with("keep", "none");
  }

  /// The quantiser keeps up to 256 colours exactly, except the one under full transparency.
  private MemorySegment indexed(VipsImage image, int effort, Set<Integer> colors, Arena arena) {
    VipsOperation save =
        VipsOperation.named("pngsave_buffer")
            .with("in", image)
            .with("compression", effort)
            .with("filter", "none")
            .with("palette", true)
            .with("Q", 100)
            .with("dither", 0.0)
            .with("bitdepth", bits(colors.size()))
            .with("keep", "none");
    try (VipsBlob saved = vips.blob(save)) {
      MemorySegment file = arena.allocate(saved.byteSize()).copyFrom(saved.asSegment());
      colors.stream()
          .filter(color -> color >>> 24 == 0)
          .forEach(new SavedPng(new NativeBytes(file))::colorTransparent);
      return file;
    }
  }

  private static int bits(int colors) {
    return colors <= 2 ? 1 : colors <= 4 ? 2 : colors <= 16 ? 4 : 8;
  }

  private boolean holds(MemorySegment file, PixelRows pixels) {
    try (VipsImage rows = vips.fromBuffer(file, "[access=sequential]");
        VipsImage decoded = rows.copyToMemory()) {
      return pixels.equal(decoded);
    }
  }

  private static void write(List<MemorySegment> parts, Path target) {
    try (FileChannel file =
        FileChannel.open(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      for (MemorySegment part : parts) {
        for (ByteBuffer left = part.asByteBuffer(); left.hasRemaining(); ) {
          file.write(left);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + target, e);
    }
  }
}
