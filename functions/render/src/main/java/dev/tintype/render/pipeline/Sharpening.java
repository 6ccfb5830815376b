package dev.tintype.render.pipeline;

import dev.tintype.vips.Vips;
import dev.tintype.vips.VipsImage;
import dev.tintype.vips.VipsOperation;
import java.util.List;

/// Sharpens pictures with the defaults of libvips' `sharpen`
/// (https://www.libvips.org/API/current/method.Image.sharpen.html). Safe for use by many threads.
///
/// Alpha is not changed. A pixel beside an almost transparent one is not changed either: that one
/// has no colour, or a coarse one, and sharpening against it would draw a bright edge.
record Sharpening(Vips vips) {

  /// `sharpen` looks at the eight neighbours.
  private static final int NEIGHBOURHOOD = 3;

  /// The lowest alpha, 0 to 255, with a colour to sharpen against. Below, a resized edge of one
  /// colour varies by more than 4 of 255.
  private static final double COLORED = 32;

  /// @param image 8-bit sRGB with 3 or 4 bands
  /// @return the sharpened pixels
  VipsImage sharpened(VipsImage image) {
    // Each part of the operation reads the pixels, so they are computed once, before.
    try (VipsImage pixels = image.copyToMemory()) {
      return pixels.hasAlpha() ? besideColors(pixels) : whole(pixels);
    }
  }

  private VipsImage whole(VipsImage opaque) {
    return vips.image(VipsOperation.named("sharpen").with("in", opaque));
  }

  private VipsImage besideColors(VipsImage image) {
    try (VipsImage colors = bands(image, 0, 3);
        VipsImage alpha = bands(image, 3, 1);
        VipsImage colored = colored(alpha);
        VipsImage sharp = whole(colors);
        VipsImage chosen =
            vips.image(
                VipsOperation.named("ifthenelse")
                    .with("cond", colored)
                    .with("in1", sharp)
                    .with("in2", colors))) {
      return vips.image(VipsOperation.named("bandjoin").with("in", List.of(chosen, alpha)));
    }
  }

  private VipsImage bands(VipsImage image, int first, int count) {
    return vips.image(
        VipsOperation.named("extract_band").with("in", image).with("band", first).with("n", count));
  }

  /// White where the pixel and all its neighbours have a colour.
  private VipsImage colored(VipsImage alpha) {
    try (VipsImage wider = widened(alpha);
        VipsImage ranked = lowest(wider);
        VipsImage nearby = narrowed(ranked, alpha)) {
      return vips.image(
          VipsOperation.named("relational_const")
              .with("in", nearby)
              .with("relational", "moreeq")
              .with("c", new double[] {COLORED}));
    }
  }

  /// Repeats the pixels at the edges: `rank` refuses a picture that is smaller than its window.
  private VipsImage widened(VipsImage alpha) {
    return vips.image(
        VipsOperation.named("embed")
            .with("in", alpha)
            .with("x", 1)
            .with("y", 1)
            .with("width", alpha.width() + 2)
            .with("height", alpha.height() + 2)
            .with("extend", "copy"));
  }

  private VipsImage lowest(VipsImage alpha) {
    return vips.image(
        VipsOperation.named("rank")
            .with("in", alpha)
            .with("width", NEIGHBOURHOOD)
            .with("height", NEIGHBOURHOOD)
            .with("index", 0));
  }

  private VipsImage narrowed(VipsImage widened, VipsImage to) {
    return vips.image(
        VipsOperation.named("extract_area")
            .with("input", widened)
            .with("left", 1)
            .with("top", 1)
            .with("width", to.width())
            .with("height", to.height()));
  }
}
