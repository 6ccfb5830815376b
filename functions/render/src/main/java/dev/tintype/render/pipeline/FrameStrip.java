package dev.tintype.render.pipeline;

import dev.tintype.render.plan.Dimensions;
import dev.tintype.render.plan.RenderPlan.PlannedFile;
import dev.tintype.vips.BandFormat;
import dev.tintype.vips.Vips;
import dev.tintype.vips.VipsBlob;
import dev.tintype.vips.VipsImage;
import dev.tintype.vips.VipsOperation;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// The resized frames of one animated file, below each other. One block of memory holds all frames:
/// a separate image for each would take extra kilobytes.
final class FrameStrip implements AutoCloseable {

  private final Arena arena = Arena.ofShared();
  private final Dimensions frame;
  private final int frames;
  private final int bands;
  private final MemorySegment pixels;
  private int added;

  /// @param bands 3 or 4
  FrameStrip(PlannedFile file, int bands) {
    this.frame = file.dimensions();
    this.frames = file.frames();
    this.bands = bands;
    this.pixels = arena.allocate(frame.pixels() * frames * bands, 16);
  }

  /// Resizes the next frame and copies its pixels.
  ///
  /// @param image 8-bit sRGB with as many bands as the strip
  void add(Vips vips, VipsImage image) {
    try (VipsImage resized = Levels.resize(vips, image, frame);
        VipsBlob blob = resized.writeToMemory()) {
      long bytes = frame.pixels() * bands;
      pixels.asSlice(added * bytes, bytes).copyFrom(blob.asSegment().asSlice(0, bytes));
      added++;
    }
  }

  /// Returns all frames as one image of [#frames] pages that is backed by this strip.
  VipsImage image(Vips vips) {
    try (VipsImage raw =
        vips.fromMemory(pixels, frame.width(), frame.height() * frames, bands, BandFormat.UCHAR)) {
      VipsImage image =
          vips.image(VipsOperation.named("copy").with("in", raw).with("interpretation", "srgb"));
      image.setField("page-height", frame.height());
      return image;
    }
  }

  /// Frees the pixels; a second call does nothing.
  @Override
  public void close() {
    if (arena.scope().isAlive()) {
      arena.close();
    }
  }
}
