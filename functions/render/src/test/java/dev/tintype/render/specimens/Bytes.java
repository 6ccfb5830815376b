package dev.tintype.render.specimens;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// A growing byte array.
public final class Bytes {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /// Appends single bytes.
  public Bytes u8(int... values) {
    for (int value : values) {
      out.write(value);
    }
    return this;
  }

  /// Appends 16 bits, big-endian.
  public Bytes u16(int value) {
    return u8(value >> 8, value);
  }

  /// Appends 32 bits, big-endian.
  public Bytes u32(long value) {
    return u8((int) (value >> 24), (int) (value >> 16), (int) (value >> 8), (int) value);
  }

  /// Appends 16 bits, little-endian.
  public Bytes u16le(int value) {
    return u8(value, value >> 8);
  }

  /// Appends 24 bits, little-endian.
  public Bytes u24le(int value) {
    return u8(value, value >> 8, value >> 16);
  }

  /// Appends 32 bits, little-endian.
  public Bytes u32le(long value) {
    return u8((int) value, (int) (value >> 8), (int) (value >> 16), (int) (value >> 24));
  }

  /// Appends 64 bits, little-endian.
  public Bytes u64le(long value) {
    return u32le(value).u32le(value >> 32);
  }

  /// Appends a text, one byte per character.
  public Bytes text(String text) {
    return raw(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /// Appends bytes unchanged.
  public Bytes raw(byte[] bytes) {
    out.writeBytes(bytes);
    return this;
  }

  /// Appends the same byte many times.
  public Bytes repeat(int value, int times) {
    byte[] run = new byte[times];
    java.util.Arrays.fill(run, (byte) value);
    return raw(run);
  }

  /// @return how many bytes there are
  public int size() {
    return out.size();
  }

  /// @return a copy of all bytes
  public byte[] done() {
    return out.toByteArray();
  }
}
