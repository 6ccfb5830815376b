package dev.tintype.render.decode;

import dev.tintype.render.color.ColorStatement;
import dev.tintype.render.color.ToneMap;
import dev.tintype.render.color.Transfer;
import dev.tintype.vips.BandFormat;
import dev.tintype.vips.Vips;
import dev.tintype.vips.VipsImage;
import dev.tintype.vips.VipsOperation;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntToDoubleFunction;

/// Converts stored numbers to 8-bit sRGB according to the file's colour statements. Every
/// conversion is lazy: its lookup tables live as long as the arena, which must outlive every image
/// made.
final class ColorConversion {

  /// Linear light is held in this many steps before it is encoded again. Near black, one step is a
  /// twentieth of a step of 8-bit sRGB.
  private static final int STEPS = 1 << 16;

  private static final int LIGHT = STEPS - 1;

  private final Vips vips;
  private final Arena arena;

  ColorConversion(Vips vips, Arena arena) {
    this.vips = vips;
    this.arena = arena;
  }

  /// @param image 8 or 16 bits per channel, with or without alpha
  /// @param bits how many bits of each number the file uses, the highest ones
  VipsImage toSrgb(VipsImage image, ColorStatement statement, int bits) {
    return aside(image, colors -> colorsToSrgb(colors, statement, bits));
  }

  /// Converts grey whose black is 16 of 255 to grey whose black is 0.
  VipsImage widened(VipsImage image, int bits) {
    Samples samples = new Samples(image, bits, /* narrow= */ true);
    return aside(
        image,
        colors -> {
          VipsImage table =
              samples.deep
                  ? wholes(samples.count, i -> samples.most * samples.signal(i))
                  : bytes(samples.count, i -> 255 * samples.signal(i));
          return mapped(colors, table);
        });
  }

  /// Divides premultiplied colours by their alpha.
  VipsImage straight(VipsImage image) {
    try (VipsImage divided = vips.image(VipsOperation.named("unpremultiply").with("in", image));
        VipsImage rounded = linear(divided, 1, 0.5)) {
      return cast(rounded, image.format() == BandFormat.USHORT ? "ushort" : "uchar");
    }
  }

  private VipsImage colorsToSrgb(VipsImage colors, ColorStatement statement, int bits) {
    Samples samples = new Samples(colors, bits, statement.narrow());
    Transfer transfer = statement.transfer();
    boolean grey = colors.bands() < 3;
    if (!transfer.isHighDynamicRange() && (grey || statement.keepsPrimaries())) {
      return mapped(
          colors, bytes(samples.count, i -> 255 * encoded(transfer.light(samples.signal(i)))));
    }
    if (grey) {
      return mapped(colors, bytes(samples.count, i -> 255 * encoded(toned(statement, samples, i))));
    }
    VipsImage table = reals(samples.count, i -> transfer.light(samples.signal(i)));
    try (VipsImage light = mapped(colors, table);
        VipsImage shown = shown(light, statement);
        VipsImage srgb = recombined(shown, scaled(statement.primaries().toSrgb(), LIGHT));
        VipsImage steps = cast(srgb, "ushort")) {
      return mapped(steps, bytes(STEPS, i -> 255 * encoded((double) i / LIGHT)));
    }
  }

  /// Compresses light to what a display with sRGB's range can show.
  private VipsImage shown(VipsImage light, ColorStatement statement) {
    return switch (statement.transfer()) {
      case Transfer.Curve curve when curve == Transfer.Curve.PQ -> pressed(light);
      case Transfer.Curve curve when curve == Transfer.Curve.HLG -> {
        try (VipsImage luminance = recombined(light, statement.primaries().luminance());
            VipsImage display = gained(light, luminance, 1, ToneMap::hlgGain)) {
          yield pressed(display);
        }
      }
      case Transfer.Curve _, Transfer.Power _ -> light.copy();
    };
  }

  /// Multiplies all channels by the gain of the brightest one, so that the hue stays.
  private VipsImage pressed(VipsImage light) {
    try (VipsImage red = band(light, 0, 1);
        VipsImage green = band(light, 1, 1);
        VipsImage blue = band(light, 2, 1);
        VipsImage brightest =
            vips.image(
                VipsOperation.named("bandrank")
                    .with("in", List.of(red, green, blue))
                    .with("index", 2))) {
      return gained(light, brightest, 10_000 / ToneMap.WHITE_CANDELAS, ToneMap::gain);
    }
  }

  /// Multiplies every channel by a gain that is looked up for one measure of the pixel.
  ///
  /// @param most the largest measure with an entry of its own
  private VipsImage gained(
      VipsImage light, VipsImage measure, double most, DoubleUnaryOperator gain) {
    VipsImage table = reals(STEPS, i -> gain.applyAsDouble(i * most / LIGHT));
    try (VipsImage scaled = linear(measure, LIGHT / most, 0.5);
        VipsImage steps = cast(scaled, "ushort");
        VipsImage gains = mapped(steps, table)) {
      return vips.image(VipsOperation.named("multiply").with("left", light).with("right", gains));
    }
  }

