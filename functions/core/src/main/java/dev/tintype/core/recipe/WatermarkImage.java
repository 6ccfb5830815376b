package dev.tintype.core.recipe;

import dev.tintype.core.Limits;
import dev.tintype.core.OriginalFormat;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/// The file of a watermark, as far as it can be judged without decoding it: a PNG or WebP of
/// limited length and size. Only a jailed renderer decodes it.
public final class WatermarkImage {

  private static final int PNG_SIZE = 16;
  private static final int WEBP_CHUNK = 12;
  private static final int WEBP_DATA = 20;

  private WatermarkImage() {}

  /// @param bytes the file, or its first [Limits#MAX_WATERMARK_BYTES] + 1 bytes
  /// @return why it cannot be used, continuing a sentence that begins with its name; empty when
  ///   nothing speaks against it
  public static Optional<String> fault(byte[] bytes) {
    if (bytes.length > Limits.MAX_WATERMARK_BYTES) {
      return Optional.of("must have at most %,d bytes".formatted(Limits.MAX_WATERMARK_BYTES));
    }
    if (!(OriginalFormat.sniff(bytes)
            instanceof OriginalFormat.Sniffed.Known(OriginalFormat format))
        || (format != OriginalFormat.PNG && format != OriginalFormat.WEBP)) {
      return Optional.of("must be a PNG or WebP file");
    }
    try {
      Sides sides = format == OriginalFormat.PNG ? png(bytes) : webp(bytes);
      return sides.fault();
    } catch (IndexOutOfBoundsException endsEarly) {
      return Optional.of("must be a whole PNG or WebP file: it ends too early");
    }
  }

  private record Sides(long width, long height) {
    Optional<String> fault() {
      boolean admitted =
          width > 0
              && height > 0
              && width <= Limits.MAX_SIDE
              && height <= Limits.MAX_SIDE
              && width * height <= Limits.MAX_WATERMARK_PIXELS;
      return admitted
          ? Optional.empty()
          : Optional.of(
              "must have 1 to %,d px, not %d × %d"
                  .formatted(Limits.MAX_WATERMARK_PIXELS, width, height));
    }
  }

  /// https://www.w3.org/TR/png-3/#11IHDR
  private static Sides png(byte[] bytes) {
    ByteBuffer file = ByteBuffer.wrap(bytes);
    return new Sides(
        Integer.toUnsignedLong(file.getInt(PNG_SIZE)),
        Integer.toUnsignedLong(file.getInt(PNG_SIZE + 4)));
  }

  /// https://developers.google.com/speed/webp/docs/riff_container
  private static Sides webp(byte[] bytes) {
    ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    return switch (file.get(WEBP_CHUNK + 3)) {
      case 'X' -> new Sides(u24(file, WEBP_DATA + 4) + 1, u24(file, WEBP_DATA + 7) + 1);
      case 'L' -> {
        int sides = file.getInt(WEBP_DATA + 1);
        yield new Sides((sides & 0x3fff) + 1, (sides >> 14 & 0x3fff) + 1);
      }
      default ->
          new Sides(file.getShort(WEBP_DATA + 6) & 0x3fff, file.getShort(WEBP_DATA + 8) & 0x3fff);
    };
  }

  private static long u24(ByteBuffer file, int at) {
    return (file.get(at) & 0xff) | (file.getShort(at + 1) & 0xffffL) << 8;
  }
}
