package dev.tintype.render.plan;

import dev.tintype.core.Encoding;
import dev.tintype.core.Format;
import java.util.Comparator;

/// Predicts the most memory a renderer needs for a plan, from header and plan alone.
///
/// The figures were fitted to measurements; `docs/security.md` prints predicted against actual.
public final class PeakMemory {

  private static final long MIB = 1L << 20;

  /// What is admitted under a cap of 1.5 GiB.
  public static final long ADMITTED_BYTES = 1150 * MIB;

  /// A warm renderer before the job: the virtual machine, libvips and its codecs.
  static final long IDLE_BYTES = 130 * MIB;

  private PeakMemory() {}

  /// @param encodersInFlight how many files are encoded at once
  /// @return bytes of resident memory at the peak, an upper bound
  public static long predict(Header header, RenderPlan plan, int encodersInFlight) {
    long levels = plan.levels().stream().mapToLong(l -> l.dimensions().pixels()).sum();
    int channels = header.alpha() ? 4 : 3;
    long encoding = encoders(plan, encodersInFlight);
    long decoding =
        decode(header, plan) + plan.levels().getFirst().dimensions().pixels() * channels;
    return IDLE_BYTES
        + header.bytes()
        + Math.max(decoding, levels * channels + encoding)
        + moving(header, plan);
  }

  private static long decode(Header header, RenderPlan plan) {
    Dimensions top = plan.levels().getFirst().dimensions();
    Dimensions stored = header.stored();
    long strip = 64L * Math.max(stored.width(), stored.height()) * header.bands();
    double perPixel =
        switch (header.format()) {
          case AVIF -> header.bitsPerChannel() > 8 ? 24 : 15;
          case WEBP -> top.pixels() * 4 > stored.pixels() ? 8 : 5;
          case JPEG -> header.interlaced() ? 6 : 0.6;
          case PNG ->
              header.interlaced()
                  ? header.bands() * Math.max(1, header.bitsPerChannel() / 8) + 1.5
                  : 0.6;
          case GIF -> 10;
          case TIFF -> 2;
        };
    long turned = header.orientation() > 1 ? top.pixels() * header.bands() : 0;
    return (long) (stored.pixels() * perPixel) + strip * 16 + turned;
  }

  private static long encoders(RenderPlan plan, int inFlight) {
    return plan.files().stream()
        .filter(file -> !file.animated())
        .map(file -> (long) (file.dimensions().pixels() * perPixel(file.format(), file.encoding())))
        .sorted(Comparator.reverseOrder())
        .limit(inFlight)
        .mapToLong(Long::longValue)
        .sum();
  }

  private static double perPixel(Format format, Encoding encoding) {
    return switch (format) {
      case AVIF -> encoding.effort() == 0 ? 28 : 32;
      case WEBP -> 14;
      case JPEG -> 14;
    };
  }

  private static long moving(Header header, RenderPlan plan) {
    long outputs =
        plan.files().stream()
            .filter(RenderPlan.PlannedFile::animated)
            .mapToLong(file -> file.dimensions().pixels() * file.frames() * 4)
            .sum();
    long largest =
        plan.files().stream()
            .filter(RenderPlan.PlannedFile::animated)
            .mapToLong(file -> file.dimensions().pixels() * 24)
            .max()
            .orElse(0);
    return outputs == 0 ? 0 : outputs + largest + header.stored().pixels() * 12;
  }
}
