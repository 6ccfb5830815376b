package dev.tintype.render.plan;

import dev.tintype.core.Encoding;
import dev.tintype.core.Fit;
import dev.tintype.core.Focus;
import dev.tintype.core.Format;
import dev.tintype.core.Gravity;
import dev.tintype.core.OriginalFormat;
import dev.tintype.core.Recipe;
import dev.tintype.core.Size;
import dev.tintype.core.SizeName;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/// Random recipes and headers, including extreme ones.
public final class Arbitrary {

  private static final int[] EXTREMES = {1, 2, 3, 10, 16_000, 16_383, 16_384, 30_000, 32_768};

  private final RandomGenerator random;

  /// @param random the source of the numbers
  public Arbitrary(RandomGenerator random) {
    this.random = random;
  }

  /// @return any recipe
  public Recipe recipe() {
    TreeSet<Integer> sizes = new TreeSet<>();
    int count = random.nextInt(1, 13);
    while (sizes.size() < count) {
      sizes.add(random.nextInt(10) == 0 ? random.nextInt(1, 16_001) : random.nextInt(1, 3000));
    }
    Map<Format, List<Encoding>> formats = new EnumMap<>(Format.class);
    for (Format format : Format.values()) {
      if (random.nextBoolean()) {
        formats.put(format, encodings(format));
      }
    }
    if (formats.isEmpty()) {
      formats.put(Format.AVIF, encodings(Format.AVIF));
    }
    return new Recipe(
        "any",
        sizes.stream().map(Size::ofWidth).toList(),
        formats,
        "#%06x".formatted(color()),
        random.nextBoolean());
  }

  /// @return any recipe with plain widths, boxes, crops and padding
  public Recipe framing() {
    Recipe widths = recipe();
    List<Size> sizes =
        new ArrayList<>(
            widths.sizes().subList(0, random.nextInt(0, Math.min(5, widths.sizes().size()))));
    int framed = random.nextInt(1, 7);
    for (int i = 0; i < framed; i++) {
      int width = random.nextInt(1, 3000);
      int height = random.nextInt(1, 3000);
      sizes.add(
          new Size(
              new SizeName("framed-" + i),
              width,
              height,
              fit(),
              random.nextBoolean(),
              random.nextBoolean() ? Optional.of(recipe().formats()) : Optional.empty()));
    }
    return new Recipe("any", sizes, widths.formats(), widths.background(), widths.animation());
  }

  /// @return any focal point, or none
  public Optional<Focus> focus() {
    return random.nextInt(3) == 0
        ? Optional.empty()
        : Optional.of(new Focus(coordinate(), coordinate()));
  }

  private int coordinate() {
    return switch (random.nextInt(6)) {
      case 0 -> 0;
      case 1 -> Focus.SCALE;
      default -> random.nextInt(Focus.SCALE + 1);
    };
  }

  private Fit fit() {
    boolean enlarge = random.nextBoolean();
    Gravity gravity = Gravity.values()[random.nextInt(Gravity.values().length)];
    return switch (random.nextInt(3)) {
      case 0 -> new Fit.Inside(enlarge);
      case 1 -> new Fit.Cover(enlarge, random.nextInt(4) == 0 ? new Fit.Attention() : gravity);
      default ->
          new Fit.Contain(
              enlarge,
              gravity,
              random.nextBoolean() ? Fit.Padding.TRANSPARENT : Fit.Padding.BACKGROUND);
    };
  }

  private int color() {
    return random.nextInt(1 << 24);
  }

  private List<Encoding> encodings(Format format) {
    List<Encoding> encodings = new ArrayList<>();
    for (int upTo = random.nextInt(1, 4000);
        random.nextBoolean();
        upTo += random.nextInt(1, 4000)) {
      encodings.add(encoding(format, upTo));
    }
    encodings.add(encoding(format, Encoding.ANY_WIDTH));
    return encodings;
  }

  private Encoding encoding(Format format, int upTo) {
    int effort = random.nextInt(Encoding.maxEffort(format) + 1);
    boolean lossless =
        switch (format) {
          case AVIF, WEBP -> random.nextInt(4) == 0;
          case JPEG -> false;
          case PNG -> true;
        };
    boolean full = format != Format.WEBP && random.nextInt(4) == 0;
    return lossless
        ? Encoding.lossless(upTo, effort)
        : new Encoding(
            upTo,
            new Encoding.Lossy(
                random.nextInt(1, 101), full ? Encoding.Chroma.FULL : Encoding.Chroma.HALVED),
            effort);
  }

  /// @return any header, whether it is admitted or not
  public Header header() {
    OriginalFormat[] formats = OriginalFormat.values();
    return new Header(
        formats[random.nextInt(formats.length)],
        new Dimensions(side(), side()),
        random.nextInt(1, 9),
        random.nextInt(3) == 0 ? random.nextInt(1, 400) : 1,
        random.nextInt(1, 6),
        random.nextBoolean() ? 8 : 16,
        random.nextBoolean(),
        random.nextLong(0, 110_000_000),
        ColorSource.values()[random.nextInt(ColorSource.values().length)],
        random.nextLong(0, 110_000_000));
  }

  /// @return any header whose pixel count is admitted
  public Header admissible() {
    for (Header header = header(); ; header = header()) {
      if (header.totalPixels() <= dev.tintype.core.Limits.MAX_PIXELS
          && Math.max(header.stored().width(), header.stored().height())
              <= dev.tintype.core.Limits.MAX_SIDE) {
        return header;
      }
    }
  }

  private int side() {
    return switch (random.nextInt(4)) {
      case 0 -> EXTREMES[random.nextInt(EXTREMES.length)];
      case 1 -> random.nextInt(1, 33_000);
      default -> random.nextInt(1, 6000);
    };
  }
}
