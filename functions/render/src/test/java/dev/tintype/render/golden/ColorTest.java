package dev.tintype.render.golden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.Format;
import dev.tintype.render.golden.Darkroom.Developed;
import dev.tintype.render.plan.RenderPlan.PlannedVariant;
import dev.tintype.render.specimens.Gif;
import dev.tintype.render.specimens.Jpeg;
import dev.tintype.render.specimens.Picture;
import dev.tintype.render.specimens.Png;
import dev.tintype.render.specimens.Tiff;
import dev.tintype.render.specimens.VipsWriter;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/// Bounds, unless a test says otherwise: SSIM over 0.97, mean ΔE under 2.
final class ColorTest {

  private static final Oracle ORACLE = new Oracle();
  private static final Picture SCENE = Picture.scene(400, 300);
  private final Golden golden = new Golden(ORACLE);
  private final Darkroom darkroom = new Darkroom();
  private final VipsWriter vips = new VipsWriter(Darkroom.VIPS);

  @AfterAll
  static void close() {
    ORACLE.close();
  }

  private Developed assertScene(byte[] original) {
    return assertShows(SCENE, original);
  }

  private Developed assertShows(Picture picture, byte[] original) {
    Developed developed = darkroom.develop(original, Golden.RECIPE);
    golden.assertLooksLike(picture, developed, 0.97, 2);
    return developed;
  }

  @Test
  void baselineAndProgressiveJpegLookTheSame() {
    assertThat(assertScene(Jpeg.plain(95).encode(SCENE)).header().heldPixels()).isZero();
    assertThat(assertScene(Jpeg.plain(95).inScans().encode(SCENE)).header().heldPixels())
        .isPositive();
  }

  @Test
  void everyKindOfPngLooksTheSame() {
    assertScene(Png.of(Png.Type.RGB).encode(SCENE));
    assertScene(Png.of(Png.Type.RGBA).encode(SCENE));
    assertThat(assertScene(Png.of(Png.Type.RGB).deep().encode(SCENE)).header().bitsPerChannel())
        .isEqualTo(16);
    assertScene(Png.of(Png.Type.RGBA).deep().encode(SCENE));
    assertThat(assertScene(Png.of(Png.Type.RGB).interlaced().encode(SCENE)).header().heldPixels())
        .isPositive();
    assertScene(Png.of(Png.Type.RGBA).deep().interlaced().encode(SCENE));
  }

  @Test
  void everyKindOfTiffLooksTheSame() {
    assertScene(Tiff.plain().encode(SCENE));
    assertScene(new Tiff(/* big= */ false, 16, 300, /* directoryFirst= */ false, 3).encode(SCENE));
    assertScene(new Tiff(/* big= */ true, 8, 7, /* directoryFirst= */ true, 3).encode(SCENE));
    assertScene(new Tiff(/* big= */ true, 16, 7, /* directoryFirst= */ false, 3).encode(SCENE));
  }

  @Test
  void webPAndAvifLookTheSame() {
    assertScene(vips.webp(SCENE, "lossless"));
    assertScene(vips.webp(SCENE, "Q=95"));
    assertScene(vips.avif(SCENE, "subsample-mode=off"));
    assertThat(
            assertScene(vips.avif(SCENE, "bitdepth=12,subsample-mode=off"))
                .header()
                .bitsPerChannel())
        .isGreaterThan(8);
    assertScene(vips.avif(SCENE, "bitdepth=10"));
  }

  /// Sharp colour edges, which no format preserves at 64 px: ΔE under 6.
  @Test
  void aPaletteLooksTheSame() {
    Picture few = SCENE.mapped(argb -> (argb & 0xffc0c0c0) | 0x202020);
    for (byte[] original : new byte[][] {Png.of(Png.Type.PALETTE).encode(few), Gif.of(few)}) {
      golden.assertLooksLike(few, darkroom.develop(original, Golden.RECIPE), 0.97, 6);
    }
  }

  @Test
  void greyStaysGrey() {
    Picture grey =
        SCENE.mapped(argb -> Picture.rgb(argb >> 8 & 0xff, argb >> 8 & 0xff, argb >> 8 & 0xff));
    assertShows(grey, Png.of(Png.Type.GREY).encode(SCENE));
    assertShows(grey, Png.of(Png.Type.GREY).deep().encode(SCENE));
    assertShows(grey, Png.of(Png.Type.GREY_ALPHA).encode(SCENE));
    assertShows(grey, Jpeg.plain(95).inGrey().encode(SCENE));
  }

  /// The JDK's grey profile is linear: a value of 128 is 50 % of white's light, 188 in sRGB.
  @Test
  void aGreyProfileIsApplied() {
    byte[] profile = ICC_Profile.getInstance(ColorSpace.CS_GRAY).getData();
    Picture stored = Picture.paint(400, 300, (x, y) -> grey(50 + (x + y) * 200 / 700));
    Picture seen =
        stored.mapped(argb -> grey((int) Math.round(255 * encoded((argb & 0xff) / 255.0))));
    assertShows(seen, Png.of(Png.Type.GREY).with(Png.Chunk.profile(profile)).encode(stored));
    assertShows(seen, Jpeg.plain(95).inGrey().with(Jpeg.Segment.profile(profile)).encode(stored));
  }

