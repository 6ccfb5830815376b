package dev.tintype.render.pipeline;

import dev.tintype.core.Watermark;
import dev.tintype.render.plan.Dimensions;
import dev.tintype.render.plan.Overlay;
import dev.tintype.vips.Vips;
import dev.tintype.vips.VipsImage;
import dev.tintype.vips.VipsOperation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Lays a watermark over pictures. It keeps each resized watermark until it is closed, because
/// every frame of an animation needs the same one. One thread uses it.
final class Marking implements AutoCloseable {

  private final Vips vips;
  private final Optional<VipsImage> image;
  private final Map<Place, VipsImage> resized = new HashMap<>();

  /// @param image the watermark, 8-bit sRGB with 4 bands; the caller closes it. Absent when no size
  ///   has one
  Marking(Vips vips, Optional<VipsImage> image) {
    this.vips = vips;
    this.image = image;
  }

  private record Place(Watermark watermark, Dimensions output) {}

  /// Lays the watermark over a picture with the operator "over". Pixels beside the watermark keep
  /// their values.
  ///
  /// @param picture 8-bit sRGB with 3 or 4 bands
  /// @return the picture with as many bands
  VipsImage marked(VipsImage picture, Watermark watermark) {
    VipsImage mark = image.orElseThrow();
    Dimensions output = new Dimensions(picture.width(), picture.height());
    Overlay place = Overlay.of(watermark, output, new Dimensions(mark.width(), mark.height()));
    VipsImage overlay =
        resized.computeIfAbsent(
            new Place(watermark, output), _ -> faded(mark, place.size(), watermark));
    try (VipsImage pixels = picture.copyToMemory();
        VipsImage below = part(pixels, place);
        VipsImage composed =
            vips.image(
                VipsOperation.named("composite2")
                    .with("base", below)
                    .with("overlay", overlay)
                    .with("mode", "over"));
        VipsImage joined = picture.hasAlpha() ? composed.copy() : colors(composed)) {
      return vips.image(
          VipsOperation.named("insert")
              .with("main", pixels)
              .with("sub", joined)
              .with("x", place.x())
              .with("y", place.y()));
    }
  }

  /// The watermark at its size on the variant, its alpha multiplied with the opacity.
  private VipsImage faded(VipsImage mark, Dimensions size, Watermark watermark) {
    try (VipsImage sized = Framing.resize(vips, mark, size)) {
      if (watermark.opacityPercent() == 100) {
        return sized.copyToMemory();
      }
      try (VipsImage colors = colors(sized);
          VipsImage alpha = band(sized, 3, 1);
          VipsImage less = multiplied(alpha, watermark.opacityPercent() / 100.0);
          VipsImage joined =
              vips.image(VipsOperation.named("bandjoin").with("in", List.of(colors, less)))) {
        return joined.copyToMemory();
      }
    }
  }

  /// Adds a half, because the result is cut off to whole numbers.
  private VipsImage multiplied(VipsImage alpha, double by) {
    return vips.image(
        VipsOperation.named("linear")
            .with("in", alpha)
            .with("a", new double[] {by})
            .with("b", new double[] {0.5})
            .with("uchar", true));
  }

  private VipsImage colors(VipsImage picture) {
    return band(picture, 0, 3);
  }

  private VipsImage band(VipsImage picture, int first, int count) {
    return vips.image(
        VipsOperation.named("extract_band")
            .with("in", picture)
            .with("band", first)
            .with("n", count));
  }

  private VipsImage part(VipsImage picture, Overlay place) {
    return vips.image(
        VipsOperation.named("extract_area")
            .with("input", picture)
            .with("left", place.x())
            .with("top", place.y())
            .with("width", place.size().width())
            .with("height", place.size().height()));
  }

  @Override
  public void close() {
    resized.values().forEach(VipsImage::close);
  }
}
