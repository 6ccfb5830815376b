package dev.tintype.render.format.tiff;

import dev.tintype.core.Limits;
import dev.tintype.core.OriginalFormat;
import dev.tintype.render.plan.ColorSource;
import dev.tintype.render.plan.Dimensions;
import dev.tintype.render.plan.Header;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// The picture that the first directory of a TIFF describes, with the defaults of TIFF 6.0. A tag
/// that needlessly contradicts the others is ignored.
///
/// @param size width and height as stored
/// @param compression the number of the scheme
/// @param photometric the meaning of the samples
/// @param bits per sample; 0 when samples differ
/// @param sampleFormat 1 unsigned, 2 signed, 3 floating point, higher for complex numbers
/// @param samples per pixel, including extra samples
/// @param extras the kind of each extra sample: 0 unspecified, 1 premultiplied alpha, else alpha
/// @param planar whether each sample has its own plane
/// @param orientation 1 to 8
/// @param tile the size of a tile; empty without tiles
/// @param rowsPerStrip at least 1, at most the height
/// @param subsampling how many pixels share one chroma sample, across and down
/// @param profile whether it has an ICC profile
public record TiffDescription(
    Dimensions size,
    int compression,
    int photometric,
    int bits,
    int sampleFormat,
    int samples,
    List<Integer> extras,
    boolean planar,
    int orientation,
    Optional<Dimensions> tile,
    int rowsPerStrip,
    Dimensions subsampling,
    boolean profile) {

  static final int UNCOMPRESSED = 1;
  public static final int LZW = 5;
  static final int JPEG = 7;

  public static final int MIN_IS_WHITE = 0;
  static final int MIN_IS_BLACK = 1;
  static final int RGB = 2;
  static final int PALETTE = 3;
  static final int SEPARATED = 5;
  static final int YCBCR = 6;
  static final int CIE_LAB = 8;
  static final int ICC_LAB = 9;
  static final int LOG_LUV = 32_845;

  static final int UNSIGNED = 1;
  static final int SIGNED = 2;
  static final int FLOATING = 3;
  private static final int VOID = 4;
  private static final int MOST_FORMATS = 6;

  private static final int PREMULTIPLIED = 1;
  private static final int ALPHA = 2;
  private static final long MOST_SIDE = 1L << 30;

  /// Copies the list.
  public TiffDescription {
    extras = List.copyOf(extras);
  }

  /// @return empty when the directory does not state the picture's size
  static Optional<TiffDescription> of(TiffDirectory directory) {
    int width = directory.number(TiffTag.WIDTH, 0);
    int height = directory.number(TiffTag.HEIGHT, 0);
    if (width == 0 || height == 0) {
      return Optional.empty();
    }
    int compression = directory.number(TiffTag.COMPRESSION, UNCOMPRESSED);
    int photometric = photometric(directory);
    int samples = directory.number(TiffTag.SAMPLES_PER_PIXEL, colors(photometric));
    Dimensions size = new Dimensions(width, height);
    boolean planar = samples > 1 && directory.number(TiffTag.PLANAR_CONFIGURATION, 1) == 2;
    int format = directory.number(TiffTag.SAMPLE_FORMAT, UNSIGNED);
    int orientation = directory.number(TiffTag.ORIENTATION, 1);
    return Optional.of(
        new TiffDescription(
            size,
            compression,
            photometric,
            bits(directory, photometric),
            format == 0 || format == VOID || format > MOST_FORMATS ? UNSIGNED : format,
            samples,
            extras(directory, samples - colors(photometric)),
            planar,
            orientation >= 1 && orientation <= 8 ? orientation : 1,
            tile(directory),
            rowsPerStrip(directory, height, planar ? samples : 1),
            subsampling(directory, size, compression),
            directory.whole(TiffTag.ICC_PROFILE) != null));
  }

  private static int photometric(TiffDirectory directory) {
    int samples = directory.number(TiffTag.SAMPLES_PER_PIXEL, 1);
    int compression = directory.number(TiffTag.COMPRESSION, UNCOMPRESSED);
    boolean fax = compression >= 2 && compression <= 4;
    int guess = samples >= 3 ? RGB : fax ? MIN_IS_WHITE : MIN_IS_BLACK;
    return directory.number(TiffTag.PHOTOMETRIC, guess);
  }

  /// @return the samples per pixel without extra samples
  private static int colors(int photometric) {
    return switch (photometric) {
      case RGB, YCBCR, CIE_LAB, ICC_LAB, LOG_LUV -> 3;
      case SEPARATED -> 4;
      default -> 1;
    };
  }

  /// @return whether a pixel has all the samples that its colours need
  boolean complete() {
    return samples >= colors(photometric);
  }

  /// Some programs write one value for all samples.
  private static int bits(TiffDirectory directory, int photometric) {
    long[] each = directory.numbers(TiffTag.BITS_PER_SAMPLE, 64);
    if (each.length == 0) {
      return photometric == MIN_IS_WHITE || photometric == MIN_IS_BLACK ? 1 : 8;
    }
    for (long bits : each) {
      if (bits != each[0]) {
        return 0;
      }
    }
    return Math.clamp(each[0], 0, 1024);
  }

  /// One extra sample of unstated kind counts as alpha, as in libtiff and Pillow.
  private static List<Integer> extras(TiffDirectory directory, int count) {
    long[] kinds = directory.numbers(TiffTag.EXTRA_SAMPLES, 64);
    List<Integer> extras = new ArrayList<>();
    for (int i = 0; i < Math.min(count, 64); i++) {
      boolean untold = kinds.length == 0 && count == 1;
      long kind = untold ? ALPHA : i < kinds.length ? kinds[i] : 0;
      extras.add(Math.clamp(kind, 0, ALPHA));
    }
    return extras;
  }

  private static Optional<Dimensions> tile(TiffDirectory directory) {
    int width = directory.number(TiffTag.TILE_WIDTH, 0);
    int height = directory.number(TiffTag.TILE_HEIGHT, 0);
    return width > 0 && height > 0 ? Optional.of(new Dimensions(width, height)) : Optional.empty();
  }

  private static int rowsPerStrip(TiffDirectory directory, int height, int planes) {
    int rows = directory.number(TiffTag.ROWS_PER_STRIP, 0);
    if (rows > 0) {
      return Math.min(rows, height);
    }
    long strips = Math.max(1, directory.count(TiffTag.STRIP_OFFSETS) / planes);
    return (int) Math.max(1, (height + strips - 1) / strips);
  }

  /// The default is 2 × 2. But programs that store all chroma also omit the tag; the length of
  /// uncompressed pixels reveals that.
  private static Dimensions subsampling(TiffDirectory directory, Dimensions size, int compression) {
    long[] told = directory.numbers(TiffTag.YCBCR_SUBSAMPLING, 2);
    if (told.length == 2 && isSubsampling(told[0]) && isSubsampling(told[1])) {
      return new Dimensions((int) told[0], (int) told[1]);
    }
    long stored = 0;
    for (long count : directory.numbers(TiffTag.STRIP_BYTE_COUNTS, Limits.MAX_SIDE)) {
      stored += Math.max(0, count);
    }
    boolean all = compression == UNCOMPRESSED && stored >= 3 * size.pixels();
    return all ? new Dimensions(1, 1) : new Dimensions(2, 2);
  }

  private static boolean isSubsampling(long value) {
    return value == 1 || value == 2 || value == 4;
  }

  /// @return the index of the extra sample that is alpha
  public OptionalInt alpha() {
    for (int i = 0; i < extras.size(); i++) {
      if (extras.get(i) != 0) {
        return OptionalInt.of(i);
      }
    }
    return OptionalInt.empty();
  }

  /// @return whether colours are premultiplied by alpha
  public boolean premultiplied() {
    return alpha().isPresent() && extras.get(alpha().getAsInt()) == PREMULTIPLIED;
  }

  /// @return the number of strips or tiles of the picture
  long pieces() {
    if (tile.isPresent()) {
      return across() * ceiling(size.height(), tile.get().height());
    }
    return ceiling(size.height(), rowsPerStrip) * (planar ? samples : 1);
  }

  private long across() {
    return ceiling(size.width(), tile.orElse(size).width());
  }

  private static long ceiling(long length, long piece) {
    return (length + piece - 1) / piece;
  }

  /// @return the pixels in one strip or one row of tiles
  private long pixelsAtOnce() {
    long width = Math.min(MOST_SIDE, across() * tile.orElse(size).width());
    return width * Math.min(MOST_SIDE, tile.map(Dimensions::height).orElse(rowsPerStrip));
  }

  /// @param colors how it will be converted
  Header header(TiffColors colors, long fileBytes) {
    boolean alpha = alpha().isPresent();
    int shown = photometric == PALETTE || samples >= 3 ? 3 : 1;
    return new Header(
        OriginalFormat.TIFF,
        size,
        orientation,
        /* frames= */ 1,
        Math.max(samples, shown + (alpha || colors == TiffColors.BY_LIBTIFF ? 1 : 0)),
        Math.max(8, colors.computesFloats() ? 32 : bits),
        alpha,
        pixelsAtOnce(),
        profile && !colors.isLab() ? ColorSource.PROFILE : ColorSource.NONE,
        fileBytes);
  }
}
