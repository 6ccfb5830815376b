package dev.tintype.render.format.avif;

import dev.tintype.render.format.NativeBytes;
import dev.tintype.render.format.avif.IsoBoxes.Box;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Where the coded bytes of items are: the box `iloc` (ISO/IEC 14496-12, section 8.11.3).
final class AvifExtents {

  private static final int FULL_BOX = 4;

  private final IsoBoxes boxes;
  private final NativeBytes bytes;
  private final List<Box> meta;
  private final Box list;
  private final int version;
  private final int offsetBytes;
  private final int lengthBytes;
  private final int baseBytes;
  private final int indexBytes;

  private AvifExtents(IsoBoxes boxes, List<Box> meta, Box list) {
    this.boxes = boxes;
    this.bytes = boxes.bytes();
    this.meta = meta;
    this.list = list;
    this.version = boxes.version(list);
    int sizes = bytes.u16(list.body() + FULL_BOX);
    this.offsetBytes = sizes >> 12;
    this.lengthBytes = sizes >> 8 & 15;
    this.baseBytes = sizes >> 4 & 15;
    this.indexBytes = version == 0 ? 0 : sizes & 15;
  }

  /// @param meta the boxes of the file's `meta` box
  /// @return empty when there is no such list
  static Optional<AvifExtents> in(IsoBoxes boxes, List<Box> meta) {
    return IsoBoxes.first(meta, "iloc").map(list -> new AvifExtents(boxes, meta, list));
  }

  /// One range of an item's bytes.
  ///
  /// @param offsetAt where the file has the number that names the start
  /// @param start its first byte in the file
  /// @param length in bytes; 0 is unknown
  record Extent(long offsetAt, long start, long length) {
    long end() {
      return start + length;
    }
  }

  /// The entry of one item.
  ///
  /// @param item its number
  /// @param method what its offsets count from: 0 the file's start, 1 the content of `idat`
  /// @param base the number that is added to each offset
  /// @param at where its extents begin
  /// @param count how many extents it has
  private record Entry(long item, int method, long base, long at, int count) {}

  /// The extents of an item, in order; empty when their place cannot be determined.
  List<Extent> of(long item) {
    return entries().stream()
        .filter(entry -> entry.item() == item)
        .findFirst()
        .map(this::extents)
        .orElse(List.of());
  }

  /// Returns whether each offset is one number of 32 bits, to which nothing is added.
  boolean hasPlainOffsets() {
    return version <= 2
        && offsetBytes == 4
        && baseBytes == 0
        && (bytes.u16(list.body() + FULL_BOX) & 15) == 0;
  }

  /// All extents whose offsets count from the file's start.
  ///
  /// @throws IllegalStateException unless the offsets are plain: the list could be far longer than
  ///   the box
  List<Extent> fromStart() {
    if (!hasPlainOffsets()) {
      throw new IllegalStateException("the offsets are not plain");
    }
    return entries().stream()
        .filter(entry -> entry.method() == 0)
        .flatMap(entry -> extents(entry).stream())
        .toList();
  }

  private List<Entry> entries() {
    boolean wide = version == 2;
    int idBytes = wide ? 4 : 2;
    int methodBytes = version == 0 ? 0 : 2;
    int fixed = idBytes + methodBytes + 2 + baseBytes + 2;
    List<Entry> found = new ArrayList<>();
    for (long at = list.body() + FULL_BOX + 2 + idBytes; at + fixed <= list.end(); ) {
      int count = bytes.u16(at + fixed - 2);
      found.add(
          new Entry(
              boxes.number(at, wide),
              methodBytes == 0 ? 0 : bytes.u16(at + idBytes) & 15,
              sized(at + idBytes + methodBytes + 2, baseBytes),
              at + fixed,
              count));
      at += fixed + (long) count * extentBytes();
    }
    return found;
  }

  private List<Extent> extents(Entry entry) {
    Optional<Long> origin = origin(entry.method());
    List<Extent> found = new ArrayList<>();
    for (int i = 0; i < entry.count() && origin.isPresent(); i++) {
      long offsetAt = entry.at() + (long) i * extentBytes() + indexBytes;
      if (offsetAt + offsetBytes + lengthBytes > list.end()) {
        break;
      }
      long start = origin.get() + entry.base() + sized(offsetAt, offsetBytes);
      found.add(new Extent(offsetAt, start, sized(offsetAt + offsetBytes, lengthBytes)));
    }
    return found;
  }

  private int extentBytes() {
    return indexBytes + offsetBytes + lengthBytes;
  }

  /// Where offsets count from; empty when they count from something that is not followed here.
  private Optional<Long> origin(int method) {
    return switch (method) {
      case 0 -> Optional.of(0L);
      case 1 -> IsoBoxes.first(meta, "idat").map(Box::body);
      default -> Optional.empty();
    };
  }

  private long sized(long at, int count) {
    long value = 0;
    for (int i = 0; i < count; i++) {
      value = value << 8 | bytes.u8(at + i);
    }
    return value;
  }
}
