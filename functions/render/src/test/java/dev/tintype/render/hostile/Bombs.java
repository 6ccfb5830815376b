package dev.tintype.render.hostile;

import dev.tintype.render.specimens.Bytes;
import dev.tintype.render.specimens.Gif;
import dev.tintype.render.specimens.Jpeg;
import dev.tintype.render.specimens.Picture;
import dev.tintype.render.specimens.Png;
import dev.tintype.render.specimens.Tiff;
import dev.tintype.render.specimens.TiffPage;
import dev.tintype.render.specimens.VipsWriter;
import dev.tintype.vips.Vips;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Small files that state huge sizes.
final class Bombs {

  private static final Picture TINY = Picture.scene(64, 48);

  private Bombs() {}

  static List<Specimen> all(Vips vips) {
    List<Specimen> all = new ArrayList<>();
    pixels(all, new VipsWriter(vips));
    frames(all, new VipsWriter(vips));
    chunks(all);
    avifs(all, new VipsWriter(vips));
    tiffs(all);
    directories(all);
    shapes(all, new VipsWriter(vips));
    return all;
  }

  private static void pixels(List<Specimen> all, VipsWriter writer) {
    String many = "too_many_pixels";
    all.add(Specimen.of("png of 30,000 × 30,000", png(30_000, 30_000, 8, 2, 0), many));
    all.add(Specimen.of("png of 700,000 × 100", png(700_000, 100, 8, 2, 0), many));
    all.add(Specimen.of("png of 2³¹-1 × 1", png(Integer.MAX_VALUE, 1, 8, 2, 0), many, "corrupt"));
    all.add(
        Specimen.of(
            "interlaced 16-bit png of 100 MP",
            png(10_000, 10_000, 16, 6, 1),
            "needs_too_much_memory",
            "corrupt"));
    all.add(Specimen.of("jpeg of 65,500 × 65,500", jpeg(65_500, 65_500, false), many));
    all.add(Specimen.of("progressive jpeg of 65,500 × 65,500", jpeg(65_500, 65_500, true), many));
    all.add(Specimen.of("gif that says 65,535 × 65,535", gif(65_535, 65_535, false), many));
    all.add(Specimen.of("gif of 65,535 × 65,535", gif(65_535, 65_535, true), many));
    all.add(Specimen.of("gif of 9,000 × 9,000", gif(9000, 9000, true), "corrupt"));
    all.add(
        Specimen.of(
            "webp of 16,383 × 16,383",
            webpCanvas(writer.webp(List.of(TINY, TINY.stored(3)), new int[] {9, 9}, 0, 1)),
            many));
    all.add(
        Specimen.of(
            "tiff of 2³⁰ × 2³⁰",
            tiff(Tiff.plain().encode(TINY), 1 << 30, 1 << 30),
            many,
            "corrupt"));
  }

  private static void frames(List<Specimen> all, VipsWriter writer) {
    Picture dot = Picture.plain(2, 2, 0xff0000ff);
    all.add(Specimen.of("gif of 400 frames", new Gif(20, 0).repeated(dot, 400), "rendered"));
    all.add(
        Specimen.of(
            "gif of 10,001 frames", new Gif(20, 0).repeated(dot, 10_001), "too_many_frames"));
    all.add(
        Specimen.of(
            "gif of 100,000 frames", new Gif(20, 0).repeated(dot, 100_000), "too_many_frames"));
    Bytes large = new Gif(20, 0).start(1001, 1000);
    byte[] two = new Gif(20, 0).repeated(dot, 100);
    large.raw(Arrays.copyOfRange(two, 32, two.length));
    all.add(Specimen.of("gif of 100 frames of 1 MP", large.done(), "too_many_pixels"));
    List<Picture> many = new ArrayList<>();
    int[] delays = new int[301];
    for (int i = 0; i < 301; i++) {
      many.add(Picture.plain(4, 4, 0xff000000 | i * 0x010305));
    }
    Arrays.fill(delays, 20);
    all.add(Specimen.of("webp of 301 frames", writer.webp(many, delays, 0, 1), "rendered"));
  }

