package dev.tintype.render.golden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.Format;
import dev.tintype.core.Recipe;
import dev.tintype.core.Size;
import dev.tintype.render.golden.Darkroom.Developed;
import dev.tintype.render.specimens.Gif;
import dev.tintype.render.specimens.Picture;
import dev.tintype.render.specimens.VipsWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

final class AnimationTest {

  private static final Oracle ORACLE = new Oracle();
  private static final Picture RED = Picture.plain(300, 200, 0xffff0000);
  private static final Picture BLUE = Picture.plain(300, 200, 0xff0000ff);
  private final Darkroom darkroom = new Darkroom();

  @AfterAll
  static void close() {
    ORACLE.close();
  }

  /// Lossy WebP halves the colour resolution, so the bound is 30 of 255 per channel, on every
  /// pixel.
  @Test
  void gifFramesDoNotBleedIntoEachOther() {
    assertPure(new Gif(70, 0).encode(List.of(RED, BLUE, RED, BLUE, RED)), 70, 0);
  }

  @Test
  void webpFramesDoNotBleedIntoEachOther() {
    byte[] webp =
        new VipsWriter(Darkroom.VIPS)
            .webp(List.of(RED, BLUE, RED, BLUE, RED), new int[] {70, 70, 70, 70, 70}, 3, 1);
    assertPure(webp, 70, 3);
  }

  private void assertPure(byte[] original, int delayMs, int loops) {
    Developed developed = darkroom.develop(original, Golden.RECIPE);
    assertThat(developed.header().frames()).isEqualTo(5);
    for (Size size : Golden.RECIPE.sizes()) {
      byte[] webp = developed.variant(size.widthPx(), Format.WEBP);
      WebpFrames frames = WebpFrames.of(webp);
      assertThat(frames.delaysMs()).containsExactly(delayMs, delayMs, delayMs, delayMs, delayMs);
      assertThat(frames.loops()).isEqualTo(loops);
      List<Picture> seen = frames.composed(ORACLE.frames(webp));
      for (int i = 0; i < 5; i++) {
        assertOneColor(seen.get(i), i % 2 == 0 ? 0xffff0000 : 0xff0000ff);
      }
      assertOneColor(
          ORACLE.decode(Format.AVIF, developed.variant(size.widthPx(), Format.AVIF)), 0xffff0000);
      assertOneColor(
          ORACLE.decode(Format.JPEG, developed.variant(size.widthPx(), Format.JPEG)), 0xffff0000);
    }
  }

  private static void assertOneColor(Picture picture, int argb) {
    for (int y = 0; y < picture.height(); y++) {
      for (int x = 0; x < picture.width(); x++) {
        int[] c = picture.channels(x, y);
        assertThat(Math.abs(c[0] - (argb >> 16 & 0xff)))
            .as("%d,%d is %08x, not %08x", x, y, picture.at(x, y), argb)
            .isLessThan(30);
        assertThat(Math.abs(c[1] - (argb >> 8 & 0xff))).isLessThan(30);
        assertThat(Math.abs(c[2] - (argb & 0xff))).isLessThan(30);
      }
    }
  }

