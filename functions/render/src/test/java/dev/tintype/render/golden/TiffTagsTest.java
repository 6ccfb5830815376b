package dev.tintype.render.golden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.Rejection;
import dev.tintype.render.specimens.TiffPage;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/// TIFF tags that are irrelevant to the pixels or contradict the other tags.
final class TiffTagsTest {

  private static final Oracle ORACLE = new Oracle();
  private static final Swatch SWATCH = new Swatch(ORACLE);
  private static final int SIDE = 64;
  private static final byte[] RED =
      TiffPage.plain(SIDE * SIDE, 1, ByteOrder.LITTLE_ENDIAN, 200, 40, 40);
  private static final TiffPage PAGE = TiffPage.of(SIDE, SIDE, 2, 8, 3, RED);

  @AfterAll
  static void close() {
    ORACLE.close();
  }

  @Test
  void anInvalidOrientationCountsAsUpright() {
    for (int orientation : new int[] {0, 9, 255, 65_535}) {
      byte[] file = PAGE.with(274, TiffPage.SHORT, orientation).encode();
      SWATCH.assertShows("orientation " + orientation, file, 200, 40, 40);
      assertThat(SWATCH.develop(file).header().orientation()).isEqualTo(1);
    }
    assertThat(SWATCH.develop(PAGE.with(274, TiffPage.SHORT, 6).encode()).header().orientation())
        .isEqualTo(6);
  }

  @Test
  void harmlessContradictoryTagsAreIgnored() {
    Map<String, TiffPage> pages = new LinkedHashMap<>();
    pages.put("four inks of RGB", PAGE.with(334, TiffPage.SHORT, 4));
    pages.put("an extra sample where there is none", PAGE.with(338, TiffPage.SHORT, 2));
    pages.put("a resolution in no unit", PAGE.with(282, 5, 72).with(296, TiffPage.SHORT, 9));
    pages.put("a resolution of 0/0", PAGE.with(282, 5, 0).with(283, 5, 0));
    pages.put("one depth for three samples", PAGE.with(258, TiffPage.SHORT, 8));
    pages.put("a sample format of nothing", PAGE.with(339, TiffPage.SHORT, 0, 0, 0));
    pages.put("a sample format of void", PAGE.with(339, TiffPage.SHORT, 4, 4, 4));
    pages.put("no scheme", PAGE.without(259));
    pages.put("no colours' meaning", PAGE.without(262));
    pages.put("no number of samples", PAGE.without(277));
    pages.put("no rows in a strip", PAGE.with(278, TiffPage.LONG, 0));
    pages.put("endless rows in a strip", PAGE.with(278, TiffPage.LONG, 0xffffffffL));
    pages.put("rows in a strip left out", PAGE.without(278));
    pages.put("lengths left out", PAGE.without(279));
    pages.put("a length of 0", PAGE.with(279, TiffPage.LONG, 0));
    pages.put("a length beyond the file", PAGE.with(279, TiffPage.LONG, 1_000_000));
    pages.put("subsampling of RGB", PAGE.with(530, TiffPage.SHORT, 2, 2));
    pages.put("a private tag", PAGE.with(65_000, TiffPage.SHORT, 1));
    pages.put("layers of an editor", PAGE.with(37_724, 7, new long[4000]));
    pages.put("a text cut off", PAGE.counting(270, 2, 1_000_000));
    pages.put("a tag of no type", PAGE.with(305, 99, 1));
    pages.put("exposure data nowhere", PAGE.with(34_665, TiffPage.LONG, 0xfffffff0L));
    pages.put("smaller pictures nowhere", PAGE.with(330, TiffPage.LONG, 0xfffffff0L));
    pages.put("a profile cut off", PAGE.counting(34_675, 7, 900_000));
    pages.forEach((name, page) -> {
      SWATCH.assertShows(name, page.encode(), 200, 40, 40);
      SWATCH.assertShows(name + ", big", page.inBig().encode(), 200, 40, 40);
    });
    SWATCH.assertShows("planes of one sample", greyInPlanes().encode(), 200, 200, 200);
  }

  private static TiffPage greyInPlanes() {
    byte[] grey = TiffPage.plain(SIDE * SIDE, 1, ByteOrder.LITTLE_ENDIAN, 200);
    return TiffPage.of(SIDE, SIDE, 1, 8, 1, grey).with(284, TiffPage.SHORT, 2);
  }

  @Test
  void aBrokenSecondPageIsIgnored() {
    for (long next : new long[] {4, 20, PAGE.directoryAt(), 0x7fffffffL, 0xfffffffeL}) {
      SWATCH.assertShows("next page at " + next, PAGE.next(next).encode(), 200, 40, 40);
      SWATCH.assertShows(
          "next page of a big TIFF at " + next,
          PAGE.inBig().next(Math.min(next, PAGE.inBig().directoryAt())).encode(),
          200,
          40,
          40);
    }
    byte[] first = PAGE.next(0).encode();
    TiffPage unreadable = PAGE.with(259, TiffPage.SHORT, 34_887);
    byte[] second = unreadable.encode();
    byte[] both = java.util.Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    java.nio.ByteBuffer.wrap(both)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(first.length - 4 - depths(), first.length + unreadable.directoryAt());
    SWATCH.assertShows("a second page of a scheme nobody knows", both, 200, 40, 40);
  }

  /// Appends bytes after the directory: three bit depths.
  private static int depths() {
    return 6;
  }

  @Test
  void aFirstPageWithoutPixelsIsCorrupt() {
    SWATCH.assertRefused("no width", PAGE.without(256).encode(), Rejection.CORRUPT);
    SWATCH.assertRefused("no height", PAGE.without(257).encode(), Rejection.CORRUPT);
    SWATCH.assertRefused("no strips", PAGE.without(273).encode(), Rejection.CORRUPT);
    SWATCH.assertRefused(
        "one strip of eight", PAGE.with(278, TiffPage.LONG, 8).encode(), Rejection.CORRUPT);
    SWATCH.assertRefused(
        "a strip beyond the end",
        PAGE.with(273, TiffPage.LONG, 5000).encode(),
        Rejection.TRUNCATED);
    byte[] whole = PAGE.encode();
    for (int length : new int[] {4, 8, 5000, whole.length - 20}) {
      SWATCH.assertRefused(
          "cut at " + length, java.util.Arrays.copyOf(whole, length), Rejection.TRUNCATED);
    }
  }

  /// Its tables alone would exceed the renderer's heap.
  @Test
  void tooManyStripsAreRejectedUnread() {
    TiffPage endless =
        PAGE.with(257, TiffPage.LONG, 1_500_000)
            .with(278, TiffPage.LONG, 1)
            .with(273, TiffPage.LONG, new long[1_500_000]);
    SWATCH.assertRefused("1.5 million strips", endless.encode(), Rejection.TOO_MANY_PIXELS);
  }
}
