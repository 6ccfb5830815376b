package dev.tintype.render.format.tiff;

import dev.tintype.core.Rejection;
import dev.tintype.render.format.NativeBytes;
import dev.tintype.render.format.Unrenderable;
import dev.tintype.render.plan.Dimensions;
import java.util.stream.IntStream;

/// The offsets of a TIFF's strips or tiles. Missing or excessive lengths are corrected.
@SuppressWarnings("ArrayRecordComponent")
public record TiffPieces(long[] offsets, long[] lengths) {

  /// More than any picture within the limits has: a tile has at least 256 px, a strip at least a
  /// row.
  private static final int MOST_PIECES = 1_000_000;

  /// @throws Unrenderable when there are fewer than the picture needs, or too many
  public static TiffPieces of(TiffOriginal tiff) {
    TiffDirectory directory = tiff.directory();
    boolean tiles = tiff.description().tile().isPresent();
    // Some programs store tiles under the tags of strips.
    int from =
        tiles && directory.names(TiffTag.TILE_OFFSETS)
            ? TiffTag.TILE_OFFSETS
            : TiffTag.STRIP_OFFSETS;
    int count =
        tiles && directory.names(TiffTag.TILE_BYTE_COUNTS)
            ? TiffTag.TILE_BYTE_COUNTS
            : TiffTag.STRIP_BYTE_COUNTS;
    long pieces = tiff.description().pieces();
    if (pieces > MOST_PIECES) {
      throw new Unrenderable(Rejection.TOO_MANY_PIXELS, pieces + " strips or tiles");
    }
    if (directory.count(from) < pieces) {
      throw TiffOriginal.damaged(
          tiff.bytes(), directory.count(from) + " strips or tiles of " + pieces);
    }
    long[] offsets = directory.numbers(from, pieces);
    long[] told = directory.numbers(count, pieces);
    long[] lengths = new long[offsets.length];
    for (int i = 0; i < offsets.length; i++) {
      lengths[i] = length(tiff, offsets, i, i < told.length ? told[i] : 0);
    }
    TiffPieces found = new TiffPieces(offsets, lengths);
    boolean asTheyAre = tiff.description().compression() == TiffDescription.UNCOMPRESSED;
    if (asTheyAre && found.end() > tiff.bytes().length()) {
      throw TiffOriginal.damaged(tiff.bytes(), "pixels outside of the file");
    }
    return found;
  }

  /// The first byte after the furthest piece.
  private long end() {
    return IntStream.range(0, offsets.length)
        .mapToLong(i -> offsets[i] + lengths[i])
        .max()
        .orElse(0);
  }

  private static long length(TiffOriginal tiff, long[] offsets, int i, long told) {
    if (offsets[i] <= 0) {
      return told;
    }
    if (tiff.description().compression() == TiffDescription.UNCOMPRESSED) {
      long needed = needed(tiff, i);
      return told <= 0 || told > needed ? needed : told;
    }
    if (told > 0) {
      return told;
    }
    boolean last = i + 1 == offsets.length || offsets[i + 1] <= offsets[i];
    return Math.max(0, (last ? tiff.bytes().length() : offsets[i + 1]) - offsets[i]);
  }

  /// The number of bytes of a piece's uncompressed pixels.
  private static long needed(TiffOriginal tiff, int piece) {
    TiffDescription description = tiff.description();
    Dimensions size = description.size();
    if (description.tile().isPresent()) {
      return bytes(tiff, description.tile().get().width(), description.tile().get().height());
    }
    int perPlane = (size.height() + description.rowsPerStrip() - 1) / description.rowsPerStrip();
    int top = piece % perPlane * description.rowsPerStrip();
    return bytes(tiff, size.width(), Math.min(description.rowsPerStrip(), size.height() - top));
  }

  private static long bytes(TiffOriginal tiff, long width, long rows) {
    TiffDescription description = tiff.description();
    if (tiff.colors() == TiffColors.BY_LIBTIFF) {
      Dimensions block = description.subsampling();
      long across = (width + block.width() - 1) / block.width();
      long down = (rows + block.height() - 1) / block.height();
      return across * down * (block.pixels() + 2);
    }
    long samples = description.planar() ? 1 : description.samples();
    return (width * samples * description.bits() + 7) / 8 * rows;
  }

  /// Returns whether the first LZW code, which clears the table, has its lowest bit first.
  public boolean beginsWithOldLzw(NativeBytes bytes) {
    long at = offsets[0];
    return at > 0 && at + 2 <= bytes.length() && bytes.u8(at) == 0 && (bytes.u8(at + 1) & 1) == 1;
  }
}
