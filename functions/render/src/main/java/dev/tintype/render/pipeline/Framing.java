package dev.tintype.render.pipeline;

import dev.tintype.render.plan.Dimensions;
import dev.tintype.render.plan.RenderPlan;
import dev.tintype.render.plan.View;
import dev.tintype.render.plan.View.Crop.Window;
import dev.tintype.render.plan.View.Padding;
import dev.tintype.vips.Vips;
import dev.tintype.vips.VipsImage;
import dev.tintype.vips.VipsOperation;

/// Crops, resizes, sharpens, pads and marks pictures. One thread uses it.
final class Framing {

  private static final double[] NOTHING = {0, 0, 0, 0};

  private final Vips vips;
  private final Dimensions original;
  private final AttentionWindows attention;
  private final double[] background;
  private final Sharpening sharpening;
  private final Marking marking;

  /// Finds the places of the plan's attention crops.
  ///
  /// @param widest the pixels of the plan's first level
  /// @param background red, green and blue of padding, 0 to 255
  /// @param marking lays the watermark over the views that have one
  Framing(Vips vips, RenderPlan plan, VipsImage widest, double[] background, Marking marking) {
    this.vips = vips.during("encode");
    this.original = plan.original();
    this.attention = AttentionWindows.on(this.vips, widest, plan);
    this.background = background.clone();
    this.sharpening = new Sharpening(this.vips);
    this.marking = marking;
  }

  /// @param whole the whole picture, 8-bit sRGB with 3 or 4 bands, at any size
  /// @return the pixels of a view, in their own memory; 4 bands if the picture has 4 or the padding
  ///   is transparent, else 3
  VipsImage image(VipsImage whole, View view) {
    try (VipsImage part = cropped(whole, view);
        VipsImage resized = resized(vips, part, view.picture());
        VipsImage picture = view.sharpened() ? sharpening.sharpened(resized) : resized.copy();
        VipsImage padded =
            view.padding().isPresent() ? padded(picture, view.padding().get()) : picture.copy();
        VipsImage marked =
            view.watermark().isPresent()
                ? marking.marked(padded, view.watermark().get())
                : padded.copy()) {
      return marked.copyToMemory();
    }
  }

  private VipsImage cropped(VipsImage whole, View view) {
    if (view.crop().isEmpty()) {
      return whole.copy();
    }
    Dimensions size = new Dimensions(whole.width(), whole.height());
    Window part = attention.of(view.crop().get()).within(original, size, view.picture());
    return vips.image(
        VipsOperation.named("extract_area")
            .with("input", whole)
            .with("left", part.x())
            .with("top", part.y())
            .with("width", part.size().width())
            .with("height", part.size().height()));
  }

  private VipsImage padded(VipsImage picture, Padding padding) {
    try (VipsImage image = padding.transparent() ? withAlpha(vips, picture) : picture.copy()) {
      return vips.image(
          VipsOperation.named("embed")
              .with("in", image)
              .with("x", padding.x())
              .with("y", padding.y())
              .with("width", padding.whole().width())
              .with("height", padding.whole().height())
              .with("extend", "background")
              .with("background", padding.transparent() ? NOTHING : color(image)));
    }
  }

  private double[] color(VipsImage image) {
    return image.hasAlpha()
        ? new double[] {background[0], background[1], background[2], 255}
        : background;
  }

  /// @return the image with an opaque fourth band, if it has none
  static VipsImage withAlpha(Vips vips, VipsImage image) {
    return image.hasAlpha()
        ? image.copy()
        : vips.image(
            VipsOperation.named("bandjoin_const").with("in", image).with("c", new double[] {255}));
  }

  /// Resizes to exactly these dimensions. Transparent pixels are weighted by their alpha.
  ///
  /// @return the pixels, in their own memory
  static VipsImage resize(Vips vips, VipsImage image, Dimensions to) {
    try (VipsImage resized = resized(vips, image, to)) {
      return resized.copyToMemory();
    }
  }

  /// As [#resize], lazily.
  private static VipsImage resized(Vips vips, VipsImage image, Dimensions to) {
    return image.width() == to.width() && image.height() == to.height()
        ? image.copy()
        : vips.image(
            VipsOperation.named("thumbnail_image")
                .with("in", image)
                .with("width", to.width())
                .with("height", to.height())
                .with("size", "force"));
  }
}
