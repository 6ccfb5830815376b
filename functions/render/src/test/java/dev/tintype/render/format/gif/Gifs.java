package dev.tintype.render.format.gif;

import dev.tintype.render.decode.GifCanvas;
import dev.tintype.render.format.NativeBytes;
import dev.tintype.render.golden.Darkroom;
import dev.tintype.render.specimens.Picture;
import dev.tintype.vips.VipsBlob;
import dev.tintype.vips.VipsImage;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/// Draws GIFs, pixel by pixel.
public final class Gifs {

  private Gifs() {}

  /// Reads the blocks.
  public static GifFile read(byte[] gif) {
    return GifFile.of(new NativeBytes(memory(gif)));
  }

  /// Returns the canvas after each frame.
  public static List<Picture> frames(byte[] gif) {
    GifFile file = read(gif);
    List<Picture> frames = new ArrayList<>();
    try (GifCanvas canvas = new GifCanvas(file, file.frames().size())) {
      for (int i = 0; i < file.frames().size(); i++) {
        canvas.draw();
        try (VipsImage image = canvas.image(Darkroom.VIPS);
            VipsBlob pixels = image.writeToMemory()) {
          frames.add(picture(image, pixels.toByteArray()));
        }
      }
    }
    return frames;
  }

  private static Picture picture(VipsImage image, byte[] pixels) {
    int bands = image.bands();
    return Picture.paint(
        image.width(),
        image.height(),
        (x, y) -> {
          int at = bands * (y * image.width() + x);
          int alpha = bands == 4 ? pixels[at + 3] : 0xff;
          return alpha << 24
              | (pixels[at] & 0xff) << 16
              | (pixels[at + 1] & 0xff) << 8
              | (pixels[at + 2] & 0xff);
        });
  }

  private static MemorySegment memory(byte[] bytes) {
    MemorySegment memory = Arena.ofAuto().allocate(bytes.length);
    MemorySegment.copy(bytes, 0, memory, ValueLayout.JAVA_BYTE, 0, bytes.length);
    return memory;
  }
}
