package dev.tintype.render.fit;

import dev.tintype.core.OriginalFormat;
import dev.tintype.render.specimens.VipsWriter;
import dev.tintype.vips.Vips;
import dev.tintype.vips.VipsImage;
import dev.tintype.vips.VipsOperation;
import java.util.ArrayList;
import java.util.List;

/// Writes large originals of a kind, generated row by row.
///
/// @param vips a started libvips
record Enlarged(Vips vips) {

  /// Rows repeat, so that no file exceeds the admitted length.
  private static final double PERIOD_PX = 250;

  /// Encoders would merge equal frames.
  private static final double FRAMES_DIFFER = 3.3;

  byte[] of(Kind kind, int height) {
    List<VipsImage> bands = new ArrayList<>();
    try {
      for (int band = 0; band < kind.pixels().bands(); band++) {
        bands.add(band(kind, height, band));
      }
      try (VipsImage joined = vips.image(VipsOperation.named("bandjoin").with("in", bands));
          VipsImage named = named(kind, joined);
          VipsImage framed = named.copy()) {
        if (kind.frames() > 1) {
          framed.setField("page-height", height);
          framed.setField("delay", new int[kind.frames()]);
        }
        if (kind.orientation() > 1) {
          framed.setField("orientation", kind.orientation());
        }
        Kind.Save save = kind.save();
        return new VipsWriter(vips)
            .saved(framed, VipsOperation.named(save.operation()).withOptions(save.options()));
      }
    } finally {
      bands.forEach(VipsImage::close);
    }
  }

  private VipsImage band(Kind kind, int height, int band) {
    long rows = (long) height * kind.frames();
    if (!kind.noise()) {
      return vips.image(
          VipsOperation.named("sines")
              .with("width", kind.width())
              .with("height", rows)
              .with("uchar", true)
              .with("hfreq", kind.width() / PERIOD_PX)
              .with("vfreq", kind.frames() > 1 ? FRAMES_DIFFER : 0.0));
    }
    VipsOperation noise =
        VipsOperation.named("gaussnoise")
            .with("width", kind.width())
            .with("height", rows)
            .with("mean", 128.0)
            .with("sigma", 50.0)
            .with("seed", band);
    try (VipsImage drawn = vips.image(noise)) {
      return vips.image(VipsOperation.named("cast").with("in", drawn).with("format", "uchar"));
    }
  }

  private VipsImage named(Kind kind, VipsImage joined) {
    boolean deep = kind.pixels().bits() == 16 && kind.format() != OriginalFormat.AVIF;
    boolean ink = kind.pixels().bands() == 4 && !kind.pixels().alpha();
    String space = ink ? "cmyk" : deep ? "rgb16" : "srgb";
    VipsOperation naming =
        VipsOperation.named("copy").with("in", joined).with("interpretation", space);
    if (!deep) {
      return vips.image(naming);
    }
    VipsOperation deepening =
        VipsOperation.named("cast").with("in", joined).with("format", "ushort").with("shift", true);
    try (VipsImage shorts = vips.image(deepening)) {
      return vips.image(naming.with("in", shorts));
    }
  }
}