  private static double toned(ColorStatement statement, Samples samples, int i) {
    double light = statement.transfer().light(samples.signal(i));
    if (statement.transfer() == Transfer.Curve.HLG) {
      light *= ToneMap.hlgGain(light);
    }
    return light * ToneMap.gain(light);
  }

  /// sRGB's transfer curve, from light to signal.
  private static double encoded(double light) {
    double cut = Math.clamp(light, 0.0, 1.0);
    return cut <= 0.0031308 ? 12.92 * cut : 1.055 * Math.pow(cut, 1 / 2.4) - 0.055;
  }

  /// Applies a step to the colours and leaves alpha unchanged; alpha gets their bit depth.
  private VipsImage aside(VipsImage image, java.util.function.UnaryOperator<VipsImage> conversion) {
    int colors = image.bands() - (image.hasAlpha() ? 1 : 0);
    try (VipsImage before = band(image, 0, colors);
        VipsImage after = conversion.apply(before);
        VipsImage named = interpreted(after, colors)) {
      if (!image.hasAlpha()) {
        return named.copy();
      }
      try (VipsImage stored = band(image, colors, 1);
          VipsImage alpha =
              after.format() == image.format() ? stored.copy() : highestBits(stored)) {
        return vips.image(VipsOperation.named("bandjoin").with("in", List.of(named, alpha)));
      }
    }
  }

  private VipsImage interpreted(VipsImage image, int colors) {
    boolean deep = image.format() == BandFormat.USHORT;
    String space = colors < 3 ? deep ? "grey16" : "b-w" : deep ? "rgb16" : "srgb";
    return vips.image(VipsOperation.named("copy").with("in", image).with("interpretation", space));
  }

  private VipsImage band(VipsImage image, int first, int count) {
    return vips.image(
        VipsOperation.named("extract_band").with("in", image).with("band", first).with("n", count));
  }

  private VipsImage highestBits(VipsImage image) {
    return vips.image(
        VipsOperation.named("cast").with("in", image).with("format", "uchar").with("shift", true));
  }

  private VipsImage cast(VipsImage image, String format) {
    return vips.image(VipsOperation.named("cast").with("in", image).with("format", format));
  }

  private VipsImage linear(VipsImage image, double factor, double added) {
    return vips.image(
        VipsOperation.named("linear")
            .with("in", image)
            .with("a", new double[] {factor})
            .with("b", new double[] {added}));
  }

  private VipsImage mapped(VipsImage image, VipsImage table) {
    try (table) {
      return vips.image(VipsOperation.named("maplut").with("in", image).with("lut", table));
    }
  }

  /// @param rows three numbers for each band of the result
  private VipsImage recombined(VipsImage image, double[] rows) {
    MemorySegment memory = arena.allocateFrom(ValueLayout.JAVA_DOUBLE, rows);
    try (VipsImage matrix = vips.fromMemory(memory, 3, rows.length / 3, 1, BandFormat.DOUBLE)) {
      return vips.image(VipsOperation.named("recomb").with("in", image).with("m", matrix));
    }
  }

  private static double[] scaled(double[] values, double factor) {
    return java.util.Arrays.stream(values).map(value -> value * factor).toArray();
  }

  private VipsImage bytes(int count, IntToDoubleFunction value) {
    MemorySegment memory = arena.allocate(count);
    for (int i = 0; i < count; i++) {
      memory.set(
          ValueLayout.JAVA_BYTE, i, (byte) Math.clamp(Math.round(value.applyAsDouble(i)), 0, 255));
    }
    return vips.fromMemory(memory, count, 1, 1, BandFormat.UCHAR);
  }

  private VipsImage wholes(int count, IntToDoubleFunction value) {
    MemorySegment memory = arena.allocate(ValueLayout.JAVA_SHORT, count);
    for (int i = 0; i < count; i++) {
      memory.setAtIndex(
          ValueLayout.JAVA_SHORT,
          i,
          (short) Math.clamp(Math.round(value.applyAsDouble(i)), 0, 65_535));
    }
    return vips.fromMemory(memory, count, 1, 1, BandFormat.USHORT);
  }

  private VipsImage reals(int count, IntToDoubleFunction value) {
    MemorySegment memory = arena.allocate(ValueLayout.JAVA_FLOAT, count);
    for (int i = 0; i < count; i++) {
      memory.setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) value.applyAsDouble(i));
    }
    return vips.fromMemory(memory, count, 1, 1, BandFormat.FLOAT);
  }

  /// What the numbers of an image mean.
  private static final class Samples {
    private final boolean deep;
    private final boolean narrow;
    private final int count;
    private final int most;

    Samples(VipsImage image, int bits, boolean narrow) {
      this.deep = image.format() == BandFormat.USHORT;
      this.narrow = narrow;
      this.count = deep ? 1 << 16 : 1 << 8;
      this.most = deep ? ((1 << bits) - 1) << (16 - bits) : 255;
    }

    /// @return 0 for black, 1 for the largest number; never outside that range
    double signal(int stored) {
      double signal = narrow ? (stored * 256.0 / count - 16) / 219 : (double) stored / most;
      return Math.clamp(signal, 0.0, 1.0);
    }
  }
}
