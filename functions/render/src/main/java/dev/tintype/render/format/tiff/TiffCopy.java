package dev.tintype.render.format.tiff;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A copy of a TIFF with a new directory at its end. That directory contains only the tags that the
/// first page's pixels depend on, in libtiff's preferred form.
///
/// So neither another page nor an unrelated tag can affect the picture, and every libtiff message
/// is about pixels.
public final class TiffCopy {

  private final TiffOriginal tiff;
  private final Map<Integer, Field> fields = new TreeMap<>();

  private TiffCopy(TiffOriginal tiff) {
    this.tiff = tiff;
  }

  /// One entry of the directory.
  ///
  /// @param values in the file's byte order; `null` when the file already contains them
  /// @param at their offset in the file
  @SuppressWarnings("ArrayRecordComponent")
  private record Field(int type, long count, byte @Nullable [] values, long at) {}

  /// @param arena owns the copy
  /// @throws dev.tintype.render.format.Unrenderable when strips or tiles are missing
  public static MemorySegment of(TiffOriginal tiff, Arena arena) {
    TiffCopy copy = new TiffCopy(tiff);
    copy.describe();
    copy.locate();
    return copy.write(arena);
  }

  private void describe() {
    TiffDescription description = tiff.description();
    number(TiffTag.WIDTH, description.size().width());
    number(TiffTag.HEIGHT, description.size().height());
    shorts(TiffTag.BITS_PER_SAMPLE, description.bits());
    shorts(TiffTag.COMPRESSION, description.compression());
    shorts(TiffTag.PHOTOMETRIC, tiff.colors().photometric(description));
    shorts(TiffTag.ORIENTATION, description.orientation());
    shorts(TiffTag.SAMPLES_PER_PIXEL, description.samples());
    shorts(TiffTag.PLANAR_CONFIGURATION, description.planar() ? 2 : 1);
    shorts(TiffTag.SAMPLE_FORMAT, description.sampleFormat());
    if (!description.extras().isEmpty()) {
      int[] kinds = new int[description.extras().size()];
      description.alpha().ifPresent(alpha -> kinds[alpha] = 2);
      shorts(TiffTag.EXTRA_SAMPLES, kinds);
    }
    if (tiff.directory().number(TiffTag.FILL_ORDER, 1) == 2) {
      shorts(TiffTag.FILL_ORDER, 2);
    }
    for (int tag : new int[] {TiffTag.T4_OPTIONS, TiffTag.T6_OPTIONS, TiffTag.PREDICTOR}) {
      tiff.directory().number(tag).ifPresent(value -> number(tag, value));
    }
    same(TiffTag.COLOR_MAP);
    same(TiffTag.JPEG_TABLES);
    if (!tiff.colors().isLab()) {
      same(TiffTag.ICC_PROFILE);
    }
    if (tiff.colors() == TiffColors.BY_LIBTIFF) {
      same(TiffTag.YCBCR_COEFFICIENTS);
      same(TiffTag.REFERENCE_BLACK_WHITE);
      shorts(
          TiffTag.YCBCR_SUBSAMPLING,
          description.subsampling().width(),
          description.subsampling().height());
    }
  }

  private void locate() {
    TiffDescription description = tiff.description();
    TiffPieces pieces = TiffPieces.of(tiff);
    if (description.tile().isPresent()) {
      number(TiffTag.TILE_WIDTH, description.tile().get().width());
      number(TiffTag.TILE_HEIGHT, description.tile().get().height());
      longs(TiffTag.TILE_OFFSETS, pieces.offsets());
      longs(TiffTag.TILE_BYTE_COUNTS, pieces.lengths());
    } else {
      number(TiffTag.ROWS_PER_STRIP, description.rowsPerStrip());
      longs(TiffTag.STRIP_OFFSETS, pieces.offsets());
      longs(TiffTag.STRIP_BYTE_COUNTS, pieces.lengths());
    }
    boolean chromaInJpeg =
        description.compression() == TiffDescription.JPEG
            && description.photometric() == TiffDescription.YCBCR;
    if (chromaInJpeg) {
      TiffJpeg.subsampling(tiff.bytes(), pieces.offsets()[0])
          .ifPresent(block -> shorts(TiffTag.YCBCR_SUBSAMPLING, block.width(), block.height()));
    }
  }

