package dev.tintype.render.golden;

import dev.tintype.core.Fit;
import dev.tintype.core.Formats;
import dev.tintype.core.Gravity;
import dev.tintype.core.Recipe;
import dev.tintype.core.Sha256;
import dev.tintype.core.Size;
import dev.tintype.core.SizeName;
import dev.tintype.core.Watermark;
import dev.tintype.render.plan.Dimensions;
import dev.tintype.render.plan.Overlay;
import dev.tintype.render.specimens.Picture;
import dev.tintype.render.specimens.Png;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Recipes with a watermark, and what they show.
final class Marked {

  /// 20 × 16 px: a frame that is opaque, and an inside that becomes transparent from left to right.
  static final Picture MARK =
      Picture.paint(
          20,
          16,
          (x, y) ->
              x == 0 || y == 0 || x == 19 || y == 15
                  ? 0xff1030e0
                  : (250 - 12 * x) << 24 | 0xf0c820);

  static final byte[] FILE = Png.of(Png.Type.RGBA).encode(MARK);

  private Marked() {}

  static Watermark watermark(Gravity gravity, int opacity) {
    return new Watermark(Sha256.of(FILE), gravity, 5, 20, opacity);
  }

  static Size box(String name, int width, int height, Fit fit, boolean marked) {
    return new Size(
        new SizeName(name), width, height, fit, /* sharpen= */ false, Optional.empty(), marked);
  }

  /// Two widths, and a box with a watermark.
  static Recipe recipe(Watermark watermark, Formats formats, Size marked, int... widths) {
    List<Size> sizes = new ArrayList<>(Size.widths(widths));
    sizes.add(marked);
    return new Recipe("marked", sizes, formats, "#20a040", true, Optional.of(watermark));
  }

  /// The picture under the watermark, where the watermark is not resized: the operator "over" on
  /// colours that are not premultiplied
  /// (https://www.w3.org/TR/compositing-1/#simplealphacompositing).
  static Picture over(Picture below, Watermark watermark) {
    Overlay place =
        Overlay.of(
            watermark,
            new Dimensions(below.width(), below.height()),
            new Dimensions(MARK.width(), MARK.height()));
    if (place.size().width() != MARK.width() || place.size().height() != MARK.height()) {
      throw new IllegalArgumentException("resized to " + place.size());
    }
    return Picture.paint(
        below.width(),
        below.height(),
        (x, y) -> {
          int markX = x - place.x();
          int markY = y - place.y();
          boolean inside =
              markX >= 0 && markY >= 0 && markX < MARK.width() && markY < MARK.height();
          return inside
              ? over(below.channels(x, y), MARK.channels(markX, markY), watermark)
              : below.at(x, y);
        });
  }

  private static int over(int[] below, int[] mark, Watermark watermark) {
    double top = Math.round(mark[3] * watermark.opacityPercent() / 100.0) / 255.0;
    double rest = below[3] / 255.0 * (1 - top);
    double alpha = top + rest;
    int argb = (int) Math.round(255 * alpha) << 24;
    for (int channel = 0; channel < 3 && alpha > 0; channel++) {
      long value = Math.round((top * mark[channel] + rest * below[channel]) / alpha);
      argb |= (int) value << (16 - 8 * channel);
    }
    return argb;
  }
}
