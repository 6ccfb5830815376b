package dev.tintype.render.format.tiff;

import dev.tintype.render.format.NativeBytes;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// The first directory of a TIFF: classic (TIFF 6.0, section 2) and big
/// (https://www.awaresystems.be/imaging/tiff/bigtiff.html). Later directories are other pages.
///
/// Nothing in it is trusted: values outside the file count as absent.
public final class TiffDirectory {

  static final int SHORT = 3;
  static final int LONG = 4;
  static final int LONG_8 = 16;

  private static final long NOWHERE = -1;

  private final NativeBytes bytes;
  private final boolean little;
  private final boolean big;
  private final Map<Integer, Entry> entries = new HashMap<>();
  private final long end;

  /// @param bytes at least eight
  TiffDirectory(NativeBytes bytes) {
    this.bytes = bytes;
    this.little = bytes.u8(0) == 'I';
    this.big = u16(2) == 43;
    this.end = read();
  }

  /// The values of one entry.
  ///
  /// @param type the type of each value
  /// @param count the stated number of values
  /// @param at their offset; negative when they are not inside the file
  record Entry(int type, long count, long at) {}

  /// @return the offset after its last entry; beyond the file's end when it is truncated
  private long read() {
    int head = big ? 8 : 2;
    if (big && bytes.length() < 16) {
      return bytes.length() + 1;
    }
    long start = word(big ? 8 : 4);
    if (start < 0 || start > bytes.length() - head) {
      return bytes.length() + 1;
    }
    long count = big ? u64(start) & 0xffff : u16(start);
    long first = start + head;
    for (long i = 0; i < count && first + (i + 1) * entryBytes() <= bytes.length(); i++) {
      long at = first + i * entryBytes();
      // Of two entries with the same tag the first counts, as in libtiff.
      entries.putIfAbsent(u16(at), entry(at));
    }
    return first + count * entryBytes();
  }

  private Entry entry(long at) {
    int type = u16(at + 2);
    long count = word(at + 4);
    long value = at + (big ? 12 : 8);
    int size = size(type);
    if (size == 0 || count < 1 || count > bytes.length() / size) {
      return new Entry(type, count, NOWHERE);
    }
    boolean fitsInEntry = count * size <= (big ? 8 : 4);
    long from = fitsInEntry ? value : word(value);
    boolean isInFile = from >= 0 && from <= bytes.length() - count * size;
    return new Entry(type, count, isInFile ? from : NOWHERE);
  }

  boolean little() {
    return little;
  }

  boolean big() {
    return big;
  }

  /// @return the offset after its last entry; beyond the file's end when it is truncated
  long end() {
    return end;
  }

  /// @return whether the tag has an entry, whatever its values
  boolean names(int tag) {
    return entries.containsKey(tag);
  }

  /// @return the entry, if its values are inside the file; otherwise `null`
  @Nullable Entry whole(int tag) {
    Entry entry = entries.get(tag);
    return entry == null || entry.at() < 0 ? null : entry;
  }

  /// @return the number of a tag's values that are present
  long count(int tag) {
    Entry entry = whole(tag);
    return entry == null ? 0 : entry.count();
  }

  /// @return the first value of a tag, if it is an integer
  OptionalLong number(int tag) {
    long[] first = numbers(tag, 1);
    return first.length == 0 ? OptionalLong.empty() : OptionalLong.of(first[0]);
  }

  /// @return the first value of a tag, if it is between 0 and 2³¹-1; else the given number
  int number(int tag, int otherwise) {
    return (int) Math.clamp(number(tag).orElse(otherwise), 0L, (long) Integer.MAX_VALUE);
  }

  /// @param most the most values to read
  /// @return the first values of a tag; empty when they are not integers
  long[] numbers(int tag, long most) {
    Entry entry = whole(tag);
    if (entry == null || size(entry.type()) == 0 || isReal(entry.type())) {
      return new long[0];
    }
    long[] values = new long[(int) Math.min(most, entry.count())];
    int size = size(entry.type());
    for (int i = 0; i < values.length; i++) {
      values[i] = number(entry.at() + (long) i * size, size);
    }
    return values;
  }

  /// @return the first values of a tag with fractions; the given ones when there are fewer
  public double[] reals(int tag, double... otherwise) {
    Entry entry = whole(tag);
    if (entry == null || entry.count() < otherwise.length || !isReal(entry.type())) {
      return otherwise;
    }
    double[] values = new double[otherwise.length];
    int size = size(entry.type());
    for (int i = 0; i < values.length; i++) {
      long at = entry.at() + (long) i * size;
      values[i] =
          switch (entry.type()) {
            case 5, 10 -> (double) (int) u32(at) / Math.max(1, (int) u32(at + 4));
            case 11 -> Float.intBitsToFloat((int) u32(at));
            default -> Double.longBitsToDouble(u64(at));
          };
      if (!Double.isFinite(values[i])) {
        return otherwise;
      }
    }
    return values;
  }

  private long number(long at, int size) {
    return switch (size) {
      case 1 -> bytes.u8(at);
      case 2 -> u16(at);
      case 4 -> u32(at);
      default -> u64(at);
    };
  }

  private static boolean isReal(int type) {
    return type == 5 || type == 10 || type == 11 || type == 12;
  }

  /// @return bytes per value; 0 for an unknown type
  static int size(int type) {
    return switch (type) {
      case 1, 2, 6, 7 -> 1;
      case SHORT, 8 -> 2;
      case LONG, 9, 11, 13 -> 4;
      case 5, 10, 12, LONG_8, 17, 18 -> 8;
      default -> 0;
    };
  }

  private long entryBytes() {
    return big ? 20 : 12;
  }

  /// Reads an offset or a count: 64 bits in a big TIFF, else 32.
  private long word(long at) {
    return big ? u64(at) : u32(at);
  }

  private int u16(long at) {
    return little ? bytes.u16le(at) : bytes.u16(at);
  }

  private long u32(long at) {
    return little ? bytes.u32le(at) : bytes.u32(at);
  }

  private long u64(long at) {
    return little ? u32(at + 4) << 32 | u32(at) : u32(at) << 32 | u32(at + 4);
  }
}
