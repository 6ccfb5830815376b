package dev.tintype.render.format.avif;

import dev.tintype.render.format.NativeBytes;
import dev.tintype.render.format.avif.AvifItems.Uses;
import dev.tintype.render.format.avif.IsoBoxes.Box;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Turns the alpha of an AVIF as its colours are turned. Encoders write the rotation (`irot`), the
/// mirror (`imir`) and the crop (`clap`) at the colours alone and mean both; libheif applies them
/// to the items that name them.
final class AvifAlphaTurn {

  private static final int FULL_BOX = 4;
  private static final Set<String> TURNS = Set.of("clap", "irot", "imir");
  private static final ValueLayout.OfInt BIG_32 =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  private final IsoBoxes boxes;
  private final NativeBytes bytes;
  private final Box meta;
  private final List<Box> inMeta;
  private final AvifItems items;

  private AvifAlphaTurn(IsoBoxes boxes, Box meta, AvifItems items) {
    this.boxes = boxes;
    this.bytes = boxes.bytes();
    this.meta = meta;
    this.inMeta = boxes.inside(meta, FULL_BOX);
    this.items = items;
  }

  /// @param primary the item with the colours
  /// @param arena whose life the copy has
  /// @return a copy in which the alpha names the same transformations; empty where it needs none,
  ///   or where the boxes are built in a way that is not followed here
  static Optional<MemorySegment> turned(
      IsoBoxes boxes, Box meta, AvifItems items, long primary, Arena arena) {
    return new AvifAlphaTurn(boxes, meta, items).turned(primary, arena);
  }

  private Optional<MemorySegment> turned(long primary, Arena arena) {
    Optional<Long> alpha = alpha(primary);
    Optional<Box> properties = IsoBoxes.first(inMeta, "iprp");
    if (alpha.isEmpty() || properties.isEmpty()) {
      return Optional.empty();
    }
    List<Box> parts = boxes.inside(properties.get(), 0);
    List<Box> all = IsoBoxes.first(parts, "ipco").map(b -> boxes.inside(b, 0)).orElse(List.of());
    for (Box list : parts) {
      if (list.is("ipma")) {
        Optional<Uses> colors = uses(list, primary);
        Optional<Uses> own = uses(list, alpha.get());
        if (colors.isPresent() && own.isPresent() && turns(own.get(), all).isEmpty()) {
          List<Integer> wanted = turns(colors.get(), all);
          return wanted.isEmpty()
              ? Optional.empty()
              : with(wanted, own.get(), List.of(list, properties.get(), meta), arena);
        }
      }
    }
    return Optional.empty();
  }

  private Optional<Long> alpha(long primary) {
    return items.referring(primary, "auxl").stream().filter(this::isAlpha).findFirst();
  }

  private boolean isAlpha(long item) {
    return items.properties(item).stream()
        .filter(box -> box.is("auxC"))
        .anyMatch(box -> bytes.text(box.body(), (int) box.length()).contains("alpha"));
  }

  private static List<Integer> turns(Uses uses, List<Box> properties) {
    return uses.properties().stream()
        .filter(use -> use > 0 && use <= properties.size())
        .filter(use -> TURNS.contains(properties.get(use - 1).type()))
        .toList();
  }

  private Optional<Uses> uses(Box list, long item) {
    return items.uses(list, item).stream().filter(Uses::whole).findFirst();
  }

  /// @param around the boxes that grow, the innermost first
  private Optional<MemorySegment> with(
      List<Integer> wanted, Uses own, List<Box> around, Arena arena) {
    int each = items.useBytes(around.getFirst());
    int more = wanted.size() * each;
    Optional<List<Long>> offsets = offsetsBehind(own.end());
    if (offsets.isEmpty() || !around.stream().allMatch(this::hasShortLength)) {
      return Optional.empty();
    }
    MemorySegment file = bytes.file();
    MemorySegment copy = arena.allocate(file.byteSize() + more);
    copy.copyFrom(file.asSlice(0, own.end()));
    for (int i = 0; i < wanted.size(); i++) {
      long at = own.end() + (long) i * each;
      copy.set(ValueLayout.JAVA_BYTE, at, (byte) (each == 2 ? wanted.get(i) >> 8 : wanted.get(i)));
      if (each == 2) {
        copy.set(ValueLayout.JAVA_BYTE, at + 1, (byte) (int) wanted.get(i));
      }
      copy.set(ValueLayout.JAVA_BYTE, at, (byte) (copy.get(ValueLayout.JAVA_BYTE, at) | 0x80));
    }
    copy.asSlice(own.end() + more).copyFrom(file.asSlice(own.end()));
    copy.set(
        ValueLayout.JAVA_BYTE, own.countAt(), (byte) (bytes.u8(own.countAt()) + wanted.size()));
    around.forEach(box -> grow(copy, box.start(), more, own.end()));
    offsets.get().forEach(at -> grow(copy, at, more, own.end()));
    return Optional.of(copy);
  }

  private boolean hasShortLength(Box box) {
    return bytes.u32(box.start()) == box.end() - box.start();
  }

  /// Adds to a number of 32 bits.
  ///
  /// @param at where it lies in the file
  /// @param behind what lies there or later lies later in the copy
  private static void grow(MemorySegment copy, long at, int more, long behind) {
    long place = at >= behind ? at + more : at;
    copy.set(BIG_32, place, copy.get(BIG_32, place) + more);
  }

  /// Where the file has the offsets of items that lie behind a position; empty when they are not
  /// numbers of 32 bits that count from the file's start.
  private Optional<List<Long>> offsetsBehind(long position) {
    return items
        .extents()
        .filter(AvifExtents::hasPlainOffsets)
        .map(extents ->
            extents.fromStart().stream()
                .filter(extent -> extent.start() >= position)
                .map(AvifExtents.Extent::offsetAt)
                .toList());
  }
}
