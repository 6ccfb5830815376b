package dev.tintype.render.results;

import dev.tintype.core.Format;
import dev.tintype.render.plan.Dimensions;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Reads format and dimensions from the first bytes of a variant, without any codec.
final class VariantProbe {

  /// How many of the first bytes are read.
  static final int HEAD_BYTES = 4096;

  private static final long PNG_SIGNATURE = 0x89504e470d0a1a0aL;
  private static final int PNG_HEADER_BYTES = 13;

  private VariantProbe() {}

  /// @return the dimensions, if the bytes begin like a file of this format
  static Optional<Dimensions> dimensions(Format format, byte[] head) {
    ByteBuffer bytes = ByteBuffer.wrap(head);
    try {
      return switch (format) {
        case JPEG -> jpeg(bytes);
        case WEBP -> webp(bytes.order(ByteOrder.LITTLE_ENDIAN));
        case AVIF -> avif(bytes);
        case PNG -> png(bytes);
      };
    } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Optional<Dimensions> jpeg(ByteBuffer bytes) {
    if (bytes.getShort(0) != (short) 0xffd8) {
      return Optional.empty();
    }
    int at = 2;
    while ((bytes.get(at) & 0xff) == 0xff) {
      int marker = bytes.get(at + 1) & 0xff;
      if (marker >= 0xc0 && marker <= 0xc2) {
        return dimensions(bytes.getShort(at + 7) & 0xffff, bytes.getShort(at + 5) & 0xffff);
      }
      at += 2 + (bytes.getShort(at + 2) & 0xffff);
    }
    return Optional.empty();
  }

  private static Optional<Dimensions> webp(ByteBuffer bytes) {
    if (!text(bytes, 0).equals("RIFF") || !text(bytes, 8).equals("WEBP")) {
      return Optional.empty();
    }
    return switch (text(bytes, 12)) {
      case "VP8 " -> dimensions(bytes.getShort(26) & 0x3fff, bytes.getShort(28) & 0x3fff);
      case "VP8L" -> {
        int bits = bytes.getInt(21);
        yield dimensions((bits & 0x3fff) + 1, (bits >> 14 & 0x3fff) + 1);
      }
      case "VP8X" -> dimensions((bytes.getInt(24) & 0xffffff) + 1, (bytes.getInt(26) >>> 8) + 1);
      default -> Optional.empty();
    };
  }

  private static Optional<Dimensions> avif(ByteBuffer bytes) {
    if (!text(bytes, 4).equals("ftyp") || !text(bytes, 8).equals("avif")) {
      return Optional.empty();
    }
    for (int at = 16; at + 16 <= bytes.limit(); at++) {
      if (text(bytes, at).equals("ispe")) {
        return dimensions(bytes.getInt(at + 8), bytes.getInt(at + 12));
      }
    }
    return Optional.empty();
  }

  /// The signature, and a first chunk with the header (https://www.w3.org/TR/png-3/#11IHDR).
  private static Optional<Dimensions> png(ByteBuffer bytes) {
    return bytes.getLong(0) == PNG_SIGNATURE
            && bytes.getInt(8) == PNG_HEADER_BYTES
            && text(bytes, 12).equals("IHDR")
        ? dimensions(bytes.getInt(16), bytes.getInt(20))
        : Optional.empty();
  }

  private static Optional<Dimensions> dimensions(int width, int height) {
    return Optional.of(new Dimensions(width, height));
  }

  private static String text(ByteBuffer bytes, int at) {
    byte[] four = new byte[4];
    bytes.get(at, four);
    return new String(four, StandardCharsets.ISO_8859_1);
  }
}