  /// Bounds: SSIM over 0.95, mean ΔE under 4 in every frame.
  @Test
  void everyFrameShowsItsOwnPicture() {
    List<Picture> frames = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      int shift = 20 * i;
      Picture scene = Picture.scene(500, 300);
      frames.add(scene.cut(shift, shift, 360, 200));
    }
    byte[] original =
        new VipsWriter(Darkroom.VIPS).webp(frames, new int[] {40, 90, 40, 1000, 40, 40}, 0, 1);
    Developed developed = darkroom.develop(original, Golden.RECIPE);
    byte[] webp = developed.variant(160, Format.WEBP);
    WebpFrames made = WebpFrames.of(webp);
    assertThat(made.delaysMs()).containsExactly(40, 90, 40, 1000, 40, 40);
    List<Picture> seen = made.composed(ORACLE.frames(webp));
    for (int i = 0; i < frames.size(); i++) {
      Picture wanted = frames.get(i).resized(160, 89);
      Golden.assertAlike("frame " + i, wanted, seen.get(i).over(0xffffff), 0.95, 4);
    }
  }

  @Test
  void theOrientationIsAppliedToEveryFrameOfAnAnimation() {
    List<Picture> frames = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      frames.add(Picture.scene(300, 200).cut(10 * i, 10 * i, 240, 160));
    }
    byte[] original =
        new VipsWriter(Darkroom.VIPS)
            .webp(
                frames.stream().map(frame -> frame.stored(6)).toList(),
                new int[] {50, 50, 50},
                0,
                6);
    Developed developed = darkroom.develop(original, Golden.RECIPE);
    for (int size : List.of(160, 320)) {
      byte[] webp = developed.variant(size, Format.WEBP);
      List<Picture> seen = WebpFrames.of(webp).composed(ORACLE.frames(webp));
      for (int i = 0; i < 3; i++) {
        Picture wanted = frames.get(i).resized(seen.get(i).width(), seen.get(i).height());
        assertThat(seen.get(i).width()).isEqualTo(Math.min(size, 240));
        Golden.assertAlike("frame " + i, wanted, seen.get(i).over(0xffffff), 0.95, 4);
      }
    }
  }

  @Test
  void aRecipeWithoutAnimationShowsTheFirstFrame() {
    Recipe still =
        new Recipe(
            "still",
            Golden.RECIPE.sizes(),
            Golden.RECIPE.formats(),
            Golden.RECIPE.background(),
            /* animation= */ false);
    Developed developed = darkroom.develop(new Gif(70, 0).encode(List.of(RED, BLUE, RED)), still);
    byte[] webp = developed.variant(160, Format.WEBP);
    assertThat(WebpFrames.of(webp).delaysMs()).isEmpty();
    assertOneColor(ORACLE.decode(Format.WEBP, webp), 0xffff0000);
  }

  @Test
  void aLoopOnceGifLoopsOnce() {
    Developed developed =
        darkroom.develop(new Gif(70, 1).encode(List.of(RED, BLUE)), Golden.RECIPE);
    assertThat(WebpFrames.of(developed.variant(160, Format.WEBP)).loops()).isEqualTo(1);
  }

  /// More than libvips joins at once, and more than 300.
  @Test
  void sixHundredFramesAreAnimated() {
    List<Picture> frames = new ArrayList<>();
    for (int i = 0; i < 600; i++) {
      frames.add(Picture.plain(40, 30, i % 2 == 0 ? 0xffff0000 : 0xff0000ff));
    }
    Developed developed = darkroom.develop(new Gif(20, 0).encode(frames), Golden.RECIPE);
    assertThat(developed.header().frames()).isEqualTo(600);
    byte[] webp = developed.variant(64, Format.WEBP);
    assertThat(WebpFrames.of(webp).delaysMs()).hasSize(600).containsOnly(20);
  }

  @Test
  void uncoveredCanvasIsTransparentInEveryVariant() {
    Picture red = Picture.plain(20, 20, 0xffff0000);
    Picture blue = Picture.plain(20, 20, 0xff0000ff);
    byte[] original =
        new Gif(70, 0)
            .encode(60, 60, List.of(new Gif.Frame(red, 20, 20, 1), new Gif.Frame(blue, 20, 20, 1)));
    Developed developed = darkroom.develop(original, Golden.RECIPE);
    assertThat(developed.header().alpha()).isTrue();
    byte[] webp = developed.variant(64, Format.WEBP);
    assertThat(webp[20] & 0x10).as("the alpha flag of the header").isEqualTo(0x10);
    WebpFrames made = WebpFrames.of(webp);
    assertThat(made.width()).isEqualTo(60);
    for (Picture frame : made.composed(ORACLE.frames(webp))) {
      assertThat(frame.at(2, 2) >>> 24).isZero();
      assertThat(frame.at(30, 30) >>> 24).isEqualTo(255);
    }
    int[] behind = ORACLE.decode(Format.JPEG, developed.variant(64, Format.JPEG)).channels(2, 2);
    assertThat(behind[0]).isBetween(0x20 - 4, 0x20 + 4);
    assertThat(behind[1]).isBetween(0xa0 - 4, 0xa0 + 4);
    assertThat(behind[2]).isBetween(0x40 - 4, 0x40 + 4);
    int[] avif = ORACLE.decode(Format.AVIF, developed.variant(64, Format.AVIF)).channels(2, 2);
    assertThat(avif[3]).isZero();
  }

  @Test
  void aDamagedSecondFrameRejectsAnAnimation() {
    byte[] file = new Gif(70, 0).encode(List.of(RED, BLUE));
    java.util.Arrays.fill(file, file.length - 200, file.length - 150, (byte) 0xff);
    org.assertj.core.api.Assertions.assertThatThrownBy(() -> darkroom.develop(file, Golden.RECIPE))
        .isInstanceOfSatisfying(
            dev.tintype.render.format.Unrenderable.class,
            e -> assertThat(e.reason()).isEqualTo(dev.tintype.core.Rejection.CORRUPT));
  }
}
