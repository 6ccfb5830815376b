package dev.tintype.render.plan;

import dev.tintype.core.Encoding;
import dev.tintype.core.Limits;
import dev.tintype.core.OriginalFormat;
import java.util.Comparator;

/// Predicts the most memory a renderer needs for a plan, from header and plan alone.
///
/// The figures were fitted to measurements; `docs/security.md` prints predicted against actual.
public final class PeakMemory {

  private static final long MIB = 1L << 20;

  /// The highest prediction admitted under a cap of 1.5 GiB.
  public static final long ADMITTED_BYTES = 1150 * MIB;

  /// A warm renderer before the job: the JVM, libvips and its codecs.
  public static final long IDLE_BYTES = 130 * MIB;

  /// Rows of the original that are decoded ahead of the resize.
  private static final int ROWS_IN_FLIGHT = 450;

  /// The widest first level that the other figures were fitted on. A crop of a very wide picture
  /// needs a wider one.
  private static final int FITTED_WIDTH = 2560;

  /// Rows of such a level for which memory is held while the next one is resized from it: measured
  /// 690.
  private static final int ROWS_OF_WIDE_LEVEL = 700;

  /// Extra bytes for the conversion of colours that are stated without a profile, per column of the
  /// original: measured 17 kB in hybrid log-gamma, which needs most.
  private static final long CONVERTED_BYTES_PER_COLUMN = 20_000;

  /// Bytes per pixel of a lossless WebP encoder.
  private static final int LOSSLESS_WEBP = 56;

  /// Bytes per pixel of the three canvases that libwebp compares the frames of an animation on.
  private static final int CANVASES = 12;

  /// Bytes per pixel and frame of a lossless animation, which exists twice while it is assembled.
  /// Noise needs about three.
  private static final int ASSEMBLED = 6;

  /// The decoded watermark, and its decoder. Only the most pixels of a watermark are known.
  private static final long MARK = 3 * 4 * Limits.MAX_WATERMARK_PIXELS;

  private PeakMemory() {}

  /// @param encodersInFlight how many files are encoded at once
  /// @return bytes of resident memory at the peak, an upper bound
  public static long predict(Header header, RenderPlan plan, int encodersInFlight) {
    long levels =
        plan.levels().stream()
            .mapToLong(l -> l.dimensions().pixels() * held(header, l.view()) + marks(l.view()))
            .sum();
    int channels = header.alpha() ? 4 : 3;
    long encoding = encoders(plan, encodersInFlight, header.alpha());
    long decoding =
        decode(header, plan) + plan.levels().getFirst().dimensions().pixels() * channels;
    // A TIFF is copied, with a directory that cannot mislead its decoder. An AVIF may be copied,
    // with brands that its decoder knows.
    boolean copied =
        switch (header.format()) {
          case TIFF, AVIF -> true;
          case JPEG, PNG, WEBP, GIF -> false;
        };
    long files = copied ? 2 : 1;
    return IDLE_BYTES
        + files * header.bytes()
        + mark(plan)
        + Math.max(decoding, levels + encoding)
        + moving(header, plan);
  }

  /// Bytes per pixel of a level. While it is sharpened or marked, the pixels exist once more.
  private static int held(Header header, View view) {
    int copies = 1 + (view.sharpened() ? 1 : 0) + (view.watermark().isPresent() ? 1 : 0);
    return (header.alpha() || view.isPaddedTransparently() ? 4 : 3) * copies;
  }

  /// Bytes of the watermark at its size on a level, before and after its alpha is changed.
  private static long marks(View view) {
    return view.watermark()
        .map(mark -> 8L * Overlay.widest(mark, view.output()) * view.output().height())
        .orElse(0L);
  }

  private static long mark(RenderPlan plan) {
    return plan.files().stream().anyMatch(file -> file.view().watermark().isPresent()) ? MARK : 0;
  }

  private static long decode(Header header, RenderPlan plan) {
    Dimensions top = plan.levels().getFirst().dimensions();
    Dimensions stored = header.stored();
    int sampleBytes = header.alpha() ? 4 : Math.max(1, header.bitsPerChannel() / 8);
    long rows = (long) ROWS_IN_FLIGHT * stored.width() * header.bands() * sampleBytes;
    long turned = header.orientation() > 1 ? top.pixels() * header.bands() : 0;
    return (long) (header.heldPixels() * perHeldPixel(header) + beside(header, top))
        + rows
        + rowsOfWideLevel(header, top)
        + turned
        + (header.colors() == ColorSource.STATEMENT
            ? CONVERTED_BYTES_PER_COLUMN * stored.width()
            : 0);
  }

