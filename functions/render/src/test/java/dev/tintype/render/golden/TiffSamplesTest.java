package dev.tintype.render.golden;

import dev.tintype.core.Rejection;
import dev.tintype.render.specimens.TiffPage;
import java.nio.ByteOrder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/// Every way in which a TIFF stores samples gives correct colours, or a rejection with its reason.
final class TiffSamplesTest {

  private static final Oracle ORACLE = new Oracle();
  private static final Swatch SWATCH = new Swatch(ORACLE);
  private static final int SIDE = 64;
  private static final int PIXELS = SIDE * SIDE;
  private static final int GREY = 1;
  private static final int RGB = 2;
  private static final int INKS = 5;
  private static final int YCBCR = 6;
  private static final int CIE_LAB = 8;
  private static final int ICC_LAB = 9;
  private static final long TIMES_32 = 0x1010101L;
  private static final int SIGNED = 2;
  private static final int FLOATING = 3;

  @AfterAll
  static void close() {
    ORACLE.close();
  }

  private static TiffPage page(int photometric, int bytes, long... samples) {
    return page(ByteOrder.LITTLE_ENDIAN, photometric, bytes, samples);
  }

  private static TiffPage page(ByteOrder order, int photometric, int bytes, long... samples) {
    TiffPage page =
        TiffPage.of(
            SIDE,
            SIDE,
            photometric,
            8 * bytes,
            samples.length,
            TiffPage.plain(PIXELS, bytes, order, samples));
    return order == ByteOrder.BIG_ENDIAN ? page.bigEndian() : page;
  }

  private static TiffPage floats(int photometric, float... samples) {
    long[] bits = new long[samples.length];
    for (int i = 0; i < samples.length; i++) {
      bits[i] = Float.floatToIntBits(samples[i]);
    }
    return page(photometric, 4, bits).with(339, TiffPage.SHORT, FLOATING);
  }

  private static TiffPage halves(int photometric, float... samples) {
    long[] bits = new long[samples.length];
    for (int i = 0; i < samples.length; i++) {
      bits[i] = Float.floatToFloat16(samples[i]) & 0xffff;
    }
    return page(photometric, 2, bits).with(339, TiffPage.SHORT, FLOATING);
  }

  private static void assertShows(String name, TiffPage page, int red, int green, int blue) {
    SWATCH.assertShows(name, page.encode(), red, green, blue);
    SWATCH.assertShows(name + ", big", page.inBig().encode(), red, green, blue);
  }

  @Test
  void integersOf8And16And32BitsGiveTheSameColors() {
    for (ByteOrder order : new ByteOrder[] {ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN}) {
      assertShows("8 bits", page(order, RGB, 1, 200, 40, 40), 200, 40, 40);
      assertShows("16 bits", page(order, RGB, 2, 200 * 257, 40 * 257, 40 * 257), 200, 40, 40);
      assertShows(
          "32 bits",
          page(order, RGB, 4, 200 * TIMES_32, 40 * TIMES_32, 40 * TIMES_32),
          200,
          40,
          40);
      assertShows("grey of 8 bits", page(order, GREY, 1, 100), 100, 100, 100);
      assertShows("grey of 16 bits", page(order, GREY, 2, 100 * 257), 100, 100, 100);
      assertShows("grey of 32 bits", page(order, GREY, 4, 100 * TIMES_32), 100, 100, 100);
    }
  }

  @Test
  void minIsWhiteIsInverted() {
    assertShows("8 bits", page(0, 1, 100), 155, 155, 155);
    assertShows("16 bits", page(0, 2, 100 * 257), 155, 155, 155);
    assertShows("32 bits", page(0, 4, 100 * TIMES_32), 155, 155, 155);
    assertShows("a fraction", floats(0, 0.25f), 191, 191, 191);
    for (int bits : new int[] {1, 2, 4}) {
      byte[] zeros = new byte[PIXELS * bits / 8];
      assertShows(bits + " bits, black", TiffPage.of(SIDE, SIDE, 1, bits, 1, zeros), 0, 0, 0);
      assertShows(bits + " bits, white", TiffPage.of(SIDE, SIDE, 0, bits, 1, zeros), 255, 255, 255);
    }
  }

