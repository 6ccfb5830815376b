package dev.tintype.render.specimens;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.TreeMap;

/// Writes a TIFF of one page from given tags and samples, valid or not: classic or BigTIFF, in
/// either byte order. The samples come first, in one strip; the directory follows.
///
/// @param pixels the samples, in the file's byte order
/// @param entries the tags of the directory
/// @param big whether offsets have 64 bits
/// @param order of all bytes
/// @param next the stated offset of the next page's directory
@SuppressWarnings("ArrayRecordComponent")
public record TiffPage(
    byte[] pixels, Map<Integer, Entry> entries, boolean big, ByteOrder order, long next) {

  /// Types of values.
  public static final int BYTE = 1;

  /// 16 bits.
  public static final int SHORT = 3;

  /// 32 bits.
  public static final int LONG = 4;

  private static final int LONG_8 = 16;

  /// Copies the map.
  public TiffPage {
    entries = Map.copyOf(entries);
  }

  /// The values of one entry.
  ///
  /// @param count the stated number of values
  @SuppressWarnings("ArrayRecordComponent")
  record Entry(int type, long count, long[] values) {}

  /// An uncompressed page in one strip.
  public static TiffPage of(
      int width, int height, int photometric, int bits, int samples, byte[] pixels) {
    long[] depths = new long[samples];
    java.util.Arrays.fill(depths, bits);
    return new TiffPage(pixels, Map.of(), /* big= */ false, ByteOrder.LITTLE_ENDIAN, 0)
        .with(256, LONG, width)
        .with(257, LONG, height)
        .with(258, SHORT, depths)
        .with(259, SHORT, 1)
        .with(262, SHORT, photometric)
        .with(273, LONG, 8)
        .with(277, SHORT, samples)
        .with(278, LONG, height)
        .with(279, LONG, pixels.length);
  }

  /// Fills every pixel with samples of one colour.
  ///
  /// @param bytes per sample, 1 to 8
  public static byte[] plain(int pixels, int bytes, ByteOrder order, long... samples) {
    ByteBuffer out = ByteBuffer.allocate(pixels * bytes * samples.length).order(order);
    for (int i = 0; i < pixels; i++) {
      for (long sample : samples) {
        switch (bytes) {
          case 1 -> out.put((byte) sample);
          case 2 -> out.putShort((short) sample);
          case 4 -> out.putInt((int) sample);
          default -> out.putLong(sample);
        }
      }
    }
    return out.array();
  }

  /// A copy with a tag, which replaces an earlier one.
  public TiffPage with(int tag, int type, long... values) {
    return with(tag, new Entry(type, values.length, values));
  }

  /// A copy with a tag that states a number of values but has only one.
  public TiffPage counting(int tag, int type, long count) {
    return with(tag, new Entry(type, count, new long[] {8}));
  }

  private TiffPage with(int tag, Entry entry) {
    Map<Integer, Entry> more = new TreeMap<>(entries);
    more.put(tag, entry);
    return new TiffPage(pixels, more, big, order, next);
  }

  /// A copy without a tag.
  public TiffPage without(int tag) {
    Map<Integer, Entry> fewer = new TreeMap<>(entries);
    fewer.remove(tag);
    return new TiffPage(pixels, fewer, big, order, next);
  }

  /// A copy as BigTIFF.
  public TiffPage inBig() {
    return new TiffPage(pixels, entries, /* big= */ true, order, next).with(273, LONG, 16);
  }

  /// A copy in big-endian order.
  public TiffPage bigEndian() {
    return new TiffPage(pixels, entries, big, ByteOrder.BIG_ENDIAN, next);
  }

  /// A copy with a further page at an offset.
  public TiffPage next(long offset) {
    return new TiffPage(pixels, entries, big, order, offset);
  }

  /// @return the offset of the directory
  public int directoryAt() {
    int end = (big ? 16 : 8) + pixels.length;
    return end + (end & 1);
  }

  /// The file.
  public byte[] encode() {
    Map<Integer, Entry> sorted = new TreeMap<>(entries);
    int tables = (big ? 16 : 6) + sorted.size() * (big ? 20 : 12);
    int length = directoryAt() + tables;
    for (Entry entry : sorted.values()) {
      length += bytes(entry) <= inside() ? 0 : bytes(entry);
    }
    ByteBuffer out = ByteBuffer.allocate(length).order(order);
    byte mark = (byte) (order == ByteOrder.LITTLE_ENDIAN ? 'I' : 'M');
    out.put(mark).put(mark).putShort((short) (big ? 43 : 42));
    if (big) {
      out.putShort((short) 8).putShort((short) 0);
    }
    offset(out, directoryAt());
    out.put(pixels).position(directoryAt());
    if (big) {
      out.putLong(sorted.size());
    } else {
      out.putShort((short) sorted.size());
    }
    int free = directoryAt() + tables;
    for (Map.Entry<Integer, Entry> tag : sorted.entrySet()) {
      free = entry(out, tag.getKey(), tag.getValue(), free);
    }
    offset(out, next);
    return out.array();
  }

  private int entry(ByteBuffer out, int tag, Entry entry, int free) {
    out.putShort((short) tag).putShort((short) entry.type);
    offset(out, entry.count);
    int after = out.position() + inside();
    int then = free;
    if (bytes(entry) <= inside()) {
      values(out, entry);
    } else {
      offset(out, free);
      out.position(free);
      values(out, entry);
      then = out.position();
    }
    out.position(after);
    return then;
  }

  private void values(ByteBuffer out, Entry entry) {
    for (long value : entry.values) {
      switch (size(entry.type)) {
        case 1 -> out.put((byte) value);
        case 2 -> out.putShort((short) value);
        case 4 -> out.putInt((int) value);
        default -> out.putLong(value);
      }
    }
  }

  private void offset(ByteBuffer out, long value) {
    if (big) {
      out.putLong(value);
    } else {
      out.putInt((int) value);
    }
  }

  private int inside() {
    return big ? 8 : 4;
  }

  private static int bytes(Entry entry) {
    return entry.values.length * size(entry.type);
  }

  private static int size(int type) {
    return switch (type) {
      case BYTE, 7 -> 1;
      case SHORT -> 2;
      case 5, LONG_8 -> 8;
      default -> 4;
    };
  }
}
