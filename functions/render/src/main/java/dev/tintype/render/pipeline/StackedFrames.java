package dev.tintype.render.pipeline;

import dev.tintype.core.Rejection;
import dev.tintype.render.decode.Decoder;
import dev.tintype.render.format.Unrenderable;
import dev.tintype.render.plan.Header;
import dev.tintype.vips.Vips;
import dev.tintype.vips.VipsImage;
import dev.tintype.vips.VipsOperation;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import java.util.OptionalInt;

/// Frames that libvips reads as one tall image, below each other.
final class StackedFrames implements Frames {

  /// Some loaders read all frames before the first. Without `memory`, libvips writes more than 100
  /// MB of them to a file and maps it, which the jail forbids.
  private static final String ALL = "[n=-1,access=sequential,fail-on=warning,memory=true]";

  private final Vips vips;
  private final Decoder decoder;
  private final Header header;
  private final VipsImage all;
  private int taken;

  StackedFrames(Vips vips, Decoder decoder, MemorySegment file, Header header) {
    this.vips = vips;
    this.decoder = decoder;
    this.header = header;
    this.all = vips.fromBuffer(file, ALL);
    if (all.height() % all.pageHeight() != 0) {
      int height = all.height();
      all.close();
      throw new Unrenderable(Rejection.CORRUPT, "frames of different heights in " + height + " px");
    }
  }

  @Override
  public Optional<int[]> delays() {
    return all.intsField("delay");
  }

  @Override
  public OptionalInt plays() {
    return all.intField("loop");
  }

  @Override
  public VipsImage next() {
    VipsOperation crop =
        VipsOperation.named("extract_area")
            .with("input", all)
            .with("left", 0)
            .with("top", (long) taken * all.pageHeight())
            .with("width", all.width())
            .with("height", all.pageHeight());
    taken++;
    try (VipsImage cut = vips.image(crop);
        VipsImage srgb = decoder.srgb(cut, header);
        VipsImage upright = vips.image(VipsOperation.named("autorot").with("in", srgb))) {
      return upright.copyToMemory();
    }
  }

  @Override
  public void close() {
    all.close();
  }
}