  private void shorts(int tag, int... values) {
    byte[] bytes = new byte[2 * values.length];
    ByteBuffer out = ByteBuffer.wrap(bytes).order(order());
    for (int value : values) {
      out.putShort((short) value);
    }
    fields.put(tag, new Field(TiffDirectory.SHORT, values.length, bytes, 0));
  }

  private void number(int tag, long value) {
    byte[] bytes = new byte[4];
    ByteBuffer.wrap(bytes).order(order()).putInt((int) value);
    fields.put(tag, new Field(TiffDirectory.LONG, 1, bytes, 0));
  }

  private void longs(int tag, long[] values) {
    boolean big = isBig();
    byte[] bytes = new byte[(big ? 8 : 4) * values.length];
    ByteBuffer out = ByteBuffer.wrap(bytes).order(order());
    for (long value : values) {
      if (big) {
        out.putLong(value);
      } else {
        out.putInt((int) Math.clamp(value, 0, 0xffffffffL));
      }
    }
    int type = big ? TiffDirectory.LONG_8 : TiffDirectory.LONG;
    fields.put(tag, new Field(type, values.length, bytes, 0));
  }

  /// Copies a tag's values unchanged, if they are present.
  private void same(int tag) {
    TiffDirectory.Entry entry = tiff.directory().whole(tag);
    if (entry == null) {
      return;
    }
    long length = entry.count() * TiffDirectory.size(entry.type());
    byte[] inside =
        length > insideBytes()
            ? null
            : tiff.bytes().file().asSlice(entry.at(), length).toArray(ValueLayout.JAVA_BYTE);
    fields.put(tag, new Field(entry.type(), entry.count(), inside, entry.at()));
  }

  private MemorySegment write(Arena arena) {
    long length = tiff.bytes().length();
    long start = length + (length & 1);
    int tables = (isBig() ? 16 : 6) + fields.size() * (isBig() ? 20 : 12);
    int values = 0;
    for (Field field : fields.values()) {
      values += field.values == null ? 0 : field.values.length + 1;
    }
    MemorySegment copy = arena.allocate(start + tables + values, 16);
    MemorySegment.copy(tiff.bytes().file(), 0, copy, 0, length);
    ByteBuffer head = copy.asSlice(0, 16).asByteBuffer().order(order());
    if (isBig()) {
      head.putLong(8, start);
    } else {
      head.putInt(4, (int) start);
    }
    entries(copy.asSlice(start).asByteBuffer().order(order()), start, tables);
    return copy;
  }

  /// @param out starts at the directory
  /// @param start the directory's offset in the file
  /// @param tables length of the directory; values may follow it
  private void entries(ByteBuffer out, long start, int tables) {
    int free = tables;
    if (isBig()) {
      out.putLong(fields.size());
    } else {
      out.putShort((short) fields.size());
    }
    for (Map.Entry<Integer, Field> entry : fields.entrySet()) {
      Field field = entry.getValue();
      out.putShort((short) (int) entry.getKey()).putShort((short) field.type);
      offset(out, field.count);
      int next = out.position() + insideBytes();
      if (field.values == null) {
        offset(out, field.at);
      } else if (field.values.length <= insideBytes()) {
        out.put(field.values);
      } else {
        offset(out, start + free);
        out.put(free, field.values);
        free += field.values.length + (field.values.length & 1);
      }
      out.position(next);
    }
  }

  private void offset(ByteBuffer out, long value) {
    if (isBig()) {
      out.putLong(value);
    } else {
      out.putInt((int) value);
    }
  }

  /// How many bytes of values fit into an entry.
  private int insideBytes() {
    return isBig() ? 8 : 4;
  }

  private boolean isBig() {
    return tiff.directory().big();
  }

  private ByteOrder order() {
    return tiff.directory().little() ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
  }
}
