package dev.tintype.render.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tintype.core.Fit;
import dev.tintype.core.Format;
import dev.tintype.core.Gravity;
import dev.tintype.core.Recipe;
import dev.tintype.core.Size;
import dev.tintype.core.Watermark;
import dev.tintype.render.golden.Darkroom.Developed;
import dev.tintype.render.pipeline.UnusableWatermark;
import dev.tintype.render.specimens.Exif;
import dev.tintype.render.specimens.Gif;
import dev.tintype.render.specimens.Jpeg;
import dev.tintype.render.specimens.Picture;
import dev.tintype.render.specimens.Png;
import dev.tintype.render.specimens.VipsWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// Watermarks: where they are, what they do to the pixels below, and that nothing else changes.
final class WatermarkTest {

  private static final Oracle ORACLE = new Oracle();
  private static final Fit INSIDE = new Fit.Inside(false);
  private static final Picture SCENE = Picture.scene(100, 80);
  private static final Picture GLASS = Picture.glass(100, 80);

  private final Darkroom darkroom = new Darkroom();

  @AfterAll
  static void close() {
    ORACLE.close();
  }

  private static Size box(Fit fit) {
    return Marked.box("box", 100, 80, fit, /* marked= */ true);
  }

  private static byte[] png(Picture picture) {
    return Png.of(picture.hasAlpha() ? Png.Type.RGBA : Png.Type.RGB).encode(picture);
  }

  private Picture shown(byte[] original, Watermark watermark, Fit fit, Format format) {
    Recipe recipe = Marked.recipe(watermark, Exactness.LOSSLESS, box(fit), 40);
    Developed developed = darkroom.develop(original, recipe, Marked.FILE);
    return ORACLE.decode(format, Cut.file(developed, "box", format));
  }

