package dev.tintype.render.pipeline;

import dev.tintype.core.Encoding;
import dev.tintype.render.format.webp.WebpAlphaFlag;
import dev.tintype.render.plan.RenderPlan.PlannedFile;
import dev.tintype.vips.Vips;
import dev.tintype.vips.VipsImage;
import dev.tintype.vips.VipsOperation;
import java.nio.file.Path;

/// Writes pixels as AVIF, WebP, JPEG or PNG, without any metadata. Safe for use by many threads.
final class Encoder {

  private final Vips vips;
  private final PngEncoder png;
  private final double[] background;
  private final ClockTimes times;

  /// @param background `#rrggbb`, shown by JPEG behind transparent pixels
  /// @param times learns how long each file took
  Encoder(Vips vips, String background, ClockTimes times) {
    this.vips = vips.during("encode");
    int rgb = Integer.parseInt(background.substring(1), 16);
    this.png = new PngEncoder(this.vips);
    this.background = new double[] {rgb >> 16, rgb >> 8 & 0xff, rgb & 0xff};
    this.times = times;
  }

  /// @return red, green and blue of the background, 0 to 255
  double[] background() {
    return background.clone();
  }

  /// @param image 8-bit sRGB pixels with 3 or 4 bands; frames of an animation below each other
  /// @param folder an existing folder; the file gets its planned name in it
  void encode(VipsImage image, PlannedFile file, Path folder) {
    times.file(file.name(), () -> write(image, file, folder));
  }

  private void write(VipsImage image, PlannedFile file, Path folder) {
    String target = folder.resolve(file.name()).toString();
    switch (file.format()) {
      case AVIF -> vips.run(avif(file.encoding()).with("in", image).with("filename", target));
      case PNG -> png.encode(image, file.encoding().effort(), folder.resolve(file.name()));
      case WEBP -> {
        vips.run(webp(file.encoding()).with("in", image).with("filename", target));
        if (file.animated() && image.hasAlpha()) {
          WebpAlphaFlag.set(folder.resolve(file.name()));
        }
      }
      case JPEG -> {
        try (VipsImage opaque = opaque(image)) {
          vips.run(jpeg(file.encoding()).with("in", opaque).with("filename", target));
        }
      }
    }
  }

  private static VipsOperation avif(Encoding encoding) {
    return faithful(VipsOperation.named("heifsave"), encoding)
        .with("effort", encoding.effort())
        .with("compression", "av1")
        .with("bitdepth", 8)
        .with("subsample-mode", subsampling(encoding))
        .with("keep", "none");
  }

  private static VipsOperation webp(Encoding encoding) {
    VipsOperation webp = faithful(VipsOperation.named("webpsave"), encoding);
    return (encoding.isLossless() ? webp.with("exact", true) : webp)
        .with("effort", encoding.effort())
        .with("keep", "none");
  }

  private static VipsOperation faithful(VipsOperation save, Encoding encoding) {
    return switch (encoding.fidelity()) {
      case Encoding.Lossy(int quality, Encoding.Chroma _) -> save.with("Q", quality);
      case Encoding.Lossless _ -> save.with("lossless", true);
    };
  }

  private static String subsampling(Encoding encoding) {
    return encoding.hasFullChroma() ? "off" : "on";
  }

  /// Progressive coding costs little and saves 2 %. Table 5 is by Klein, Silverstein and Carney,
  /// fitted to human vision. At equal SSIMULACRA2 it gives smaller files than table 3 with trellis
  /// quantisation, in a third of the time. Effort 2 is mozjpeg's own default.
  private static VipsOperation jpeg(Encoding encoding) {
    boolean mozjpeg = encoding.effort() >= 2;
    return faithful(VipsOperation.named("jpegsave"), encoding)
        .with("optimize-coding", true)
        .with("interlace", true)
        .with("trellis-quant", encoding.effort() >= 1)
        .with("overshoot-deringing", mozjpeg)
        .with("optimize-scans", mozjpeg)
        .with("quant-table", mozjpeg ? 3 : 5)
        .with("subsample-mode", subsampling(encoding))
        .with("keep", "none");
  }

  private VipsImage opaque(VipsImage image) {
    return image.hasAlpha()
        ? vips.image(
            VipsOperation.named("flatten").with("in", image).with("background", background))
        : image.copy();
  }
}
