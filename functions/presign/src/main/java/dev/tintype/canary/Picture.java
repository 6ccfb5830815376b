package dev.tintype.canary;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/// A small picture: a gradient whose blue is random, as an RGB PNG of 160 × 120 px
/// (https://www.w3.org/TR/png-3/).
final class Picture {

  private static final int WIDTH = 160;
  private static final int HEIGHT = 120;
  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
  private static final byte BITS = 8;
  private static final byte RGB = 2;

  private Picture() {}

  static byte[] png(RandomGenerator random) {
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    png.writeBytes(SIGNATURE);
    ByteBuffer header = ByteBuffer.allocate(13).putInt(WIDTH).putInt(HEIGHT).put(BITS).put(RGB);
    png.writeBytes(chunk("IHDR", header.array()));
    png.writeBytes(chunk("IDAT", deflated(rows(random))));
    png.writeBytes(chunk("IEND", new byte[0]));
    return png.toByteArray();
  }

  private static byte[] rows(RandomGenerator random) {
    ByteBuffer rows = ByteBuffer.allocate(HEIGHT * (1 + 3 * WIDTH));
    for (int y = 0; y < HEIGHT; y++) {
      rows.put((byte) 0);
      for (int x = 0; x < WIDTH; x++) {
        rows.put((byte) (x * 255 / WIDTH))
            .put((byte) (y * 255 / HEIGHT))
            .put((byte) random.nextInt(64));
      }
    }
    return rows.array();
  }

  private static byte[] deflated(byte[] bytes) {
    try (Deflater deflater = new Deflater()) {
      deflater.setInput(bytes);
      deflater.finish();
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      byte[] buffer = new byte[1 << 14];
      while (!deflater.finished()) {
        out.write(buffer, 0, deflater.deflate(buffer));
      }
      return out.toByteArray();
    }
  }

  private static byte[] chunk(String type, byte[] body) {
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    CRC32 crc = new CRC32();
    crc.update(name);
    crc.update(body);
    return ByteBuffer.allocate(12 + body.length)
        .putInt(body.length)
        .put(name)
        .put(body)
        .putInt((int) crc.getValue())
        .array();
  }
}