  @Test
  void floatingPointSamplesRangeFromBlackToWhite() {
    assertShows("half", floats(GREY, 0.5f), 127, 127, 127);
    assertShows("half of RGB", floats(RGB, 0.5f, 0.25f, 0.125f), 127, 64, 32);
    assertShows("beyond both ends", floats(RGB, 2, 0.5f, -1), 255, 127, 0);
    assertShows("no number", floats(RGB, Float.NaN, 0.5f, 0.5f), 0, 127, 127);
    assertShows("16-bit fractions", halves(RGB, 0.5f, 0.25f, 1), 127, 64, 255);
    assertShows("grey in 16-bit fractions", halves(GREY, 0.25f), 64, 64, 64);
  }

  @Test
  void lumaAndChromaAreConverted() {
    TiffPage raw = page(YCBCR, 1, 88, 101, 208);
    assertShows("told to be whole", raw.with(530, TiffPage.SHORT, 1, 1), 200, 40, 40);
    assertShows("whole by its length", raw, 200, 40, 40);
    assertShows(
        "video's coefficients",
        page(YCBCR, 1, 74, 110, 208)
            .with(530, TiffPage.SHORT, 1, 1)
            .with(529, 5, ratio(2126), ratio(7152), ratio(722)),
        200,
        40,
        40);
    assertShows("one chroma sample for four", subsampled(2, 2, 4), 200, 40, 40);
    assertShows("one chroma sample for two", subsampled(2, 1, 2), 200, 40, 40);
    assertShows("without the tag", subsampled(2, 2, 4).without(530), 200, 40, 40);
  }

  /// A numerator over 10,000.
  private static long ratio(int numerator) {
    return 10_000L << 32 | numerator;
  }

  private static TiffPage subsampled(int across, int down, int luma) {
    byte[] block = new byte[luma + 2];
    java.util.Arrays.fill(block, (byte) 88);
    block[luma] = 101;
    block[luma + 1] = (byte) 208;
    byte[] all = new byte[block.length * PIXELS / luma];
    for (int i = 0; i < all.length; i++) {
      all[i] = block[i % block.length];
    }
    return TiffPage.of(SIDE, SIDE, YCBCR, 8, 3, all).with(530, TiffPage.SHORT, across, down);
  }

  /// The expected colours are those of Little CMS for L\* 45.5, a\* 62, b\* 38.
  @Test
  void labIsConverted() {
    assertShows("8 bits", page(CIE_LAB, 1, 116, 62, 38), 202, 41, 49);
    assertShows("16 bits", page(CIE_LAB, 2, 116 * 257, 62 * 256, 38 * 256), 202, 41, 49);
    assertShows("negative", page(CIE_LAB, 1, 128, 256 - 60, 40), 0, 142, 42);
    assertShows("8 bits as ICC counts", page(ICC_LAB, 1, 116, 190, 166), 202, 41, 49);
    assertShows(
        "16 bits as ICC counts", page(ICC_LAB, 2, 116 * 256, 190 * 256, 166 * 256), 202, 41, 49);
    SWATCH.assertShows(
        "with alpha",
        page(CIE_LAB, 1, 116, 62, 38, 100).with(338, TiffPage.SHORT, 2).encode(),
        202,
        41,
        49,
        100);
  }

  @Test
  void cmykIsConverted() {
    assertShows("no ink", page(INKS, 1, 0, 0, 0, 0), 255, 255, 255);
    assertShows("8 bits", page(INKS, 1, 0, 200, 200, 30), 210, 77, 66);
    assertShows("16 bits", page(INKS, 2, 0, 200 * 257, 200 * 257, 30 * 257), 210, 77, 66);
  }

