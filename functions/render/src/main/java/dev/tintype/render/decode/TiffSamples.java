package dev.tintype.render.decode;

import dev.tintype.render.format.tiff.TiffColors;
import dev.tintype.render.format.tiff.TiffDescription;
import dev.tintype.render.format.tiff.TiffOriginal;
import dev.tintype.render.format.tiff.TiffTag;
import dev.tintype.vips.BandFormat;
import dev.tintype.vips.Vips;
import dev.tintype.vips.VipsImage;
import dev.tintype.vips.VipsOperation;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Locale;

/// Turns the samples of a TIFF, as stored, into a picture.
final class TiffSamples {

  private static final double MOST_16 = 65_535;

  private final Vips vips;
  private final TiffOriginal tiff;
  private final Arena arena;

  /// @param arena must outlive the picture
  TiffSamples(Vips vips, TiffOriginal tiff, Arena arena) {
    this.vips = vips;
    this.tiff = tiff;
    this.arena = arena;
  }

  /// @param stored the samples as libvips reads them
  VipsImage toPicture(VipsImage stored) {
    TiffDescription description = tiff.description();
    if (tiff.colors() == TiffColors.BY_LIBTIFF) {
      return bands(stored, 0, 3);
    }
    if (tiff.colors() == TiffColors.AS_STORED && description.extras().isEmpty()) {
      return stored.copy();
    }
    int colors = stored.bands() - description.extras().size();
    try (VipsImage raw = bands(stored, 0, colors)) {
      VipsImage converted = colors(raw);
      return description.alpha().isPresent()
          ? withAlpha(stored, colors + description.alpha().getAsInt(), converted)
          : converted;
    }
  }

  private VipsImage colors(VipsImage raw) {
    return switch (tiff.colors()) {
      case AS_STORED, BY_LIBTIFF -> raw.copy();
      case OF_32_BITS -> named16(upper16(raw), raw.bands());
      case FRACTIONS -> named16(fractions(raw), raw.bands());
      case LAB, LAB_OF_ICC -> lab(raw);
      case LUMA_CHROMA -> lumaChroma(raw);
    };
  }

  private VipsImage withAlpha(VipsImage stored, int band, VipsImage colors) {
    try (colors;
        VipsImage raw = bands(stored, band, 1);
        VipsImage alpha = alpha(raw, colors.format());
        VipsImage joined =
            vips.image(VipsOperation.named("bandjoin").with("in", List.of(colors, alpha)));
        VipsImage named = named(joined.copy(), colors.interpretation())) {
      return tiff.description().premultiplied()
          ? cast(then(named.copy(), VipsOperation.named("unpremultiply")), colors.format())
          : named.copy();
    }
  }

  /// Scales alpha to the range of the colours.
  private VipsImage alpha(VipsImage raw, BandFormat wanted) {
    return switch (tiff.colors()) {
      case AS_STORED, BY_LIBTIFF, LUMA_CHROMA -> raw.copy();
      case OF_32_BITS -> upper16(raw);
      case FRACTIONS -> cast(linear(raw.copy(), MOST_16, 0), BandFormat.USHORT);
      case LAB, LAB_OF_ICC ->
          raw.format() == wanted
              ? raw.copy()
              : cast(linear(raw.copy(), 1 / 257.0, 0.5), BandFormat.UCHAR);
    };
  }

  private VipsImage upper16(VipsImage raw) {
    VipsOperation shift =
        VipsOperation.named("boolean_const").with("boolean", "rshift").with("c", new double[] {16});
    return cast(then(raw.copy(), shift), BandFormat.USHORT);
  }

  /// Clips values to black below 0 and to white above 1.
  private VipsImage fractions(VipsImage raw) {
    boolean inverted = tiff.description().photometric() == TiffDescription.MIN_IS_WHITE;
    double scale = inverted ? -MOST_16 : MOST_16;
    return cast(linear(raw.copy(), scale, inverted ? MOST_16 : 0), BandFormat.USHORT);
  }

  /// Little CMS converts it as a profile connection space with white D50.
  private VipsImage lab(VipsImage raw) {
    boolean icc = tiff.colors() == TiffColors.LAB_OF_ICC;
    boolean deep = tiff.description().bits() == 16;
    double white = !deep ? 255 : icc ? 0xff00 : MOST_16;
    double unit = deep ? 1 / 256.0 : 1;
    VipsOperation signed = VipsOperation.named("copy").with("format", deep ? "short" : "char");
    try (VipsImage lightness = linear(bands(raw, 0, 1), 100 / white, 0);
        VipsImage opponents = bands(raw, 1, 2);
        VipsImage scaled =
            icc
                ? linear(opponents.copy(), unit, -128)
                : linear(then(opponents.copy(), signed), unit, 0);
        VipsImage joined =
            vips.image(VipsOperation.named("bandjoin").with("in", List.of(lightness, scaled)))) {
      return then(
          named(joined.copy(), "lab"),
          VipsOperation.named("icc_export").with("output-profile", "srgb").with("depth", 8));
    }
  }

  /// TIFF 6.0, section 21. Adds a half, because the cast truncates.
  private VipsImage lumaChroma(VipsImage raw) {
    double[] luma = tiff.directory().reals(TiffTag.YCBCR_COEFFICIENTS, 0.299, 0.587, 0.114);
    double[] range =
        tiff.directory().reals(TiffTag.REFERENCE_BLACK_WHITE, 0, 255, 128, 255, 128, 255);
    double[] scale = new double[3];
    double[] offset = new double[3];
    for (int i = 0; i < 3; i++) {
      double span = range[2 * i + 1] - range[2 * i];
      scale[i] = (i == 0 ? 255 : 127) / (span == 0 ? 1 : span);
      offset[i] = -range[2 * i] * scale[i] + (i == 0 ? 0.5 : 0);
    }
    double red = 2 - 2 * luma[0];
    double blue = 2 - 2 * luma[2];
    double green = luma[1] == 0 ? 1 : luma[1];
    double[] matrix = {1, 0, red, 1, -luma[2] * blue / green, -luma[0] * red / green, 1, blue, 0};
    MemorySegment values = arena.allocateFrom(ValueLayout.JAVA_DOUBLE, matrix);
    VipsOperation ranged = VipsOperation.named("linear").with("a", scale).with("b", offset);
    try (VipsImage m = vips.fromMemory(values, 3, 3, 1, BandFormat.DOUBLE)) {
      VipsImage mixed = then(then(raw.copy(), ranged), VipsOperation.named("recomb").with("m", m));
      return named(cast(mixed, BandFormat.UCHAR), "srgb");
    }
  }

  private VipsImage named16(VipsImage image, int bands) {
    return named(image, bands == 1 ? "grey16" : "rgb16");
  }

  private VipsImage named(VipsImage image, String interpretation) {
    return then(image, VipsOperation.named("copy").with("interpretation", interpretation));
  }

  private VipsImage linear(VipsImage image, double a, double b) {
    return then(
        image,
        VipsOperation.named("linear").with("a", new double[] {a}).with("b", new double[] {b}));
  }

  private VipsImage cast(VipsImage image, BandFormat format) {
    return then(
        image, VipsOperation.named("cast").with("format", format.name().toLowerCase(Locale.ROOT)));
  }

  private VipsImage bands(VipsImage image, int first, int count) {
    return vips.image(
        VipsOperation.named("extract_band").with("in", image).with("band", first).with("n", count));
  }

  /// @param image this method closes it
  private VipsImage then(VipsImage image, VipsOperation operation) {
    try (image) {
      return vips.image(operation.with("in", image));
    }
  }
}
