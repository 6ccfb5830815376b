package dev.tintype.render.specimens;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Writes GIF 89a, still or animated; each frame has its own palette.
///
/// @param delayMs how long each frame is shown
/// @param loops how often it plays; 0 means endlessly
public record Gif(int delayMs, int loops) {

  /// A picture at a place on the canvas.
  ///
  /// @param picture transparent where its alpha is below 128
  /// @param x left edge, px
  /// @param y top edge, px
  /// @param disposal 0 to 7
  public record Frame(Picture picture, int x, int y, int disposal) {}

  /// An animation, or a still picture if there is one frame. All frames have the size of the first.
  public byte[] encode(List<Picture> frames) {
    Picture first = frames.getFirst();
    return encode(
        first.width(),
        first.height(),
        frames.stream().map(frame -> new Frame(frame, 0, 0, 2)).toList());
  }

  /// Frames at any place on a canvas.
  public byte[] encode(int width, int height, List<Frame> frames) {
    return open(width, height, frames).u8(0x3b).done();
  }

  /// A copy without its end mark.
  public Bytes open(int width, int height, List<Frame> frames) {
    Bytes file = start(width, height);
    frames.forEach(frame -> frame(file, frame));
    return file;
  }

  /// A still picture.
  public static byte[] of(Picture picture) {
    return new Gif(0, 1).encode(List.of(picture));
  }

  /// The same frame many times.
  public byte[] repeated(Picture frame, int times) {
    Bytes one = new Bytes();
    frame(one, new Frame(frame, 0, 0, 2));
    byte[] block = one.done();
    Bytes file = start(frame.width(), frame.height());
    for (int i = 0; i < times; i++) {
      file.raw(block);
    }
    return file.u8(0x3b).done();
  }

  /// The header and the number of loops, without a frame.
  public Bytes start(int width, int height) {
    Bytes file = new Bytes().text("GIF89a").u16le(width).u16le(height).u8(0x70, 0, 0);
    if (loops != 1) {
      file.u8(0x21, 0xff, 11).text("NETSCAPE2.0").u8(3, 1).u16le(loops == 0 ? 0 : loops - 1).u8(0);
    }
    return file;
  }

  private void frame(Bytes file, Frame frame) {
    Picture picture = frame.picture();
    Map<Integer, Integer> palette = new LinkedHashMap<>();
    int[] indices = new int[picture.width() * picture.height()];
    for (int i = 0; i < indices.length; i++) {
      int argb = picture.at(i % picture.width(), i / picture.width());
      int color = argb >>> 24 < 128 ? 0 : argb | 0xff << 24;
      indices[i] = palette.computeIfAbsent(color, _ -> palette.size());
    }
    if (palette.size() > 256) {
      throw new IllegalArgumentException("a GIF frame holds 256 colours");
    }
    int transparent = palette.getOrDefault(0, -1);
    file.u8(0x21, 0xf9, 4, frame.disposal() << 2 | (transparent >= 0 ? 1 : 0)).u16le(delayMs / 10);
    file.u8(Math.max(transparent, 0), 0);
    file.u8(0x2c).u16le(frame.x()).u16le(frame.y());
    file.u16le(picture.width()).u16le(picture.height()).u8(0x87);
    palette.keySet().forEach(argb -> file.u8(argb >> 16, argb >> 8, argb));
    file.repeat(0, 3 * (256 - palette.size())).u8(8);
    blocks(file, packed(indices));
  }

  private static void blocks(Bytes file, byte[] data) {
    for (int at = 0; at < data.length; at += 255) {
      int length = Math.min(255, data.length - at);
      file.u8(length).raw(java.util.Arrays.copyOfRange(data, at, at + length));
    }
    file.u8(0);
  }

  /// LZW whose codes never exceed nine bits: the table is cleared before it is full.
  private static byte[] packed(int[] indices) {
    Bytes out = new Bytes();
    long bits = 0;
    int count = 0;
    for (int i = 0; i <= indices.length; i++) {
      int[] codes =
          i == indices.length
              ? new int[] {257}
              : i % 250 == 0 ? new int[] {256, indices[i]} : new int[] {indices[i]};
      for (int code : codes) {
        bits |= (long) code << count;
        for (count += 9; count >= 8; count -= 8, bits >>= 8) {
          out.u8((int) bits);
        }
      }
    }
    return out.u8((int) bits).done();
  }
}