  @Test
  void anUnspecifiedExtraSampleIsNotAlpha() {
    assertShows("RGB", page(RGB, 1, 200, 40, 40, 0).with(338, TiffPage.SHORT, 0), 200, 40, 40);
    assertShows(
        "RGB and two",
        page(RGB, 1, 200, 40, 40, 0, 0).with(338, TiffPage.SHORT, 0, 0),
        200,
        40,
        40);
    assertShows("grey", page(GREY, 1, 100, 0).with(338, TiffPage.SHORT, 0), 100, 100, 100);
    assertShows(
        "inks", page(INKS, 1, 0, 200, 200, 30, 0).with(338, TiffPage.SHORT, 0), 210, 77, 66);
    assertShows("grey and two untold", page(GREY, 1, 100, 0, 0), 100, 100, 100);
  }

  @Test
  void alphaIsTakenFromTheStatedSample() {
    assertAlpha("straight", page(RGB, 1, 200, 40, 40, 100).with(338, TiffPage.SHORT, 2), 100);
    assertAlpha("untold", page(RGB, 1, 200, 40, 40, 100), 100);
    assertAlpha("private", page(RGB, 1, 200, 40, 40, 100).with(338, TiffPage.SHORT, 999), 100);
    assertAlpha(
        "the second of two",
        page(RGB, 1, 200, 40, 40, 0, 100).with(338, TiffPage.SHORT, 0, 2),
        100);
    assertAlpha(
        "the first of two", page(RGB, 1, 200, 40, 40, 100, 0).with(338, TiffPage.SHORT, 2, 0), 100);
    assertAlpha(
        "16 bits",
        page(RGB, 2, 200 * 257, 40 * 257, 40 * 257, 100 * 257).with(338, TiffPage.SHORT, 2),
        100);
    assertAlpha(
        "32 bits",
        page(RGB, 4, 200 * TIMES_32, 40 * TIMES_32, 40 * TIMES_32, 100 * TIMES_32)
            .with(338, TiffPage.SHORT, 2),
        100);
    assertAlpha(
        "fractions", floats(RGB, 0.784f, 0.157f, 0.157f, 0.392f).with(338, TiffPage.SHORT, 2), 100);
    assertAlpha("premultiplied", page(RGB, 1, 100, 20, 20, 128).with(338, TiffPage.SHORT, 1), 128);
    assertAlpha(
        "premultiplied, 16 bits",
        page(RGB, 2, 100 * 257, 20 * 257, 20 * 257, 128 * 257).with(338, TiffPage.SHORT, 1),
        128);
    assertAlpha(
        "premultiplied fractions",
        floats(RGB, 0.392f, 0.0784f, 0.0784f, 0.5f).with(338, TiffPage.SHORT, 1),
        128);
  }

  private static void assertAlpha(String name, TiffPage page, int alpha) {
    SWATCH.assertShows(name, page.encode(), 200, 40, 40, alpha);
  }