  private static void chunks(List<Specimen> all) {
    byte[] zeros = new byte[256 << 20];
    byte[] packed = Png.Chunk.profile(zeros).data();
    all.add(
        Specimen.of(
            "png with a profile of 256 MB",
            Png.of(Png.Type.RGB).with(new Png.Chunk("iCCP", packed)).encode(TINY),
            "rendered",
            "corrupt"));
    byte[] text = packed.clone();
    all.add(
        Specimen.of(
            "png with a text of 256 MB",
            Png.of(Png.Type.RGB).with(new Png.Chunk("zTXt", text)).encode(TINY),
            "rendered",
            "corrupt"));
    Png png = Png.of(Png.Type.RGB);
    List<Png.Chunk> texts =
        java.util.Collections.nCopies(
            150_000, new Png.Chunk("tEXt", "a\0b".getBytes(StandardCharsets.US_ASCII)));
    all.add(
        Specimen.of(
            "png with 150,000 texts",
            new Png(png.type(), 8, /* adam7= */ false, texts).encode(TINY),
            "rendered",
            "corrupt"));
    all.add(Specimen.of("jpeg of 2,000 scans", scans(2000), "corrupt", "rendered"));
    Jpeg.Segment segment = new Jpeg.Segment(0xe1, new byte[60_000]);
    Jpeg jpeg =
        new Jpeg(
            80,
            /* progressive= */ false,
            /* grey= */ false,
            java.util.Collections.nCopies(1000, segment));
    all.add(Specimen.of("jpeg with 60 MB of segments", jpeg.encode(TINY), "rendered", "corrupt"));
  }

  private static void avifs(List<Specimen> all, VipsWriter writer) {
    byte[] eight = writer.avif(TINY, "Q=50");
    byte[] twelve = writer.avif(TINY, "Q=50,bitdepth=12,subsample-mode=off");
    all.add(
        Specimen.of(
            "avif that says 9,000 × 9,000", avif(eight, 9000, 9000), "needs_too_much_memory"));
    all.add(
        Specimen.of(
            "12-bit 4:4:4 avif that says 7,000 × 7,000",
            avif(twelve, 7000, 7000),
            "needs_too_much_memory"));
    all.add(
        Specimen.of(
            "avif that says 60,000 × 60,000", avif(eight, 60_000, 60_000), "too_many_pixels"));
    all.add(Specimen.of("avif that says 3,000 × 2,000", avif(eight, 3000, 2000), "corrupt"));
    all.add(Specimen.of("avif that says 8 × 8", avif(eight, 8, 8), "corrupt", "rendered"));
    for (int side : new int[] {4000, 10_000, 16_384, 65_536}) {
      all.add(
          Specimen.of(
              "avif that says 64 × 48 and is coded " + side + " × " + side,
              new AvifLie(eight).coded(side, side),
              "corrupt"));
      all.add(
          Specimen.of(
              "12-bit avif that says 64 × 48 and is coded " + side + " × " + side,
              new AvifLie(twelve).coded(side, side),
              "corrupt"));
    }
    for (int tiles : new int[] {2, 16, 100, 250}) {
      all.add(
          Specimen.of(
              "avif grid of " + tiles + " × " + tiles + " tiles",
              new AvifGrid(eight, 64, 48).of(tiles),
              "rendered",
              "corrupt",
              "too_many_pixels",
              "needs_too_much_memory"));
    }
  }

  private static void tiffs(List<Specimen> all) {
    byte[] tiff = Tiff.plain().encode(TINY);
    byte[] loop = tiff.clone();
    int directoryEnd = 8 + 2 + 9 * 12;
    ByteBuffer.wrap(loop).order(java.nio.ByteOrder.LITTLE_ENDIAN).putInt(directoryEnd, 8);
    all.add(Specimen.of("tiff whose directories go round", loop, "rendered"));
    all.add(
        Specimen.of(
            "tiff of 100 channels",
            new Tiff(/* big= */ false, 8, 16, /* directoryFirst= */ true, 100).encode(TINY),
            "unsupported_format"));
    all.add(
        Specimen.of(
            "tiff of 6 channels",
            new Tiff(/* big= */ false, 8, 16, /* directoryFirst= */ true, 6).encode(TINY),
            "unsupported_format"));
    all.add(
        Specimen.of(
            "tiff that says 9,000 × 9,000", tiff(tiff, 9000, 9000), "corrupt", "truncated"));
  }

  /// Directories with the largest possible numbers.
  private static void directories(List<Specimen> all) {
    byte[] pixels = new byte[64 * 48 * 3];
    TiffPage page = TiffPage.of(64, 48, 2, 8, 3, pixels);
    for (boolean big : new boolean[] {false, true}) {
      TiffPage each = big ? page.inBig() : page;
      String name = big ? "big tiff" : "tiff";
      for (int tag : new int[] {256, 257, 258, 259, 262, 277, 278, 322, 323}) {
        TiffPage most = each.with(tag, 4, 0xffffffffL);
        if (tag >= 322) {
          most = most.with(322, 4, 0xffffffffL).with(323, 4, 0xffffffffL);
        }
        all.add(Specimen.of(name + " with the largest tag " + tag, most.encode(), Specimen.any()));
      }
      for (int tag : new int[] {258, 273, 279, 320, 338, 339, 347, 530, 34_675}) {
        all.add(
            Specimen.of(
                name + " with most values of tag " + tag,
                each.counting(tag, 4, big ? 1L << 62 : 0xffffffffL).encode(),
                Specimen.any()));
        all.add(
            Specimen.of(name + " without tag " + tag, each.without(tag).encode(), Specimen.any()));
      }
    }
  }

