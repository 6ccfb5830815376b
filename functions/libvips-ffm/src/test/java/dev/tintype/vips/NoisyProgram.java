package dev.tintype.vips;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/// A program that makes libvips print a warning; [StandardOutputTest] runs it as a separate
/// process.
final class NoisyProgram {

  private NoisyProgram() {}

  public static void main(String[] arguments) {
    Vips vips = Vips.start(Path.of(arguments[0]));
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment jpeg = GeneratedImages.file(vips, arena, "jpegsave_buffer", 300, 300);
      MemorySegment half = jpeg.asSlice(0, jpeg.byteSize() / 2);
      try (VipsImage lazy = vips.fromBuffer(half, "");
          VipsImage pixels = lazy.copyToMemory()) {
        vips.blob(VipsOperation.named("pngsave_buffer").with("in", pixels)).close();
      }
    }
  }
}
