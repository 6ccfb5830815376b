package dev.tintype.render.hostile;

import dev.tintype.render.specimens.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Changes the size in an AVIF's coded picture (AV1 specification, 5.5.1), but not the size in its
/// boxes.
///
/// @param avif a still AVIF of one picture, whose last box is `mdat`
@SuppressWarnings("ArrayRecordComponent")
record AvifLie(byte[] avif) {

  private static final int SEQUENCE_HEADER = 1;

  byte[] coded(int width, int height) {
    String text = new String(avif, StandardCharsets.ISO_8859_1);
    int data = text.indexOf("mdat") + 4;
    byte[] picture = Arrays.copyOfRange(avif, data, avif.length);
    byte[] lie = rewritten(picture, width, height);
    Bytes out = new Bytes().raw(Arrays.copyOf(avif, data)).raw(lie);
    byte[] file = out.done();
    ByteBuffer bytes = ByteBuffer.wrap(file);
    bytes.putInt(data - 8, lie.length + 8);
    for (int at = text.indexOf("iloc"); at < data - 8; at++) {
      if (bytes.getInt(at) == picture.length) {
        bytes.putInt(at, lie.length);
      }
    }
    return file;
  }

  /// OBUs with their lengths; the sequence header gets 16 bits for each side.
  private static byte[] rewritten(byte[] units, int width, int height) {
    Bytes out = new Bytes();
    for (int at = 0; at < units.length; ) {
      int kind = units[at] >> 3 & 15;
      int start = at + 1;
      int length = 0;
      int shift = 0;
      while (units[start] < 0) {
        length |= (units[start++] & 0x7f) << shift;
        shift += 7;
      }
      length |= units[start++] << shift;
      byte[] body = Arrays.copyOfRange(units, start, start + length);
      byte[] made = kind == SEQUENCE_HEADER ? sequence(body, width, height) : body;
      out.u8(units[at]);
      int rest = made.length;
      for (; rest > 127; rest >>= 7) {
        out.u8((rest & 0x7f) | 0x80);
      }
      out.u8(rest).raw(made);
      at = start + length;
    }
    return out.done();
  }

  private static byte[] sequence(byte[] body, int width, int height) {
    Bits in = new Bits(body);
    Bits out = new Bits(new byte[body.length + 8]);
    out.put(in.take(3), 3);
    out.put(in.take(1), 1);
    if (in.take(1) != 1) {
      throw new IllegalStateException("not the short header of a still picture");
    }
    out.put(1, 1);
    out.put(in.take(5), 5);
    int widthBits = in.take(4) + 1;
    int heightBits = in.take(4) + 1;
    in.take(widthBits);
    in.take(heightBits);
    out.put(15, 4);
    out.put(15, 4);
    out.put(width - 1, 16);
    out.put(height - 1, 16);
    while (in.left() > 0) {
      out.put(in.take(1), 1);
    }
    return out.used();
  }

  /// A bit string; the highest bit of each byte comes first.
  private static final class Bits {
    private final byte[] bytes;
    private int at;

    Bits(byte[] bytes) {
      this.bytes = bytes;
    }

    int left() {
      return 8 * bytes.length - at;
    }

    int take(int count) {
      int value = 0;
      for (int i = 0; i < count; i++, at++) {
        value = value << 1 | (bytes[at >> 3] >> (7 - (at & 7)) & 1);
      }
      return value;
    }

    void put(int value, int count) {
      for (int i = count - 1; i >= 0; i--, at++) {
        bytes[at >> 3] |= (byte) ((value >> i & 1) << (7 - (at & 7)));
      }
    }

    byte[] used() {
      return Arrays.copyOf(bytes, (at + 7) / 8);
    }
  }
}
