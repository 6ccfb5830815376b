package dev.tintype.render.format.avif;

import dev.tintype.render.format.NativeBytes;
import dev.tintype.render.format.avif.IsoBoxes.Box;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The first picture of an image sequence (ISO/IEC 14496-12, 8.5 to 8.7), for a file whose pictures
/// are only in a track.
///
/// @param codec of its sample, such as `av01`
/// @param entry the box that describes its samples
/// @param position where the first sample is in the file
/// @param length of the first sample, bytes
record AvifTrack(String codec, Box entry, long position, long length) {

  /// The length of the fields before the boxes of a sample entry.
  private static final int ENTRY_FIELDS = 78;

  /// Finds the first picture track among a file's boxes.
  static Optional<AvifTrack> of(IsoBoxes boxes, List<Box> top) {
    return IsoBoxes.first(top, "moov").stream()
        .flatMap(movie -> boxes.inside(movie, 0).stream())
        .filter(box -> box.is("trak"))
        .flatMap(track -> boxes.first(track, 0, "mdia").stream())
        .filter(media -> isPicture(boxes, media))
        .flatMap(media -> boxes.first(media, 0, "minf").stream())
        .flatMap(information -> boxes.first(information, 0, "stbl").stream())
        .flatMap(table -> of(boxes, table).stream())
        .findFirst();
  }

  private static boolean isPicture(IsoBoxes boxes, Box media) {
    return boxes
        .first(media, 0, "hdlr")
        .map(handler -> boxes.bytes().text(handler.body() + 8, 4))
        .filter(kind -> kind.equals("pict") || kind.equals("vide"))
        .isPresent();
  }

  private static Optional<AvifTrack> of(IsoBoxes boxes, Box table) {
    NativeBytes bytes = boxes.bytes();
    Optional<Box> entry =
        boxes.first(table, 0, "stsd").flatMap(box -> boxes.inside(box, 8).stream().findFirst());
    Optional<Box> sizes = boxes.first(table, 0, "stsz");
    Optional<Long> position =
        boxes
            .first(table, 0, "stco")
            .map(box -> bytes.u32(box.body() + 8))
            .or(() ->
                boxes
                    .first(table, 0, "co64")
                    .map(box -> bytes.u32(box.body() + 8) << 32 | bytes.u32(box.body() + 12)));
    if (entry.isEmpty() || sizes.isEmpty() || position.isEmpty()) {
      return Optional.empty();
    }
    long common = bytes.u32(sizes.get().body() + 4);
    long length = common > 0 ? common : bytes.u32(sizes.get().body() + 12);
    return position.get() < 0 || position.get() >= bytes.length()
        ? Optional.empty()
        : Optional.of(
            new AvifTrack(
                entry.get().type(),
                entry.get(),
                position.get(),
                Math.min(length, bytes.length() - position.get())));
  }

  /// Writes the first picture as a file of its own.
  MemorySegment still(IsoBoxes boxes, Arena arena) {
    byte[] head = head(boxes, 0);
    head = head(boxes, head.length);
    MemorySegment file = arena.allocate(head.length + length);
    MemorySegment.copy(MemorySegment.ofArray(head), 0, file, 0, head.length);
    MemorySegment.copy(boxes.bytes().file(), position, file, head.length, length);
    return file;
  }

  /// Everything before the picture's bytes.
  private byte[] head(IsoBoxes boxes, int bytesBefore) {
    byte[] handler = join(number(0), text("pict"), new byte[13]);
    byte[] location =
        join(
            new byte[] {0x44, 0, 0, 1, 0, 1, 0, 0, 0, 1},
            number(bytesBefore),
            number((int) length));
    byte[] item = full("infe", 2, new byte[] {0, 1, 0, 0}, text("av01"), new byte[1]);
    byte[] meta =
        full(
            "meta",
            0,
            full("hdlr", 0, handler),
            full("pitm", 0, new byte[] {0, 1}),
            full("iloc", 0, location),
            full("iinf", 0, new byte[] {0, 1}, item),
            properties(boxes));
    byte[] data = join(number((int) (8 + length)), text("mdat"));
    return join(box("ftyp", text("avif"), number(0), text("avifmif1")), meta, data);
  }

  private byte[] properties(IsoBoxes boxes) {
    NativeBytes bytes = boxes.bytes();
    List<byte[]> all = new ArrayList<>();
    int size = (int) bytes.u32(entry.body() + 24);
    all.add(full("ispe", 0, number(size >>> 16), number(size & 0xffff)));
    for (Box box : boxes.inside(entry, ENTRY_FIELDS)) {
      if (box.is("av1C") || box.is("colr")) {
        all.add(bytes.copy(box.start(), box.end() - box.start()));
      }
    }
    ByteArrayOutputStream uses = new ByteArrayOutputStream();
    uses.writeBytes(new byte[] {0, 0, 0, 1, 0, 1, (byte) all.size()});
    for (int i = 1; i <= all.size(); i++) {
      uses.write(i);
    }
    return box(
        "iprp", box("ipco", all.toArray(byte[][]::new)), full("ipma", 0, uses.toByteArray()));
  }

  private static byte[] full(String type, int version, byte[]... parts) {
    return box(type, number(version << 24), join(parts));
  }

  private static byte[] box(String type, byte[]... parts) {
    byte[] body = join(parts);
    return join(number(8 + body.length), text(type), body);
  }

  private static byte[] number(int value) {
    return ByteBuffer.allocate(4).putInt(value).array();
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }
}
