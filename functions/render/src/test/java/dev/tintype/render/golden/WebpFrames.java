package dev.tintype.render.golden;

import dev.tintype.render.specimens.Picture;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// The animation of a WebP, read from its chunks
/// (https://developers.google.com/speed/webp/docs/riff_container).
///
/// @param width of the canvas, px
/// @param height of the canvas, px
/// @param loops how often it plays; 0 means endlessly, -1 that it is not animated
/// @param frames position and blending of each frame
record WebpFrames(int width, int height, int loops, List<Frame> frames) {

  /// One frame.
  ///
  /// @param x left edge, px
  /// @param y top edge, px
  /// @param delayMs how long it is shown
  /// @param blend whether it is blended over the canvas instead of replacing it
  /// @param dispose whether its area is cleared afterwards
  record Frame(int x, int y, int width, int height, int delayMs, boolean blend, boolean dispose) {}

  static WebpFrames of(byte[] webp) {
    ByteBuffer in = ByteBuffer.wrap(webp).order(ByteOrder.LITTLE_ENDIAN);
    int loops = -1;
    int width = 0;
    int height = 0;
    List<Frame> frames = new ArrayList<>();
    for (int at = 12;
        at + 8 <= webp.length;
        at += 8 + in.getInt(at + 4) + (in.getInt(at + 4) & 1)) {
      switch (new String(webp, at, 4, StandardCharsets.US_ASCII)) {
        case "VP8X" -> {
          width = u24(in, at + 12) + 1;
          height = u24(in, at + 15) + 1;
        }
        case "ANIM" -> loops = in.getShort(at + 12) & 0xffff;
        case "ANMF" ->
            frames.add(
                new Frame(
                    2 * u24(in, at + 8),
                    2 * u24(in, at + 11),
                    u24(in, at + 14) + 1,
                    u24(in, at + 17) + 1,
                    u24(in, at + 20),
                    (in.get(at + 23) & 2) == 0,
                    (in.get(at + 23) & 1) != 0));
        default -> {}
      }
    }
    return new WebpFrames(width, height, loops, frames);
  }

  private static int u24(ByteBuffer in, int at) {
    return (in.getShort(at) & 0xffff) | (in.get(at + 2) & 0xff) << 16;
  }

  List<Integer> delaysMs() {
    return frames.stream().map(Frame::delayMs).toList();
  }

  /// Returns the canvas after each frame.
  ///
  /// @param decoded each frame alone, in its own size
  List<Picture> composed(List<Picture> decoded) {
    List<Picture> shown = new ArrayList<>();
    Picture canvas = Picture.plain(width, height, 0);
    for (int i = 0; i < frames.size(); i++) {
      Frame frame = frames.get(i);
      Picture below = canvas;
      Picture pixels = decoded.get(i);
      canvas =
          Picture.paint(
              width,
              height,
              (x, y) -> {
                if (!inside(frame, x, y)) {
                  return below.at(x, y);
                }
                int argb = pixels.at(x - frame.x(), y - frame.y());
                return frame.blend() && argb >>> 24 == 0 ? below.at(x, y) : argb;
              });
      shown.add(canvas);
      if (frame.dispose()) {
        Picture all = canvas;
        canvas = Picture.paint(width, height, (x, y) -> inside(frame, x, y) ? 0 : all.at(x, y));
      }
    }
    return shown;
  }

  private static boolean inside(Frame frame, int x, int y) {
    return x >= frame.x()
        && y >= frame.y()
        && x < frame.x() + frame.width()
        && y < frame.y() + frame.height();
  }
}
