package dev.tintype.render.plan;

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

  /// Rows of the original that are decoded ahead while it is made smaller.
  private static final int ROWS_IN_FLIGHT = 450;

  private PeakMemory() {}

  /// @param encodersInFlight how many files are encoded at once
  /// @return bytes of resident memory at the peak, an upper bound
  public static long predict(Header header, RenderPlan plan, int encodersInFlight) {
    long levels = plan.levels().stream().mapToLong(l -> l.dimensions().pixels()).sum();
    int channels = header.alpha() ? 4 : 3;
    long encoding = encoders(plan, encodersInFlight, header.alpha());
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
    int sampleBytes = header.alpha() ? 4 : Math.max(1, header.bitsPerChannel() / 8);
    long rows = (long) ROWS_IN_FLIGHT * stored.width() * header.bands() * sampleBytes;
    long turned = header.orientation() > 1 ? top.pixels() * header.bands() : 0;
    boolean shrinks = top.pixels() * 4 <= stored.pixels();
    return (long) (stored.pixels() * perStoredPixel(header, shrinks)) + rows + turned;
  }

  /// What a decoder holds for each pixel of the original, beside the rows it hands on.
  private static double perStoredPixel(Header header, boolean shrinks) {
    int sampleBytes = Math.max(1, header.bitsPerChannel() / 8);
    return switch (header.format()) {
      case AVIF -> (header.bitsPerChannel() > 8 ? 24 : 15) + (header.alpha() ? 4 : 0);
      // Its decoder makes a picture smaller by itself, if by half at least.
      case WEBP -> (shrinks ? 5 : 8) + (header.alpha() ? 1 : 0);
      case JPEG -> header.interlaced() ? 2.1 * header.bands() : 0.3;
      case PNG -> header.interlaced() ? header.bands() * sampleBytes + 1.5 : 0.3;
      case GIF -> 10;
      case TIFF -> 2;
    };
  }

  private static long encoders(RenderPlan plan, int inFlight, boolean alpha) {
    return plan.files().stream()
        .filter(file -> !file.animated())
        .map(file -> (long) (file.dimensions().pixels() * perPixel(file, alpha)))
        .sorted(Comparator.reverseOrder())
        .limit(inFlight)
        .mapToLong(Long::longValue)
        .sum();
  }

  private static double perPixel(RenderPlan.PlannedFile file, boolean alpha) {
    return switch (file.format()) {
      // Transparency is a second picture in the file.
      case AVIF -> (file.encoding().effort() == 0 ? 28 : 32) + (alpha ? 20 : 0);
      case WEBP, JPEG -> 14;
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
