package dev.tintype.render.golden;

import static dev.tintype.render.golden.Patch.RED;
import static dev.tintype.render.golden.Patch.assertShows;

import dev.tintype.render.specimens.Avif;
import dev.tintype.render.specimens.Picture;
import dev.tintype.render.specimens.VipsWriter;
import org.junit.jupiter.api.Test;

/// An AVIF's colours, stated by code points. The expected values were computed by formula and
/// compared with Chromium, except where a test says otherwise.
final class AvifColorTest {

  private static final String EXACT = "subsample-mode=off,Q=100";

  /// BT.601, which libvips writes.
  private static final int MATRIX = 6;

  private static final int OPEN = 2;
  private final VipsWriter vips = new VipsWriter(Darkroom.VIPS);

  private Avif avif(Picture picture, String options) {
    return Avif.of(vips.avif(picture, EXACT + options), picture.width(), picture.height());
  }

  /// The alpha of a picture is coded as grey.
  private Avif grey(int value, String options) {
    return avif(Picture.plain(64, 64, value << 24), options).alphaAsGrey();
  }

  private void assertRed(int primaries, int transfer, int... wanted) {
    for (String depth : new String[] {"", ",bitdepth=10", ",bitdepth=12"}) {
      Avif stated = avif(RED, depth).codes(primaries, transfer, MATRIX, /* full= */ true);
      assertShows(stated.still(), wanted);
    }
  }

  @Test
  void primariesAreApplied() {
    assertRed(12, 13, 218, 0, 26);
    assertRed(12, 2, 218, 0, 26);
    assertRed(4, 4, 239, 9, 5);
    assertRed(8, 13, 227, 0, 24);
    assertRed(22, 13, 202, 50, 39);
    assertRed(10, 8, 255, 0, 123);
    assertRed(6, 6, 195, 49, 39);
  }

  /// With the curve of BT.2020, which browsers treat as sRGB's.
  @Test
  void bt2020IsApplied() {
    for (int transfer : new int[] {1, 6, 14, 15}) {
      assertRed(9, transfer, 254, 0, 47);
    }
  }

  @Test
  void transfersAreApplied() {
    assertRed(1, 4, 201, 35, 35);
    assertRed(1, 5, 189, 17, 17);
    assertRed(1, 7, 206, 58, 58);
    assertRed(1, 8, 229, 110, 110);
    assertRed(1, 17, 200, 23, 23);
    assertRed(11, 17, 214, 0, 0);
  }

  @Test
  void televisionAndUnlabelledColorsStayUnchanged() {
    for (int[] codes : new int[][] {{1, 1}, {1, 6}, {1, 13}, {1, 14}, {2, 2}, {2, 13}, {0, 3}}) {
      assertRed(codes[0], codes[1], 200, 40, 40);
    }
  }

  @Test
  void theColorsOfASequenceAreApplied() {
    Avif stated = avif(RED, "").codes(12, 13, MATRIX, /* full= */ true);
    assertShows(stated.brands("avis", "avif", "msf1").sequence(/* still= */ true), 218, 0, 26);
    assertShows(stated.brands("avis", "avif", "msf1").sequence(/* still= */ false), 218, 0, 26);
  }

  /// 58 % of the signal is 203 cd/m², the luminance of white; browsers show it darker.
  @Test
  void highDynamicRangeIsPressedIntoSrgb() {
    int[][] cases = {
      {148, 16, 243}, {191, 18, 243}, {128, 16, 182}, {128, 18, 137}, {255, 16, 255}
    };
    for (int primaries : new int[] {1, 9, 12}) {
      for (int[] c : cases) {
        for (String depth : new String[] {"", ",bitdepth=10"}) {
          Avif stated = avif(Patch.grey(c[0]), depth).codes(primaries, c[1], MATRIX, true);
          assertShows(stated.still(), c[2], c[2], c[2]);
        }
      }
    }
  }

  @Test
  void premultipliedColorsAreConverted() {
    Picture stored = Picture.plain(64, 64, 38 << 24 | 30 << 16 | 6 << 8 | 6);
    for (String depth : new String[] {"", ",bitdepth=10"}) {
      assertShows(avif(stored, depth).multiplied().still(), 202, 40, 40, 38);
      assertShows(avif(stored, depth).still(), 30, 6, 6, 38);
    }
    Picture nothing = Picture.plain(64, 64, 0);
    assertShows(avif(nothing, ",lossless").multiplied().still(), 0, 0, 0, 0);
    Picture opaque = Picture.plain(64, 64, 0xfec82828);
    assertShows(avif(opaque, "").multiplied().still(), 201, 40, 40, 254);
  }

  @Test
  void narrowRangeGreyIsExpanded() {
    int[][] cases = {{16, 0}, {235, 255}, {126, 128}};
    for (int[] c : cases) {
      for (String depth : new String[] {"", ",bitdepth=10", ",bitdepth=12"}) {
        Avif full = grey(c[0], depth);
        Avif narrow = full.codedRange(false);
        assertShows(narrow.still(), c[1], c[1], c[1]);
        assertShows(narrow.codes(1, 13, MATRIX, /* full= */ false).still(), c[1], c[1], c[1]);
        assertShows(full.codes(1, 13, MATRIX, /* full= */ false).still(), c[1], c[1], c[1]);
        assertShows(full.still(), c[0], c[0], c[0]);
      }
    }
  }

  /// The range in the boxes takes precedence, as in libavif and in browsers, even where the boxes
  /// leave everything else unspecified.
  @Test
  void theRangeInTheBoxesOverridesTheCodedRange() {
    for (int value : new int[] {0, 16, 128, 235, 254}) {
      for (Avif narrow :
          new Avif[] {
            avif(Patch.grey(value), "").codedRange(false), grey(value, "").codedRange(false)
          }) {
        assertShows(narrow.codes(1, 13, MATRIX, true).still(), value, value, value);
        assertShows(narrow.codes(OPEN, OPEN, OPEN, true).still(), value, value, value);
      }
    }
  }
}