  private static void shapes(List<Specimen> all, VipsWriter writer) {
    all.add(Specimen.of("tall webp", writer.webp(Picture.scene(10, 16_383), "Q=50"), "rendered"));
    all.add(
        Specimen.of("wide png", Png.of(Png.Type.RGB).encode(Picture.scene(32_768, 2)), "rendered"));
    all.add(
        Specimen.of(
            "too wide png",
            Png.of(Png.Type.RGB).encode(Picture.scene(32_769, 2)),
            "too_many_pixels"));
    all.add(Specimen.of("one pixel", Png.of(Png.Type.RGB).encode(Picture.scene(1, 1)), "rendered"));
  }

  /// A PNG with the stated header and only a few rows of pixels.
  private static byte[] png(int width, int height, int depth, int type, int adam7) {
    byte[] file =
        Png.of(Png.Type.RGB).with(new Png.Chunk("tEXt", new byte[] {'a', 0})).encode(TINY);
    Bytes out = new Bytes().raw(Arrays.copyOf(file, 8));
    byte[] header = new Bytes().u32(width).u32(height).u8(depth, type, 0, 0, adam7).done();
    java.util.zip.CRC32 crc = new java.util.zip.CRC32();
    crc.update("IHDR".getBytes(StandardCharsets.US_ASCII));
    crc.update(header);
    out.u32(13).text("IHDR").raw(header).u32(crc.getValue());
    return out.raw(Arrays.copyOfRange(file, 33, file.length)).done();
  }

  private static byte[] jpeg(int width, int height, boolean progressive) {
    Jpeg jpeg = progressive ? Jpeg.plain(80).inScans() : Jpeg.plain(80);
    byte[] file = jpeg.encode(TINY);
    for (int at = 2; at + 9 < file.length; ) {
      int marker = file[at + 1] & 0xff;
      if (marker == 0xc0 || marker == 0xc2) {
        ByteBuffer.wrap(file).putShort(at + 5, (short) height).putShort(at + 7, (short) width);
        return file;
      }
      at += 2 + ((file[at + 2] & 0xff) << 8 | (file[at + 3] & 0xff));
    }
    throw new IllegalStateException("a JPEG without a frame");
  }

  /// A progressive JPEG that repeats its last scan many times.
  private static byte[] scans(int times) {
    byte[] file = Jpeg.plain(80).inScans().encode(Picture.scene(800, 600));
    int last = file.length - 2;
    while (file[last] != (byte) 0xff || file[last + 1] != (byte) 0xda) {
      last--;
    }
    Bytes out = new Bytes().raw(Arrays.copyOf(file, last));
    byte[] scan = Arrays.copyOfRange(file, last, file.length - 2);
    for (int i = 0; i < times; i++) {
      out.raw(scan);
    }
    return out.u8(0xff, 0xd9).done();
  }

  /// The first frame's size follows the header, the control block and the frame's marker.
  private static byte[] gif(int width, int height, boolean frameToo) {
    byte[] file = Gif.of(Picture.plain(4, 4, 0xff00ff00));
    byte[] sides = new Bytes().u16le(width).u16le(height).done();
    System.arraycopy(sides, 0, file, 6, 4);
    if (frameToo) {
      System.arraycopy(sides, 0, file, 13 + 8 + 5, 4);
    }
    return file;
  }

  private static byte[] webpCanvas(byte[] moving) {
    byte[] sides = new Bytes().u24le(16_382).u24le(16_382).done();
    byte[] file = moving.clone();
    System.arraycopy(sides, 0, file, 24, 6);
    return file;
  }

  /// The directory starts at byte 8; width and height are its first two entries.
  private static byte[] tiff(byte[] tiff, int width, int height) {
    byte[] file = tiff.clone();
    ByteBuffer.wrap(file)
        .order(java.nio.ByteOrder.LITTLE_ENDIAN)
        .putInt(18, width)
        .putInt(30, height);
    return file;
  }

  private static byte[] avif(byte[] avif, int width, int height) {
    byte[] file = avif.clone();
    String text = new String(file, StandardCharsets.ISO_8859_1);
    for (int at = text.indexOf("ispe"); at >= 0; at = text.indexOf("ispe", at + 4)) {
      ByteBuffer.wrap(file).putInt(at + 8, width).putInt(at + 12, height);
    }
    return file;
  }
}
