package dev.tintype.render.specimens;

import dev.tintype.render.specimens.Png.Chunk;
import java.util.ArrayList;
import java.util.List;

/// Writes moving PNG (https://www.w3.org/TR/png-3/#apng-frame-based-animation).
///
/// @param png the pixel layout of each frame
/// @param plays how often it plays; 0 means endlessly
/// @param hidden a still picture that is not a frame; if empty, the first frame is the still
///   picture
public record Apng(Png png, int plays, List<Picture> hidden) {

  /// One frame.
  ///
  /// @param delayMs a multiple of 10
  /// @param disposal 0 keeps it, 1 clears its area, 2 restores the canvas before it
  /// @param over whether it is blended over the canvas
  public record Frame(Picture picture, int x, int y, int delayMs, int disposal, boolean over) {}

  /// An ordinary animation that plays endlessly.
  public static Apng of(Png.Type type) {
    return new Apng(Png.of(type), 0, List.of());
  }

  /// The file.
  public byte[] encode(int width, int height, List<Frame> frames) {
    List<Chunk> chunks = new ArrayList<>();
    Picture still = hidden.isEmpty() ? frames.getFirst().picture() : hidden.getFirst();
    int sequence = 0;
    Png stated = png.with(new Chunk("acTL", new Bytes().u32(frames.size()).u32(plays).done()));
    if (hidden.isEmpty()) {
      stated = stated.with(control(sequence++, frames.getFirst()));
    }
    for (Frame frame : hidden.isEmpty() ? frames.subList(1, frames.size()) : frames) {
      chunks.add(control(sequence++, frame));
      byte[] data = png.pixels(frame.picture());
      int half = data.length / 2;
      chunks.add(data(sequence++, data, 0, half));
      chunks.add(data(sequence++, data, half, data.length));
    }
    if (still.width() != width || still.height() != height) {
      throw new IllegalArgumentException("the still picture covers the canvas");
    }
    return stated.encode(still, chunks);
  }

  private static Chunk control(int sequence, Frame frame) {
    return new Chunk(
        "fcTL",
        new Bytes()
            .u32(sequence)
            .u32(frame.picture().width())
            .u32(frame.picture().height())
            .u32(frame.x())
            .u32(frame.y())
            .u16(frame.delayMs() / 10)
            .u16(0)
            .u8(frame.disposal(), frame.over() ? 1 : 0)
            .done());
  }

  private static Chunk data(int sequence, byte[] all, int from, int to) {
    return new Chunk(
        "fdAT", new Bytes().u32(sequence).raw(java.util.Arrays.copyOfRange(all, from, to)).done());
  }

  /// Returns the canvas after each frame.
  public static List<Picture> shown(int width, int height, List<Frame> frames) {
    List<Picture> shown = new ArrayList<>();
    Picture canvas = Picture.plain(width, height, 0);
    for (Frame frame : frames) {
      Picture below = canvas;
      Picture drawn = Picture.paint(width, height, (x, y) -> pixel(frame, below, x, y));
      shown.add(drawn);
      boolean first = shown.size() == 1;
      canvas =
          switch (frame.disposal()) {
            case 0 -> drawn;
            case 1 -> cleared(frame, drawn);
            default -> first ? cleared(frame, drawn) : below;
          };
    }
    return shown;
  }

  private static Picture cleared(Frame frame, Picture drawn) {
    return Picture.paint(
        drawn.width(), drawn.height(), (x, y) -> inside(frame, x, y) ? 0 : drawn.at(x, y));
  }

  private static boolean inside(Frame frame, int x, int y) {
    return x >= frame.x()
        && y >= frame.y()
        && x < frame.x() + frame.picture().width()
        && y < frame.y() + frame.picture().height();
  }

  private static int pixel(Frame frame, Picture below, int x, int y) {
    if (!inside(frame, x, y)) {
      return below.at(x, y);
    }
    int above = frame.picture().at(x - frame.x(), y - frame.y());
    if (!frame.over()) {
      return above;
    }
    double a = (above >>> 24) / 255.0;
    double b = (below.at(x, y) >>> 24) / 255.0 * (1 - a);
    if (a + b == 0) {
      return 0;
    }
    int mixed = (int) Math.round(255 * (a + b)) << 24;
    for (int shift = 0; shift < 24; shift += 8) {
      double channel = a * (above >> shift & 0xff) + b * (below.at(x, y) >> shift & 0xff);
      mixed |= (int) Math.round(channel / (a + b)) << shift;
    }
    return mixed;
  }
}
