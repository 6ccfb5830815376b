package dev.tintype.render.decode;

import dev.tintype.core.Rejection;
import dev.tintype.render.format.NativeBytes;
import dev.tintype.render.format.Unrenderable;
import dev.tintype.render.format.gif.GifFile;
import dev.tintype.render.format.gif.GifFrame;
import dev.tintype.render.format.gif.GifLzw;
import dev.tintype.render.plan.Dimensions;
import dev.tintype.vips.BandFormat;
import dev.tintype.vips.Vips;
import dev.tintype.vips.VipsImage;
import dev.tintype.vips.VipsOperation;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The canvas on which a GIF's frames are drawn one after another. Areas that no frame has covered
/// are transparent.
///
/// libvips' own reader is not used: it treats canvases over 2,048 px and some common sizes as
/// mistakes, and shows uncovered areas in black.
public final class GifCanvas implements AutoCloseable {

  /// Red is first in memory.
  private static final ValueLayout.OfInt PIXEL =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private static final int BLACK = 0xff000000;
  private static final int MOST_COLORS = 256;

  private final GifFile file;
  private final int wanted;
  private final Arena arena = Arena.ofShared();
  private final MemorySegment pixels;
  private final int[] row;
  private final int[] palette = new int[MOST_COLORS];
  private @Nullable MemorySegment before;
  private int drawn;

  /// @param wanted how many frames will be drawn, 1 to all
  public GifCanvas(GifFile file, int wanted) {
    this.file = file;
    this.wanted = wanted;
    Dimensions canvas = file.canvas();
    this.pixels = arena.allocate(4 * canvas.pixels(), 16);
    this.row = new int[canvas.width()];
  }

  /// Draws the next frame.
  ///
  /// @throws Unrenderable when its pixels are missing or impossible
  public void draw() {
    if (drawn > 0) {
      dispose(file.frames().get(drawn - 1));
    }
    GifFrame frame = file.frames().get(drawn);
    drawn++;
    if (frame.disposal() == GifFrame.Disposal.RESTORE && drawn < wanted) {
      save();
    }
    readPalette(frame);
    if (frame.pixels() > 0) {
      rows(frame, new GifLzw(file.bytes(), frame.data()));
    }
  }

  /// Returns the canvas as 8-bit sRGB, with alpha if the GIF has any. The image reads the canvas
  /// when its pixels are computed: compute them before the next frame is drawn.
  public VipsImage image(Vips vips) {
    Dimensions canvas = file.canvas();
    VipsOperation named = VipsOperation.named("copy").with("interpretation", "srgb");
    VipsOperation opaque = VipsOperation.named("extract_band").with("band", 0).with("n", 3);
    try (VipsImage raw =
            vips.fromMemory(pixels, canvas.width(), canvas.height(), 4, BandFormat.UCHAR);
        VipsImage image = vips.image(named.with("in", raw))) {
      return file.alpha() ? image.copy() : vips.image(opaque.with("in", image));
    }
  }

  private void rows(GifFrame frame, GifLzw lzw) {
    byte[] indices = new byte[frame.width()];
    int[] starts = frame.interlaced() ? new int[] {0, 4, 2, 1} : new int[] {0};
    int[] steps = frame.interlaced() ? new int[] {8, 8, 4, 2} : new int[] {1};
    for (int pass = 0; pass < starts.length; pass++) {
      for (int y = starts[pass]; y < frame.height(); y += steps[pass]) {
        if (lzw.read(indices, frame.width()) < frame.width()) {
          throw new Unrenderable(
              Rejection.CORRUPT, "frame " + drawn + " lacks pixels from row " + y);
        }
        row(frame, y, indices);
      }
    }
  }

  private void row(GifFrame frame, int y, byte[] indices) {
    int canvasY = frame.y() + y;
    int count = Math.min(frame.width(), file.canvas().width() - frame.x());
    if (canvasY >= file.canvas().height() || count <= 0) {
      return;
    }
    long at = offset(frame.x(), canvasY);
    if (frame.transparent() >= 0) {
      MemorySegment.copy(pixels, PIXEL, at, row, 0, count);
    }
    for (int x = 0; x < count; x++) {
      int index = indices[x] & 0xff;
      if (index != frame.transparent()) {
        row[x] = palette[index];
      }
    }
    MemorySegment.copy(row, 0, pixels, PIXEL, at, count);
  }

  private void readPalette(GifFrame frame) {
    Arrays.fill(palette, BLACK);
    for (int i = 0; i < frame.colors(); i++) {
      long at = frame.palette() + 3L * i;
      NativeBytes bytes = file.bytes();
      palette[i] = BLACK | bytes.u8(at) | bytes.u8(at + 1) << 8 | bytes.u8(at + 2) << 16;
    }
  }

  private void save() {
    MemorySegment saved = before;
    if (saved == null) {
      saved = arena.allocate(pixels.byteSize(), 16);
      before = saved;
    }
    saved.copyFrom(pixels);
  }

  private void dispose(GifFrame frame) {
    switch (frame.disposal()) {
      case KEEP -> {}
      case CLEAR -> clear(frame);
      case RESTORE -> {
        if (before != null) {
          pixels.copyFrom(before);
        }
      }
    }
  }

  private void clear(GifFrame frame) {
    long count = Math.min(frame.width(), file.canvas().width() - frame.x());
    int bottom = Math.min(frame.y() + frame.height(), file.canvas().height());
    for (int y = frame.y(); y < bottom && count > 0; y++) {
      pixels.asSlice(offset(frame.x(), y), 4 * count).fill((byte) 0);
    }
  }

  private long offset(int x, int y) {
    return 4 * ((long) y * file.canvas().width() + x);
  }

  /// Frees the canvas; images of it must not be used afterwards.
  @Override
  public void close() {
    arena.close();
  }
}