  /// Rows of a wide first level from which the next one is resized. With transparency, a sample has
  /// four bytes meanwhile.
  private static long rowsOfWideLevel(Header header, Dimensions top) {
    long columns = Math.max(0, top.width() - FITTED_WIDTH);
    return ROWS_OF_WIDE_LEVEL * columns * (header.alpha() ? 4 * 4 : 3);
  }

  /// Bytes that a decoder uses per held pixel.
  private static double perHeldPixel(Header header) {
    int sampleBytes = Math.max(1, header.bitsPerChannel() / 8);
    return switch (header.format()) {
      case AVIF -> (header.bitsPerChannel() > 8 ? 24 : 18) + (header.alpha() ? 4 : 0);
      case WEBP -> 5 + (header.alpha() ? 1 : 0);
      case JPEG -> 2.1 * header.bands();
      case PNG -> header.bands() * sampleBytes + 1.5;
      case GIF -> 5.5;
      case TIFF -> header.bands() * sampleBytes;
    };
  }

  /// Bytes that a decoder uses in addition to held pixels and the rows it delivers.
  private static double beside(Header header, Dimensions top) {
    return switch (header.format()) {
      // Its decoder can itself reduce a picture to half its size or less.
      case WEBP -> Math.min(header.stored().pixels(), 4 * top.pixels()) * (header.alpha() ? 6 : 5);
      case AVIF, GIF -> 0;
      case JPEG, PNG, TIFF -> 0.3 * Math.max(0, header.stored().pixels() - header.heldPixels());
    };
  }

  private static long encoders(RenderPlan plan, int inFlight, boolean alpha) {
    return plan.files().stream()
        .filter(file -> !file.animated())
        .map(file -> {
          boolean transparent = alpha || file.view().isPaddedTransparently();
          return (long) (file.dimensions().pixels() * perPixel(file, transparent));
        })
        .sorted(Comparator.reverseOrder())
        .limit(inFlight)
        .mapToLong(Long::longValue)
        .sum();
  }

  /// Measured on noise, which needs most; smooth waves need down to half of it. Transparency is
  /// stored as a second picture in the file.
  private static double perPixel(RenderPlan.PlannedFile file, boolean alpha) {
    Encoding encoding = file.encoding();
    return switch (file.format()) {
      case AVIF -> (alpha ? 46 : 27) * fidelity(encoding);
      case WEBP -> encoding.isLossless() ? LOSSLESS_WEBP : webp(encoding.effort(), alpha);
      case JPEG -> encoding.hasFullChroma() ? encoding.effort() < 2 ? 16 : 34 : 8;
      case PNG -> 30;
    };
  }

  /// Measured on 3 MP of noise: 53 bytes per pixel for 4:4:4 and 74 for lossless, at effort 4.
  private static double fidelity(Encoding encoding) {
    return encoding.isLossless() ? 3.2 : encoding.hasFullChroma() ? 2.2 : 1;
  }

  private static double webp(int effort, boolean alpha) {
    if (alpha) {
      return effort < 6 ? 42 : 65;
    }
    return effort < 5 ? 9 : 15;
  }

  /// Bytes of the frames of a WebP, which are decoded before the first is used, beyond what the
  /// other terms leave unused: measured 1.4 per pixel without transparency.
  private static long decodedFrames(Header header) {
    long pixels = header.stored().pixels() * header.frames();
    return header.format() == OriginalFormat.WEBP
        ? (long) (pixels * (header.alpha() ? 2.2 : 1.6))
        : 0;
  }

  private static long moving(Header header, RenderPlan plan) {
    long outputs =
        plan.files().stream()
            .filter(RenderPlan.PlannedFile::animated)
            .mapToLong(file ->
                file.dimensions().pixels()
                    * file.frames()
                    * (file.encoding().isLossless() ? 4 + ASSEMBLED : 4))
            .sum();
    long largest =
        plan.files().stream()
            .filter(RenderPlan.PlannedFile::animated)
            .mapToLong(file ->
                file.dimensions().pixels()
                    * (file.encoding().isLossless() ? LOSSLESS_WEBP + CANVASES : 24))
            .max()
            .orElse(0);
    return outputs == 0
        ? 0
        : outputs + largest + header.stored().pixels() * 12 + decodedFrames(header);
  }
}
