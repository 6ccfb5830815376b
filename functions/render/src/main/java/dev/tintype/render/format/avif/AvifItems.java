package dev.tintype.render.format.avif;

import dev.tintype.render.format.NativeBytes;
import dev.tintype.render.format.avif.IsoBoxes.Box;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

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
    return references(kind)
        .filter(reference -> reference.from() == from)
        .flatMap(reference -> reference.to().stream())
        .toList();
  }

  /// The items whose first reference of one type, such as `auxl`, is to an item.
  List<Long> referring(long to, String kind) {
    return references(kind)
        .filter(reference -> reference.first().filter(item -> item == to).isPresent())
        .map(Reference::from)
        .toList();
  }

  private Stream<Reference> references(String kind) {
    return IsoBoxes.first(meta, "iref").stream()
        .flatMap(list ->
            boxes.inside(list, FULL_BOX).stream()
                .filter(box -> box.is(kind))
                .map(box -> new Reference(boxes, box, boxes.version(list) > 0)));
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
            uses(box, item).stream()
                .flatMap(uses -> uses.properties().stream())
                .filter(index -> index > 0 && index <= all.size())
                .forEach(index -> found.add(all.get(index - 1))));
    return found;
  }

  /// The entries of an `ipma` box for an item.
  List<Uses> uses(Box associations, long item) {
    boolean wideItems = boxes.version(associations) > 0;
    int idBytes = wideItems ? 4 : 2;
    int useBytes = useBytes(associations);
    List<Uses> found = new ArrayList<>();
    long at = associations.body() + 8;
    while (at + idBytes + 1 <= associations.end()) {
      boolean wanted = boxes.number(at, wideItems) == item;
      long countAt = at + idBytes;
      int count = bytes.u8(countAt);
      List<Integer> properties = new ArrayList<>();
      at = countAt + 1;
      for (; count > 0 && at + useBytes <= associations.end(); count--, at += useBytes) {
        properties.add(useBytes == 2 ? bytes.u16(at) & 0x7fff : bytes.u8(at) & 0x7f);
      }
      if (wanted) {
        found.add(new Uses(countAt, at, count == 0, properties));
      }
    }
    return found;
  }

  /// The bytes of each property number in an `ipma` box: 1 or 2.
  int useBytes(Box associations) {
    return (bytes.u8(associations.body() + 3) & 1) == 0 ? 1 : 2;
  }

  /// Where an item's first bytes are in the file; empty when that cannot be determined.
  Optional<Long> position(long item) {
    return extents(item).stream().findFirst().map(AvifExtents.Extent::start);
  }

  /// Returns whether the file ends before the coded data of an item does.
  boolean endBehindFile(long item) {
    return extents(item).stream().anyMatch(extent -> extent.end() > bytes.length());
  }

  private List<AvifExtents.Extent> extents(long item) {
    return extents().map(list -> list.of(item)).orElse(List.of());
  }

  /// Where the coded bytes of all items are; empty when the file does not say.
  Optional<AvifExtents> extents() {
    return AvifExtents.in(boxes, meta);
  }

  /// One entry of an `ipma` box: the properties that an item uses.
  ///
  /// @param countAt offset of the number of uses, one byte
  /// @param end offset just after the last use
  /// @param whole whether all uses are inside the box
  /// @param properties their numbers, which start at 1
  record Uses(long countAt, long end, boolean whole, List<Integer> properties) {}

  /// One box of references from an item to others.
  ///
  /// @param wide whether item numbers have 32 bits; 16 otherwise
  private record Reference(IsoBoxes boxes, Box box, boolean wide) {

    long from() {
      return boxes.number(box.body(), wide);
    }

    Optional<Long> first() {
      return targets() + itemBytes() <= box.end()
          ? Optional.of(boxes.number(targets(), wide))
          : Optional.empty();
    }

    List<Long> to() {
      List<Long> found = new ArrayList<>();
      long count = boxes.bytes().u16(box.body() + itemBytes());
      long at = targets();
      for (; count > 0 && at + itemBytes() <= box.end(); count--, at += itemBytes()) {
        found.add(boxes.number(at, wide));
      }
      return found;
    }

    private long targets() {
      return box.body() + itemBytes() + 2;
    }

    private int itemBytes() {
      return wide ? 4 : 2;
    }
  }
}
