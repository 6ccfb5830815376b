package dev.tintype.cli.sheet;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/// Writes a PNG with few pixels, https://www.w3.org/TR/png-3/.
final class SmallPng {

  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

  private SmallPng() {}

  /// @param rgba pixels, four bytes each
  static byte[] of(int width, int height, byte[] rgba) {
    byte[] rows = new byte[height * (1 + width * 4)];
    for (int y = 0; y < height; y++) {
      System.arraycopy(rgba, y * width * 4, rows, y * (1 + width * 4) + 1, width * 4);
    }
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    png.writeBytes(SIGNATURE);
    byte[] eightBitRgba = {8, 6, 0, 0, 0};
    chunk(
        png,
        "IHDR",
        ByteBuffer.allocate(13).putInt(width).putInt(height).put(eightBitRgba).array());
    chunk(png, "IDAT", deflated(rows));
    chunk(png, "IEND", new byte[0]);
    return png.toByteArray();
  }

  private static byte[] deflated(byte[] bytes) {
    try (Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION)) {
      deflater.setInput(bytes);
      deflater.finish();
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      byte[] buffer = new byte[4096];
      while (!deflater.finished()) {
        out.write(buffer, 0, deflater.deflate(buffer));
      }
      return out.toByteArray();
    }
  }

  private static void chunk(ByteArrayOutputStream png, String type, byte[] data) {
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    CRC32 crc = new CRC32();
    crc.update(name);
    crc.update(data);
    png.writeBytes(ByteBuffer.allocate(4).putInt(data.length).array());
    png.writeBytes(name);
    png.writeBytes(data);
    png.writeBytes(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
  }
}
