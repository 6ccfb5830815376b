package dev.tintype.render.specimens;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/// Writes PNG (https://www.w3.org/TR/png-3/) of every tested colour type.
///
/// @param type the colour type
/// @param depth 8 or 16 bits per channel; a palette has 8
/// @param adam7 whether it is interlaced
/// @param chunks written between header and pixels
public record Png(Type type, int depth, boolean adam7, List<Chunk> chunks) {

  private static final int[][] PASSES = {
    {0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}
  };

  /// The colour type.
  public enum Type {
    /// One channel.
    GREY(0, 1),
    /// Three.
    RGB(2, 3),
    /// An index into at most 256 colours.
    PALETTE(3, 1),
    /// Grey and alpha.
    GREY_ALPHA(4, 2),
    /// Four.
    RGBA(6, 4);

    private final int code;
    private final int channels;

    Type(int code, int channels) {
      this.code = code;
      this.channels = channels;
    }
  }

  /// One chunk.
  ///
  /// @param name four letters
  /// @param data its bytes
  @SuppressWarnings("ArrayRecordComponent")
  public record Chunk(String name, byte[] data) {

    /// An ICC profile.
    public static Chunk profile(byte[] icc) {
      return new Chunk("iCCP", new Bytes().text("icc").u8(0, 0).raw(deflated(icc)).done());
    }

    /// The exponent of light to signal, times 100,000.
    public static Chunk gamma(long hundredThousandths) {
      return new Chunk("gAMA", new Bytes().u32(hundredThousandths).done());
    }

    /// White, red, green and blue: x and y of each, times 100,000.
    public static Chunk chromaticities(int... hundredThousandths) {
      Bytes numbers = new Bytes();
      Arrays.stream(hundredThousandths).forEach(numbers::u32);
      return new Chunk("cHRM", numbers.done());
    }

    /// Code points of ITU-T H.273.
    public static Chunk codes(int primaries, int transfer, boolean full) {
      return new Chunk("cICP", new Bytes().u8(primaries, transfer, 0, full ? 1 : 0).done());
    }

    /// An EXIF block, starting at its byte order.
    public static Chunk exif(byte[] tiff) {
      return new Chunk("eXIf", tiff);
    }
  }

  /// An ordinary PNG of this type.
  public static Png of(Type type) {
    return new Png(type, 8, /* adam7= */ false, List.of());
  }

  /// A copy with 16 bits per channel.
  public Png deep() {
    return new Png(type, 16, adam7, chunks);
  }

  /// An interlaced copy.
  public Png interlaced() {
    return new Png(type, depth, /* adam7= */ true, chunks);
  }

  /// A copy with one more chunk.
  public Png with(Chunk chunk) {
    List<Chunk> more = new ArrayList<>(chunks);
    more.add(chunk);
    return new Png(type, depth, adam7, more);
  }

  /// Encodes a picture.
  public byte[] encode(Picture picture) {
    return encode(picture, List.of());
  }

  /// Encodes a picture, with chunks after its pixels.
  byte[] encode(Picture picture, List<Chunk> behind) {
    Map<Integer, Integer> palette = paletteFor(picture);
    return file(
        picture.width(),
        picture.height(),
        palette.keySet().stream().toList(),
        raster(picture, palette),
        behind);
  }

  /// The compressed pixels of a picture.
  byte[] pixels(Picture picture) {
    return deflated(raster(picture, paletteFor(picture)));
  }

  private Map<Integer, Integer> paletteFor(Picture picture) {
    return type == Type.PALETTE ? paletteOf(picture) : Map.of();
  }

  private Raster raster(Picture picture, Map<Integer, Integer> palette) {
    return out -> {
      if (adam7) {
        for (int[] pass : PASSES) {
          rows(out, picture, palette, pass);
        }
      } else {
        rows(out, picture, palette, new int[] {0, 0, 1, 1});
      }
    };
  }