  @Test
  void planesTilesAndPalettesAreRead() {
    byte[] planes = new byte[3 * PIXELS];
    java.util.Arrays.fill(planes, 0, PIXELS, (byte) 200);
    java.util.Arrays.fill(planes, PIXELS, planes.length, (byte) 40);
    SWATCH.assertShows(
        "a plane for each sample",
        TiffPage.of(SIDE, SIDE, RGB, 8, 3, planes)
            .with(284, TiffPage.SHORT, 2)
            .with(273, TiffPage.LONG, 8, 8 + PIXELS, 8 + 2 * PIXELS)
            .with(279, TiffPage.LONG, PIXELS, PIXELS, PIXELS)
            .encode(),
        200,
        40,
        40);
    TiffPage tiled =
        page(RGB, 1, 200, 40, 40)
            .without(278)
            .without(273)
            .without(279)
            .with(322, TiffPage.SHORT, SIDE)
            .with(323, TiffPage.SHORT, SIDE)
            .with(324, TiffPage.LONG, 8)
            .with(325, TiffPage.LONG, 3L * PIXELS);
    SWATCH.assertShows("a tile", tiled.encode(), 200, 40, 40);
    SWATCH.assertShows(
        "a tile under a strip's name",
        tiled
            .without(324)
            .without(325)
            .with(273, TiffPage.LONG, 8)
            .with(279, TiffPage.LONG, 3L * PIXELS)
            .encode(),
        200,
        40,
        40);
    long[] colors = new long[3 * 65_536];
    java.util.Arrays.fill(colors, 0, 65_536, 200 * 257);
    java.util.Arrays.fill(colors, 65_536, colors.length, 40 * 257);
    assertShows(
        "a palette of 16 bits", page(3, 2, 7).with(320, TiffPage.SHORT, colors), 200, 40, 40);
    long[] few = java.util.Arrays.copyOfRange(colors, 65_536 - 256, 65_536 + 512);
    assertShows("a palette of 8 bits", page(3, 1, 7).with(320, TiffPage.SHORT, few), 200, 40, 40);
  }

  @Test
  void unsupportedSamplesAreRejectedWithTheirReason() {
    for (int scheme :
        new int[] {6, 9, 10, 32_909, 33_003, 34_661, 34_712, 34_887, 34_925, 50_000}) {
      refuse("scheme " + scheme, page(RGB, 1, 200, 40, 40).with(259, 3, scheme), codec());
    }
    TiffPage twelve = page(GREY, 1, 100).with(258, TiffPage.SHORT, 12);
    refuse("12-bit JPEG", twelve.with(259, TiffPage.SHORT, 7), codec());
    refuse("12 bits", twelve, format());
    refuse("RGB of 12 bits", page(RGB, 1, 1, 2, 3).with(258, TiffPage.SHORT, 12), format());
    refuse("RGB of 4 bits", page(RGB, 1, 1, 2, 3).with(258, TiffPage.SHORT, 4), format());
    refuse("depths that differ", page(RGB, 1, 1, 2, 3).with(258, 3, 5, 6, 5), format());
    refuse("64-bit fractions", page(GREY, 8, 1).with(339, 3, FLOATING), format());
    refuse("24-bit fractions", page(GREY, 1, 1).with(258, 3, 24).with(339, 3, FLOATING), format());
    for (int bytes : new int[] {1, 2, 4}) {
      refuse(bytes + " signed bytes", page(GREY, bytes, 1).with(339, 3, SIGNED), format());
    }
    refuse("complex numbers", page(GREY, 8, 1).with(339, 3, 6), format());
    refuse("other inks", page(INKS, 1, 1, 2, 3, 4).with(332, 3, 2), format());
    refuse("ITU's Lab", page(10, 1, 1, 2, 3), format());
    refuse("a mask", page(4, 1, 1), format());
    refuse("a camera's mosaic", page(32_803, 2, 1), format());
    refuse("a camera's linear picture", page(34_892, 2, 1, 2, 3), format());
    refuse(
        "a camera's preview",
        page(RGB, 1, 200, 40, 40).with(254, TiffPage.LONG, 1).with(50_706, 1, 1, 4, 0, 0),
        format());
    refuse("RGB of one sample", page(RGB, 1, 1), format());
    refuse(
        "tiles of planes",
        page(RGB, 1, 1, 2, 3).with(284, 3, 2).with(322, 3, 64).with(323, 3, 64),
        format());
    refuse("tiles of 60 px", page(RGB, 1, 1, 2, 3).with(322, 3, 60).with(323, 3, 60), format());
  }

  private static Rejection codec() {
    return Rejection.UNSUPPORTED_CODEC;
  }

  private static Rejection format() {
    return Rejection.UNSUPPORTED_FORMAT;
  }

  private static void refuse(String name, TiffPage page, Rejection reason) {
    SWATCH.assertRefused(name, page.encode(), reason);
  }
}