  private static int grey(int value) {
    return Picture.rgb(value, value, value);
  }

  /// Display P3 by its published matrix: the same colours have other numbers.
  @Test
  void aWideGamutProfileIsApplied() {
    Picture stored = SCENE.mapped(ColorTest::toDisplayP3);
    assertThat(Likeness.of(SCENE, stored).deltaE()).isGreaterThan(3);
    byte[] p3 = vips.profile("p3");
    assertScene(Png.of(Png.Type.RGB).with(Png.Chunk.profile(p3)).encode(stored));
    assertScene(Png.of(Png.Type.RGBA).deep().with(Png.Chunk.profile(p3)).encode(stored));
    assertScene(Jpeg.plain(95).with(Jpeg.Segment.profile(p3)).encode(stored));
  }

  private static int toDisplayP3(int argb) {
    double red = light((argb >> 16 & 0xff) / 255.0);
    double green = light((argb >> 8 & 0xff) / 255.0);
    double blue = light((argb & 0xff) / 255.0);
    return Picture.rgb(
        255 * encoded(0.8225 * red + 0.1774 * green),
        255 * encoded(0.0332 * red + 0.9669 * green),
        255 * encoded(0.0171 * red + 0.0724 * green + 0.9108 * blue));
  }

  private static double light(double v) {
    return v <= 0.04045 ? v / 12.92 : Math.pow((v + 0.055) / 1.055, 2.4);
  }

  private static double encoded(double v) {
    return v <= 0.0031308 ? 12.92 * v : 1.055 * Math.pow(v, 1 / 2.4) - 0.055;
  }

  @Test
  void transparencyIsKeptAndJpegShowsTheBackground() {
    Picture glass = Picture.glass(400, 300);
    assertThat(assertShows(glass, Png.of(Png.Type.RGBA).encode(glass)).header().alpha()).isTrue();
    assertShows(glass, Png.of(Png.Type.RGBA).deep().encode(glass));
    assertShows(glass, Png.of(Png.Type.RGBA).interlaced().encode(glass));
    assertShows(glass, vips.webp(glass, "lossless"));
    assertShows(glass, vips.avif(glass, "lossless"));
  }

  /// A print profile determines the colours of inks, so the test checks only what every profile
  /// agrees on: paper is white, full black is dark, each ink has its hue, and more ink is darker.
  @Test
  void cmykIsConvertedToColors() {
    int[] inks = {0, 0xff, 0xff00, 0xff0000, 0xff000000, 0xffff00, 0xff00ff, 0xffff, 0x80000000};
    Picture patches = Picture.paint(360, 40, (x, _) -> inks[x / 40]);
    for (String options : new String[] {"Q=95", "Q=95,interlace"}) {
      Developed developed = darkroom.develop(vips.cmykJpeg(patches, options), Golden.RECIPE);
      for (Format format : Golden.RECIPE.formats().all()) {
        assertInks(ORACLE.decode(format, developed.variant(320, format)));
      }
    }
  }

  private static void assertInks(Picture seen) {
    int[][] c = new int[9][];
    for (int i = 0; i < 9; i++) {
      c[i] = seen.channels((int) ((i + 0.5) * seen.width() / 9), seen.height() / 2);
    }
    assertThat(c[0]).as("paper").startsWith(255, 255, 255);
    assertThat(c[1][0]).as("cyan").isLessThan(c[1][1]).isLessThan(c[1][2]);
    assertThat(c[2][1]).as("magenta").isLessThan(c[2][0]).isLessThan(c[2][2]);
    assertThat(c[3][2]).as("yellow").isLessThan(c[3][0]).isLessThan(c[3][1]);
    assertThat(c[4][0] + c[4][1] + c[4][2]).as("black").isLessThan(200);
    assertThat(c[5][0]).as("yellow on magenta is red").isGreaterThan(c[5][1] + 80);
    assertThat(c[6][1]).as("yellow on cyan is green").isGreaterThan(c[6][0] + 80);
    assertThat(c[7][2]).as("magenta on cyan is blue").isGreaterThan(c[7][1] + 40);
    assertThat(c[8][1]).as("half black").isBetween(c[4][1] + 40, 200);
  }

  @Test
  void everyVariantOfAnExtremeShapeLooksRight() {
    assertShape(Picture.scene(1, 1), Png.of(Png.Type.RGB));
    assertShape(Picture.scene(3000, 1), Png.of(Png.Type.RGB));
    assertShape(Picture.scene(30_000, 10), Png.of(Png.Type.RGB));
    assertShape(Picture.scene(10, 30_000), Png.of(Png.Type.RGB));
    assertShape(Picture.scene(1290, 20_000), Png.of(Png.Type.RGB));
  }

  /// Pictures a few pixels wide consist of edges only: there the bounds are SSIM over 0.95 and ΔE
  /// under 6.
  private void assertShape(Picture picture, Png png) {
    Developed developed = darkroom.develop(png.encode(picture), Golden.RECIPE);
    golden.assertLooksLike(picture, developed, 0.95, 6);
    for (PlannedVariant variant : developed.plan().variants()) {
      assertThat(developed.files()).containsKey(variant.file().name());
    }
  }
}
