package dev.tintype.render.format.avif;

import dev.tintype.core.Rejection;
import dev.tintype.render.format.NativeBytes;
import dev.tintype.render.format.Unrenderable;
import dev.tintype.render.format.avif.AvifPicture.Codes;
import dev.tintype.render.format.avif.IsoBoxes.Box;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// An AVIF in the form that libvips reads. For a sequence, it is the still picture or, without one,
/// the first picture of the track.
///
/// @param readable the file itself, or a copy with a few changed bytes
/// @param picture facts about its picture; empty when the boxes do not state them
public record AvifFile(MemorySegment readable, Optional<AvifPicture> picture) {

  /// BT.709, sRGB, BT.601: the defaults for unspecified code points.
  private static final byte[] DEFAULT_CODES = {0, 1, 0, 13, 0, 6};

  /// The length of the major brand and its version, bytes.
  private static final int BRANDS_BEFORE_OTHERS = 8;

  private static final int MOST_UNUSED = 4096;

  /// @param arena owns a copy
  /// @throws Unrenderable when another codec than AV1 coded its picture
  public static AvifFile of(MemorySegment file, Arena arena) {
    try {
      IsoBoxes boxes = new IsoBoxes(new NativeBytes(file));
      Optional<AvifFile> still = still(boxes, file, arena);
      return still.isPresent() ? still.get() : sequence(boxes, file, arena);
    } catch (IndexOutOfBoundsException e) {
      // The boxes contradict each other: the decoder decides.
      return new AvifFile(file, Optional.empty());
    }
  }

  private static Optional<AvifFile> still(IsoBoxes boxes, MemorySegment file, Arena arena) {
    Optional<Box> meta = IsoBoxes.first(boxes.top(), "meta");
    Optional<AvifItems> items = meta.map(box -> new AvifItems(boxes, box));
    Optional<Long> primary = items.flatMap(AvifItems::primary);
    if (primary.isEmpty()) {
      return Optional.empty();
    }
    AvifPicture picture = AvifPicture.of(boxes, items.get(), primary.get());
    requireAv1(picture.codec().orElse("av01"));
    if (items.get().endBehindFile(primary.get())) {
      // libheif refuses such a file too, but only after its code has parsed it.
      throw new Unrenderable(
          new AvifEnd(boxes.bytes()).missing() ? Rejection.TRUNCATED : Rejection.CORRUPT,
          "the picture's coded data is not all there");
    }
    Optional<MemorySegment> turned =
        AvifAlphaTurn.turned(boxes, meta.get(), items.get(), primary.get(), arena);
    if (turned.isPresent()) {
      return still(new IsoBoxes(new NativeBytes(turned.get())), turned.get(), arena);
    }
    return Optional.of(new AvifFile(readable(boxes, file, picture, arena), Optional.of(picture)));
  }

  private static AvifFile sequence(IsoBoxes boxes, MemorySegment file, Arena arena) {
    Optional<AvifTrack> track = AvifTrack.of(boxes, boxes.top());
    if (track.isEmpty()) {
      return new AvifFile(file, Optional.empty());
    }
    requireAv1(track.get().codec());
    MemorySegment still = track.get().still(boxes, arena);
    return still(new IsoBoxes(new NativeBytes(still)), still, arena)
        .orElseThrow(() -> new IllegalStateException("a picture was written that is none"));
  }

  private static void requireAv1(String codec) {
    if (!codec.equals("av01")) {
      throw new Unrenderable(Rejection.UNSUPPORTED_CODEC, "AVIF with a picture in " + codec);
    }
  }

  private static MemorySegment readable(
      IsoBoxes boxes, MemorySegment file, AvifPicture picture, Arena arena) {
    List<Change> changes = new ArrayList<>();
    List<Box> top = boxes.top();
    Box types = top.getFirst();
    stillBrands(boxes, types, changes);
    otherBrands(types, top, changes);
    top.stream()
        .filter(box -> box.is("moov"))
        .forEach(film -> changes.add(new Change(film.start() + 4, letters("free"))));
    picture.codes().filter(_ -> picture.hidesItsRange()).ifPresent(c -> complete(c, changes));
    if (changes.isEmpty()) {
      return file;
    }
    MemorySegment copy = arena.allocate(file.byteSize());
    copy.copyFrom(file);
    for (Change change : changes) {
      MemorySegment.copy(
          change.bytes, 0, copy, ValueLayout.JAVA_BYTE, change.at, change.bytes.length);
    }
    return copy;
  }

  /// libheif looks for a known brand among the compatible brands. A list without one is extended
  /// into the unused bytes that follow.
  private static void otherBrands(Box types, List<Box> top, List<Change> changes) {
    boolean fits = top.size() > 1 && top.get(1).is("free") && top.get(1).end() < MOST_UNUSED;
    if (types.length() == BRANDS_BEFORE_OTHERS && fits) {
      int length = (int) top.get(1).end();
      changes.add(new Change(types.start(), ByteBuffer.allocate(4).putInt(length).array()));
      changes.add(new Change(types.end(), letters("avif")));
    }
  }

  /// libvips knows only the major brand `avif`, and libheif reads the animation where there is one.
  private static void stillBrands(IsoBoxes boxes, Box types, List<Change> changes) {
    for (long at = types.body(); at + 4 <= types.end(); at += at == types.body() ? 8 : 4) {
      String brand = boxes.bytes().text(at, 4);
      boolean major = at == types.body();
      if (major ? !brand.equals("avif") : brand.equals("avis") || brand.equals("msf1")) {
        changes.add(new Change(at, letters("avif")));
      }
    }
  }

  private static byte[] letters(String four) {
    return four.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static void complete(Codes codes, List<Change> changes) {
    int[] given = {codes.primaries(), codes.transfer(), codes.matrix()};
    for (int i = 0; i < given.length; i++) {
      if (given[i] == 2) {
        changes.add(
            new Change(
                codes.at() + 2L * i, new byte[] {DEFAULT_CODES[2 * i], DEFAULT_CODES[2 * i + 1]}));
      }
    }
  }

  /// @param at where the changed bytes are in the file
  @SuppressWarnings("ArrayRecordComponent")
  private record Change(long at, byte[] bytes) {}
}
