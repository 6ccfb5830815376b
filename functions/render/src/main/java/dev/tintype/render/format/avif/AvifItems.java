package dev.tintype.render.format.avif;

import dev.tintype.render.format.NativeBytes;
import dev.tintype.render.format.avif.IsoBoxes.Box;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The items of a HEIF file (ISO/IEC 23008-12) and their properties.
final class AvifItems {

  private static final int FULL_BOX = 4;

  private final IsoBoxes boxes;
  private final NativeBytes bytes;
  private final List<Box> meta;

  /// @param meta the file's `meta` box
  AvifItems(IsoBoxes boxes, Box meta) {
    this.boxes = boxes;
    this.bytes = boxes.bytes();
    this.meta = boxes.inside(meta, FULL_BOX);
  }

  /// The primary item: the picture.
  Optional<Long> primary() {
    return IsoBoxes.first(meta, "pitm")
        .map(box -> boxes.number(box.body() + FULL_BOX, boxes.version(box) > 0));
  }

  /// The type of an item, such as `av01` or `grid`.
  Optional<String> type(long item) {
    Optional<Box> list = IsoBoxes.first(meta, "iinf");
    if (list.isEmpty()) {
      return Optional.empty();
    }
    int count = boxes.version(list.get()) == 0 ? 2 : 4;
    for (Box entry : boxes.inside(list.get(), FULL_BOX + count)) {
      int version = boxes.version(entry);
      if (entry.is("infe") && version >= 2) {
        long at = entry.body() + FULL_BOX;
        if (boxes.number(at, version > 2) == item) {
          return Optional.of(bytes.text(at + (version > 2 ? 4 : 2) + 2, 4));
        }
      }
    }
    return Optional.empty();
  }

  /// The items that an item refers to by one type of reference, such as `dimg` or `prem`.
  List<Long> references(long from, String kind) {
    List<Long> found = new ArrayList<>();
    IsoBoxes.first(meta, "iref")
        .ifPresent(list -> {
          boolean wide = boxes.version(list) > 0;
          int bytesEach = wide ? 4 : 2;
          for (Box box : boxes.inside(list, FULL_BOX)) {
            if (box.is(kind) && boxes.number(box.body(), wide) == from) {
              long count = bytes.u16(box.body() + bytesEach);
              long at = box.body() + bytesEach + 2;
              for (; count > 0 && at + bytesEach <= box.end(); count--, at += bytesEach) {
                found.add(boxes.number(at, wide));
              }
            }
          }
        });
    return found;
  }

  /// The properties of an item, box by box.
  List<Box> properties(long item) {
    List<Box> found = new ArrayList<>();
    Optional<Box> described = IsoBoxes.first(meta, "iprp");
    if (described.isEmpty()) {
      return found;
    }
    List<Box> parts = boxes.inside(described.get(), 0);
    List<Box> all =
        IsoBoxes.first(parts, "ipco").map(box -> boxes.inside(box, 0)).orElse(List.of());
    parts.stream()
        .filter(box -> box.is("ipma"))
        .forEach(box ->
            indices(box, item).stream()
                .filter(index -> index > 0 && index <= all.size())
                .forEach(index -> found.add(all.get(index - 1))));
    return found;
  }

  private List<Integer> indices(Box associations, long item) {
    boolean wideItems = boxes.version(associations) > 0;
    boolean wideIndices = (bytes.u8(associations.body() + 3) & 1) != 0;
    int indexBytes = wideIndices ? 2 : 1;
    List<Integer> indices = new ArrayList<>();
    long at = associations.body() + 8;
    int idBytes = wideItems ? 4 : 2;
    while (at + idBytes + 1 <= associations.end()) {
      boolean wanted = boxes.number(at, wideItems) == item;
      int count = bytes.u8(at + idBytes);
      at += idBytes + 1;
      for (; count > 0 && at + indexBytes <= associations.end(); count--, at += indexBytes) {
        if (wanted) {
          indices.add(wideIndices ? bytes.u16(at) & 0x7fff : bytes.u8(at) & 0x7f);
        }
      }
    }
    return indices;
  }

  /// Where an item's first bytes are in the file; empty when that cannot be determined.
  Optional<Long> position(long item) {
    return extents(item).stream().findFirst().map(Extent::start);
  }

  /// Returns whether the file ends before the coded data of an item does.
  boolean endBehindFile(long item) {
    return extents(item).stream().anyMatch(extent -> extent.end() > bytes.length());
  }

  private List<Extent> extents(long item) {
    return IsoBoxes.first(meta, "iloc").map(box -> extents(box, item)).orElse(List.of());
  }

  private List<Extent> extents(Box list, long item) {
    int version = boxes.version(list);
    int sizes = bytes.u16(list.body() + FULL_BOX);
    int offsetBytes = sizes >> 12;
    int lengthBytes = sizes >> 8 & 15;
    int baseBytes = sizes >> 4 & 15;
    int indexBytes = version == 0 ? 0 : sizes & 15;
    int extentBytes = indexBytes + offsetBytes + lengthBytes;
    boolean wide = version == 2;
    long at = list.body() + FULL_BOX + 2 + (wide ? 4 : 2);
    int fixed = (wide ? 4 : 2) + (version == 0 ? 0 : 2) + 2 + baseBytes + 2;
    while (at + fixed <= list.end()) {
      boolean wanted = boxes.number(at, wide) == item;
      at += wide ? 4 : 2;
      int method = version == 0 ? 0 : bytes.u16(at) & 15;
      at += (version == 0 ? 0 : 2) + 2;
      Optional<Long> base = start(method);
      long offset = sized(at, baseBytes);
      at += baseBytes;
      int count = bytes.u16(at);
      at += 2;
      if (wanted) {
        List<Extent> found = new ArrayList<>();
        for (; count > 0 && base.isPresent() && at + extentBytes <= list.end(); count--) {
          long start = base.get() + offset + sized(at + indexBytes, offsetBytes);
          found.add(new Extent(start, sized(at + indexBytes + offsetBytes, lengthBytes)));
          at += extentBytes;
        }
        return found;
      }
      at += (long) count * extentBytes;
    }
    return List.of();
  }

  /// The base of item offsets: the file's start, or the content of the box `idat`.
  private Optional<Long> start(int method) {
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

  /// A range of an item's bytes in the file; a length of 0 is unknown.
  private record Extent(long start, long length) {
    long end() {
      return start + length;
    }
  }
}
