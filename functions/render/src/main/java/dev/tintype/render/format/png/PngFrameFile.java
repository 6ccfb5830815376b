package dev.tintype.render.format.png;

import dev.tintype.render.format.NativeBytes;
import dev.tintype.render.format.png.PngAnimation.Frame;
import dev.tintype.render.format.png.PngAnimation.Part;
import dev.tintype.render.format.png.PngChunks.Chunk;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32;

/// Writes a frame of an animated PNG as a still PNG.
///
/// @param bytes the whole original
/// @param chunks the original's chunks, `IHDR` first
public record PngFrameFile(NativeBytes bytes, List<Chunk> chunks) {

  private static final Set<String> SHARED = Set.of("PLTE", "tRNS", "iCCP");
  private static final int KIND_AND_LENGTH = 8;
  private static final int CHECKSUM = 4;

  /// @param arena owns the new file
  public MemorySegment of(Frame frame, Arena arena) {
    byte[] head = head(frame);
    byte[] end = chunk("IEND", new byte[0]);
    long length = frame.data().stream().mapToLong(Part::length).sum();
    MemorySegment file =
        arena.allocate(head.length + KIND_AND_LENGTH + length + CHECKSUM + end.length);
    MemorySegment.copy(MemorySegment.ofArray(head), 0, file, 0, head.length);
    long at = (long) head.length + KIND_AND_LENGTH;
    for (Part part : frame.data()) {
      MemorySegment.copy(bytes.file(), part.at(), file, at, part.length());
      at += part.length();
    }
    ByteBuffer data = file.asSlice(head.length).asByteBuffer();
    data.putInt((int) length).put(letters("IDAT"));
    CRC32 crc = new CRC32();
    crc.update(data.duplicate().position(4).limit((int) (KIND_AND_LENGTH + length)));
    data.position((int) (KIND_AND_LENGTH + length)).putInt((int) crc.getValue()).put(end);
    return file;
  }

  private byte[] head(Frame frame) {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    head.writeBytes(bytes.copy(0, 8));
    Chunk original = chunks.getFirst();
    ByteBuffer header = ByteBuffer.wrap(bytes.copy(original.at(), original.length()));
    header.putInt(frame.size().width()).putInt(frame.size().height());
    head.writeBytes(chunk("IHDR", header.array()));
    for (Chunk shared : chunks) {
      if (shared.name().equals("IDAT")) {
        break;
      }
      if (SHARED.contains(shared.name())) {
        head.writeBytes(
            bytes.copy(
                shared.at() - KIND_AND_LENGTH, KIND_AND_LENGTH + shared.length() + CHECKSUM));
      }
    }
    return head.toByteArray();
  }

  private static byte[] chunk(String name, byte[] data) {
    CRC32 crc = new CRC32();
    crc.update(letters(name));
    crc.update(data);
    return ByteBuffer.allocate(KIND_AND_LENGTH + data.length + CHECKSUM)
        .putInt(data.length)
        .put(letters(name))
        .put(data)
        .putInt((int) crc.getValue())
        .array();
  }

  private static byte[] letters(String name) {
    return name.getBytes(StandardCharsets.US_ASCII);
  }
}
