package dev.tintype.render.fit;

import dev.tintype.render.specimens.VipsWriter;
import dev.tintype.vips.Vips;
import dev.tintype.vips.VipsImage;
import dev.tintype.vips.VipsOperation;
import java.util.Collections;

/// Writes large originals of a kind: waves, made while they are written.
///
/// @param vips a started libvips
record Enlarged(Vips vips) {

  /// Rows repeat, so that no file is larger than is admitted.
  private static final double PERIOD_PX = 250;

  /// Equal frames would become one.
  private static final double FRAMES_DIFFER = 3.3;

  byte[] of(Kind kind, int height) {
    VipsOperation waves =
        VipsOperation.named("sines")
            .with("width", kind.width())
            .with("height", (long) height * kind.frames())
            .with("uchar", true)
            .with("hfreq", kind.width() / PERIOD_PX)
            .with("vfreq", kind.frames() > 1 ? FRAMES_DIFFER : 0.0);
    try (VipsImage wave = vips.image(waves);
        VipsImage bands =
            vips.image(
                VipsOperation.named("bandjoin")
                    .with("in", Collections.nCopies(kind.bands(), wave)));
        VipsImage deep = kind.bits() == 16 && !isAvif(kind) ? deep(bands) : bands.copy();
        VipsImage named =
            vips.image(
                VipsOperation.named("copy")
                    .with("in", deep)
                    .with("interpretation", deep.format().bytes() == 2 ? "rgb16" : "srgb"));
        VipsImage framed = named.copy()) {
      if (kind.frames() > 1) {
        framed.setField("page-height", height);
        framed.setField("delay", new int[kind.frames()]);
      }
      return new VipsWriter(vips)
          .saved(framed, VipsOperation.named(kind.save()).withOptions(kind.options()));
    }
  }

  private static boolean isAvif(Kind kind) {
    return kind.save().equals("heifsave_buffer");
  }

  private VipsImage deep(VipsImage bands) {
    return vips.image(
        VipsOperation.named("cast").with("in", bands).with("format", "ushort").with("shift", true));
  }
}