  /// Two ways to round may differ by one. Beside the watermark nothing changes.
  private static void assertShows(String what, Picture wanted, Picture seen) {
    assertThat(seen.width()).isEqualTo(wanted.width());
    assertThat(seen.height()).isEqualTo(wanted.height());
    for (int y = 0; y < wanted.height(); y++) {
      for (int x = 0; x < wanted.width(); x++) {
        int[] expected = wanted.channels(x, y);
        int[] found = seen.channels(x, y);
        for (int channel = 0; channel < 4; channel++) {
          assertThat(found[channel])
              .as(
                  "%s: %s instead of %s at %d, %d",
                  what, Arrays.toString(found), Arrays.toString(expected), x, y)
              .isBetween(expected[channel] - 1, expected[channel] + 1);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Gravity.class)
  void itIsLaidOverThePicture(Gravity gravity) {
    for (int opacity : new int[] {100, 60, 1}) {
      Watermark watermark = Marked.watermark(gravity, opacity);
      for (Picture picture : List.of(SCENE, GLASS)) {
        Picture wanted = Marked.over(picture, watermark);
        assertShows(
            gravity + " " + opacity, wanted, shown(png(picture), watermark, INSIDE, Format.PNG));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Format.class,
      names = {"AVIF", "WEBP", "PNG"})
  void everyFormatShowsIt(Format format) {
    Watermark watermark = Marked.watermark(Gravity.SOUTH_EAST, 80);
    Picture wanted = Marked.over(GLASS, watermark);
    assertShows(format.id(), wanted, shown(png(GLASS), watermark, INSIDE, format));
  }

  @Test
  void pixelsBesideItKeepTheirValues() {
    Picture plain =
        ORACLE.decode(
            Format.PNG,
            Cut.file(
                darkroom.develop(png(GLASS), Exactness.recipe(Exactness.png(6), 100)),
                "100",
                Format.PNG));
    Picture marked =
        shown(png(GLASS), Marked.watermark(Gravity.NORTH_WEST, 100), INSIDE, Format.PNG);
    for (int y = 0; y < 80; y++) {
      for (int x = 0; x < 100; x++) {
        boolean beside = x < 4 || x >= 24 || y < 4 || y >= 20;
        if (beside) {
          assertThat(marked.at(x, y)).as("%d, %d", x, y).isEqualTo(plain.at(x, y));
        }
      }
    }
  }

  @Test
  void aTurnedOriginalHasItUpright() {
    Watermark watermark = Marked.watermark(Gravity.EAST, 100);
    Picture smooth = Picture.plain(100, 80, 0xff808080);
    byte[] turned = Jpeg.plain(100).with(Jpeg.Segment.exif(Exif.of(6))).encode(smooth.stored(6));
    assertShows(
        "turned", Marked.over(smooth, watermark), shown(turned, watermark, INSIDE, Format.PNG));
  }

  @Test
  void itIsLaidOverTheMarginsOfAContainedPicture() {
    Watermark watermark = Marked.watermark(Gravity.NORTH, 100);
    Picture flat = Picture.plain(100, 20, 0xff808080);
    Fit contain = new Fit.Contain(false, Gravity.SOUTH, Fit.Padding.TRANSPARENT);
    Picture wanted =
        Marked.over(Picture.paint(100, 80, (_, y) -> y >= 60 ? 0xff808080 : 0), watermark);
    assertShows("padded", wanted, shown(png(flat), watermark, contain, Format.PNG));
  }

  @Test
  void everyFrameOfAnAnimationHasIt() {
    List<Picture> frames =
        List.of(
            Picture.plain(100, 80, 0xff505050),
            Picture.plain(100, 80, 0xffa0a0a0),
            Picture.paint(100, 80, (x, _) -> x < 50 ? 0xff505050 : 0xffa0a0a0));
    Watermark watermark = Marked.watermark(Gravity.SOUTH_WEST, 70);
    Recipe recipe = Marked.recipe(watermark, Exactness.LOSSLESS, box(INSIDE), 40);
    byte[] webp =
        Cut.file(
            darkroom.develop(new Gif(70, 0).encode(frames), recipe, Marked.FILE),
            "box",
            Format.WEBP);
    List<Picture> seen = WebpFrames.of(webp).composed(ORACLE.frames(webp));
    assertThat(seen).hasSize(3);
    for (int i = 0; i < 3; i++) {
      assertShows("frame " + i, Marked.over(frames.get(i), watermark), seen.get(i));
    }
  }

  /// The plain widths are resized from the level that the marked box is made from.
  @Test
  void otherSizesKeepTheirBytes() {
    Picture scene = Picture.scene(800, 600);
    for (Fit fit : List.of(INSIDE, new Fit.Cover(false, Gravity.EAST))) {
      Recipe marked =
          Marked.recipe(
              Marked.watermark(Gravity.CENTRE, 90),
              Golden.EVERY_FORMAT,
              Marked.box("box", 400, 300, fit, true),
              64,
              200);
      Recipe plain =
          new Recipe(
              "plain",
              List.of(Size.ofWidth(64), Size.ofWidth(200), Marked.box("box", 400, 300, fit, false)),
              Golden.EVERY_FORMAT,
              "#20a040",
              true);
      Map<String, byte[]> with = darkroom.develop(png(scene), marked, Marked.FILE).files();
      Map<String, byte[]> without = darkroom.develop(png(scene), plain).files();
      assertThat(with).containsOnlyKeys(without.keySet());
      without.forEach((name, bytes) -> {
        if (name.startsWith("box.")) {
          assertThat(with.get(name)).as(name).isNotEqualTo(bytes);
        } else {
          assertThat(with.get(name)).as(name).isEqualTo(bytes);
        }
      });
    }
  }

  @Test
  void theNumberOfEncodersChangesNoByte() {
    Recipe recipe =
        Marked.recipe(Marked.watermark(Gravity.WEST, 50), Golden.EVERY_FORMAT, box(INSIDE), 40, 90);
    Picture flat = SCENE.mapped(argb -> argb & 0xfff0f0c0);
    byte[] gif = new Gif(70, 0).encode(List.of(flat, flat.stored(3)));
    for (byte[] original : List.of(png(GLASS), gif)) {
      Developed one = new Darkroom(1).develop(original, recipe, Marked.FILE);
      Developed four = new Darkroom(4).develop(original, recipe, Marked.FILE);
      assertThat(Cut.digests(one)).isEqualTo(Cut.digests(four));
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "1, 90", "90, 2", "2, 2", "3, 3", "1200, 4"})
  void tinyPicturesAreMarked(int width, int height) {
    Picture picture = Picture.plain(width, height, 0xff808080);
    Picture seen =
        shown(png(picture), Marked.watermark(Gravity.SOUTH_EAST, 100), INSIDE, Format.PNG);
    boolean marked = false;
    for (int y = 0; y < seen.height(); y++) {
      for (int x = 0; x < seen.width(); x++) {
        marked |= seen.at(x, y) != 0xff808080;
      }
    }
    assertThat(marked).isTrue();
  }

  @Test
  void everyKindOfPngAndWebpCanBeAWatermark() {
    Picture gray = Picture.plain(20, 16, 0xffc0c0c0);
    VipsWriter vips = new VipsWriter(Darkroom.VIPS);
    List<byte[]> files =
        List.of(
            Png.of(Png.Type.GREY).encode(gray),
            Png.of(Png.Type.RGB).deep().encode(gray),
            Png.of(Png.Type.RGBA).encode(gray),
            vips.webp(gray, "lossless"));
    Recipe recipe =
        Marked.recipe(Marked.watermark(Gravity.NORTH_WEST, 100), Exactness.png(6), box(INSIDE), 40);
    for (byte[] file : files) {
      Developed developed = darkroom.develop(png(SCENE), recipe, file);
      Picture seen = ORACLE.decode(Format.PNG, Cut.file(developed, "box", Format.PNG));
      assertThat(seen.at(10, 10)).isEqualTo(0xffc0c0c0);
      assertThat(seen.at(60, 60)).isEqualTo(SCENE.at(60, 60));
    }
  }

  /// Users of other software report a white box around such a watermark.
  @Test
  void aTransparentPaletteStaysTransparent() {
    Picture half = Picture.paint(20, 16, (x, _) -> x < 10 ? 0xffc0c0c0 : 0);
    Recipe recipe =
        Marked.recipe(Marked.watermark(Gravity.NORTH_WEST, 100), Exactness.png(6), box(INSIDE), 40);
    Developed developed =
        darkroom.develop(png(SCENE), recipe, Png.of(Png.Type.PALETTE).encode(half));
    Picture seen = ORACLE.decode(Format.PNG, Cut.file(developed, "box", Format.PNG));
    assertThat(seen.at(10, 10)).isEqualTo(0xffc0c0c0);
    assertThat(seen.at(19, 10)).isEqualTo(SCENE.at(19, 10));
  }

  @Test
  void whatIsNoWatermarkIsRefused() {
    Recipe recipe =
        Marked.recipe(Marked.watermark(Gravity.NORTH_WEST, 100), Exactness.png(6), box(INSIDE), 40);
    byte[] cut = Arrays.copyOf(png(SCENE), png(SCENE).length / 2);
    byte[] huge = png(Picture.plain(2001, 2000, 0xff808080));
    for (byte[] file : List.of(Jpeg.plain(90).encode(SCENE), cut, huge, new byte[] {1, 2, 3})) {
      assertThatThrownBy(() -> darkroom.develop(png(SCENE), recipe, file))
          .isInstanceOf(UnusableWatermark.class);
    }
  }
}
