package dev.tintype.render.pipeline;

import dev.tintype.render.format.png.PngAnimation.Disposal;
import dev.tintype.render.format.png.PngAnimation.Frame;
import dev.tintype.render.plan.Dimensions;
import dev.tintype.vips.BandFormat;
import dev.tintype.vips.Vips;
import dev.tintype.vips.VipsImage;
import dev.tintype.vips.VipsOperation;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// The canvas on which an animated PNG's frames are drawn one after another. It starts transparent.
final class PngCanvas implements AutoCloseable {

  /// Red is first in memory.
  private static final ValueLayout.OfInt PIXEL =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final Dimensions size;
  private final Arena arena = Arena.ofShared();
  private final MemorySegment pixels;
  private MemorySegment before = MemorySegment.NULL;

  PngCanvas(Dimensions size) {
    this.size = size;
    this.pixels = arena.allocate(4 * size.pixels(), 16);
  }

  /// Draws a frame.
  ///
  /// @param rgba its pixels, not premultiplied
  void draw(Frame frame, MemorySegment rgba) {
    if (frame.disposal() == Disposal.PREVIOUS) {
      save();
    }
    int width = frame.size().width();
    for (int y = 0; y < frame.size().height(); y++) {
      long from = 4L * y * width;
      long to = offset(frame.x(), frame.y() + y);
      if (frame.over()) {
        lay(rgba, from, to, width);
      } else {
        MemorySegment.copy(rgba, from, pixels, to, 4L * width);
      }
    }
  }

  private void save() {
    if (before.equals(MemorySegment.NULL)) {
      before = arena.allocate(pixels.byteSize(), 16);
    }
    before.copyFrom(pixels);
  }

  private void lay(MemorySegment rgba, long from, long to, int width) {
    for (long at = 0; at < 4L * width; at += 4) {
      int above = rgba.get(PIXEL, from + at);
      int alpha = above >>> 24;
      if (alpha == 255) {
        pixels.set(PIXEL, to + at, above);
      } else if (alpha > 0) {
        pixels.set(PIXEL, to + at, over(above, pixels.get(PIXEL, to + at)));
      }
    }
  }

  /// Blends one colour over another, both with alpha
  /// (https://www.w3.org/TR/png-3/#13Alpha-channel-processing).
  static int over(int above, int below) {
    int upper = 255 * (above >>> 24);
    int lower = (below >>> 24) * (255 - (above >>> 24));
    int sum = upper + lower;
    int mixed = (sum + 127) / 255 << 24;
    for (int shift = 0; shift < 24; shift += 8) {
      int channel = upper * (above >> shift & 0xff) + lower * (below >> shift & 0xff);
      mixed |= (channel + sum / 2) / sum << shift;
    }
    return mixed;
  }

  /// Applies the frame's dispose method before the next frame. The first frame cannot restore an
  /// earlier state.
  ///
  /// @param index of the frame, from 0
  void dispose(Frame frame, int index) {
    switch (frame.disposal()) {
      case NONE -> {}
      case BACKGROUND -> clear(frame);
      case PREVIOUS -> {
        if (index == 0) {
          clear(frame);
        } else {
          pixels.copyFrom(before);
        }
      }
    }
  }

  private void clear(Frame frame) {
    for (int y = frame.y(); y < frame.y() + frame.size().height(); y++) {
      pixels.asSlice(offset(frame.x(), y), 4L * frame.size().width()).fill((byte) 0);
    }
  }

  private long offset(int x, int y) {
    return 4 * ((long) y * size.width() + x);
  }

  /// Returns the canvas as 8-bit sRGB with alpha. The image reads the canvas when its pixels are
  /// computed: compute them before the next frame is drawn.
  VipsImage image(Vips vips) {
    try (VipsImage raw =
        vips.fromMemory(pixels, size.width(), size.height(), 4, BandFormat.UCHAR)) {
      return vips.image(VipsOperation.named("copy").with("in", raw).with("interpretation", "srgb"));
    }
  }

  /// Frees the canvas; images of it must not be used afterwards.
  @Override
  public void close() {
    arena.close();
  }
}
