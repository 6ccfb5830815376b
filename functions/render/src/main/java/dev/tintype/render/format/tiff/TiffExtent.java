package dev.tintype.render.format.tiff;

import dev.tintype.render.format.NativeBytes;
import java.util.List;

/// Where the first page of a TIFF ends according to its directory. Parts beyond the file's end were
/// truncated.
public final class TiffExtent {

  private static final int MOST_STRIPS = 100_000;

  /// Tags that the pixels cannot be read without.
  private static final List<Integer> NEEDED =
      List.of(
          TiffTag.BITS_PER_SAMPLE,
          TiffTag.COMPRESSION,
          TiffTag.PHOTOMETRIC,
          TiffTag.FILL_ORDER,
          TiffTag.STRIP_OFFSETS,
          TiffTag.SAMPLES_PER_PIXEL,
          TiffTag.STRIP_BYTE_COUNTS,
          TiffTag.PLANAR_CONFIGURATION,
          TiffTag.PREDICTOR,
          TiffTag.TILE_OFFSETS,
          TiffTag.TILE_BYTE_COUNTS,
          TiffTag.SAMPLE_FORMAT,
          TiffTag.JPEG_TABLES);

  private TiffExtent() {}

  /// @return whether the directory and all values that pixels depend on are inside the file
  static boolean hasDirectory(NativeBytes bytes, TiffDirectory directory) {
    return directory.end() <= bytes.length()
        && NEEDED.stream().allMatch(tag -> !directory.names(tag) || directory.whole(tag) != null);
  }

  /// Returns whether the file ends before its directory says so.
  public static boolean isCutOff(NativeBytes bytes) {
    return of(bytes) > bytes.length();
  }

  /// @return the first byte after the directory and the furthest strip or tile; one past the file's
  ///   end when that cannot be read
  static long of(NativeBytes bytes) {
    if (bytes.length() < 8) {
      return bytes.length() + 1;
    }
    TiffDirectory directory = new TiffDirectory(bytes);
    if (directory.end() > bytes.length()) {
      return directory.end();
    }
    boolean tiles = directory.names(TiffTag.TILE_OFFSETS);
    int offsets = tiles ? TiffTag.TILE_OFFSETS : TiffTag.STRIP_OFFSETS;
    int counts =
        directory.names(TiffTag.TILE_BYTE_COUNTS)
            ? TiffTag.TILE_BYTE_COUNTS
            : TiffTag.STRIP_BYTE_COUNTS;
    if (!hasDirectory(bytes, directory)) {
      return bytes.length() + 1;
    }
    if (!directory.names(offsets) || !directory.names(counts)) {
      return directory.end();
    }
    return Math.max(directory.end(), furthest(directory, offsets, counts));
  }

  private static long furthest(TiffDirectory directory, int offsets, int counts) {
    long[] from = directory.numbers(offsets, MOST_STRIPS);
    long[] bytes = directory.numbers(counts, MOST_STRIPS);
    long furthest = 0;
    for (int i = 0; i < Math.min(from.length, bytes.length); i++) {
      furthest = Math.max(furthest, sane(from[i]) + sane(bytes[i]));
    }
    return furthest;
  }

  private static long sane(long value) {
    return value & 0x7fffffffffffL;
  }
}