  /// A file with any number of black, transparent pixels.
  public byte[] blank(int width, int height) {
    return file(
        width,
        height,
        type == Type.PALETTE ? List.of(0xff000000) : List.of(),
        out -> {
          int pixelBytes = type.channels * depth / 8;
          for (int[] pass : adam7 ? PASSES : new int[][] {{0, 0, 1, 1}}) {
            int columns = (width - pass[0] + pass[2] - 1) / pass[2];
            int rows = (height - pass[1] + pass[3] - 1) / pass[3];
            byte[] row = new byte[1 + columns * pixelBytes];
            for (int y = 0; columns > 0 && y < rows; y++) {
              out.write(row);
            }
          }
        },
        List.of());
  }

  @FunctionalInterface
  private interface Raster {
    void write(OutputStream out) throws IOException;
  }

  private byte[] file(
      int width, int height, List<Integer> palette, Raster raster, List<Chunk> behind) {
    Bytes file = new Bytes().u8(0x89).text("PNG\r\n").u8(0x1a).text("\n");
    byte[] header =
        new Bytes().u32(width).u32(height).u8(depth, type.code, 0, 0, adam7 ? 1 : 0).done();
    chunk(file, "IHDR", header);
    chunks.forEach(chunk -> chunk(file, chunk.name(), chunk.data()));
    if (!palette.isEmpty()) {
      Bytes colors = new Bytes();
      Bytes alphas = new Bytes();
      palette.forEach(argb -> colors.u8(argb >> 16, argb >> 8, argb));
      palette.forEach(argb -> alphas.u8(argb >>> 24));
      chunk(file, "PLTE", colors.done());
      if (palette.stream().anyMatch(argb -> argb >>> 24 != 255)) {
        chunk(file, "tRNS", alphas.done());
      }
    }
    chunk(file, "IDAT", deflated(raster));
    behind.forEach(chunk -> chunk(file, chunk.name(), chunk.data()));
    chunk(file, "IEND", new byte[0]);
    return file.done();
  }

  private void rows(OutputStream out, Picture picture, Map<Integer, Integer> palette, int[] pass)
      throws IOException {
    if (pass[0] >= picture.width()) {
      return;
    }
    for (int y = pass[1]; y < picture.height(); y += pass[3]) {
      Bytes row = new Bytes().u8(0);
      for (int x = pass[0]; x < picture.width(); x += pass[2]) {
        pixel(row, picture.at(x, y), palette);
      }
      out.write(row.done());
    }
  }

  private void pixel(Bytes row, int argb, Map<Integer, Integer> palette) {
    int green = argb >> 8;
    switch (type) {
      case GREY -> sample(row, green);
      case GREY_ALPHA -> sample(sample(row, green), argb >>> 24);
      case RGB -> sample(sample(sample(row, argb >> 16), green), argb);
      case RGBA -> sample(sample(sample(sample(row, argb >> 16), green), argb), argb >>> 24);
      case PALETTE -> sample(row, palette.getOrDefault(argb, 0));
    }
  }

  private Bytes sample(Bytes row, int value) {
    return depth == 16 ? row.u8(value, value) : row.u8(value);
  }

  private static Map<Integer, Integer> paletteOf(Picture picture) {
    Map<Integer, Integer> palette = new LinkedHashMap<>();
    for (int y = 0; y < picture.height(); y++) {
      for (int x = 0; x < picture.width(); x++) {
        palette.putIfAbsent(picture.at(x, y), palette.size());
      }
    }
    if (palette.size() > 256) {
      throw new IllegalArgumentException("a palette holds 256 colours, not " + palette.size());
    }
    return palette;
  }

  /// Appends a chunk with its length and checksum.
  static void chunk(Bytes file, String name, byte[] data) {
    CRC32 crc = new CRC32();
    crc.update(name.getBytes(StandardCharsets.US_ASCII));
    crc.update(data);
    file.u32(data.length).text(name).raw(data).u32(crc.getValue());
  }

  /// Bytes compressed by zlib.
  static byte[] deflated(byte[] bytes) {
    return deflated(out -> out.write(bytes));
  }

  private static byte[] deflated(Raster raster) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (Deflater fast = new Deflater(Deflater.BEST_SPEED);
        DeflaterOutputStream out = new DeflaterOutputStream(bytes, fast)) {
      raster.write(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
