package dev.tintype.render.pipeline;

import dev.tintype.render.plan.Dimensions;
import dev.tintype.render.plan.RenderPlan.PlannedFile;
import dev.tintype.render.plan.View;
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
  private final View view;
  private final Dimensions frame;
  private final int frames;
  private final int bands;
  private final MemorySegment pixels;
  private int added;

  /// @param alpha whether the original has transparency
  FrameStrip(PlannedFile file, boolean alpha) {
    this.view = file.view();
    this.frame = file.dimensions();
    this.frames = file.frames();
    this.bands = alpha || view.isPaddedTransparently() ? 4 : 3;
    this.pixels = arena.allocate(frame.pixels() * frames * bands, 16);
  }

  /// Crops and resizes the next frame and copies its pixels.
  ///
  /// @param image 8-bit sRGB with as many bands as the original
  void add(Framing framing, VipsImage image) {
    try (VipsImage resized = framing.image(image, view);
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
