package dev.tintype.render.golden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.Fit;
import dev.tintype.core.Format;
import dev.tintype.core.Gravity;
import dev.tintype.core.OriginalFormat;
import dev.tintype.core.Recipe;
import dev.tintype.core.Size;
import dev.tintype.core.SizeName;
import dev.tintype.render.golden.Darkroom.Developed;
import dev.tintype.render.plan.Dimensions;
import dev.tintype.render.plan.RenderPlan.PlannedFile;
import dev.tintype.render.specimens.Exif;
import dev.tintype.render.specimens.Gif;
import dev.tintype.render.specimens.Jpeg;
import dev.tintype.render.specimens.Picture;
import dev.tintype.render.specimens.Png;
import dev.tintype.render.specimens.Tiff;
import dev.tintype.render.specimens.VipsWriter;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Crops with gravity `attention`, of pictures with one bright detail far from the centre.
final class AttentionTest {

  private static final Oracle ORACLE = new Oracle();
  private static final Fit.Aim ATTENTION = new Fit.Attention();
  private static final int GREY = 0xff606468;
  private static final int RED = 0xffff3018;
  private static final int YELLOW = 0xfffff040;
  private static final int CLEAR = 0;

  private final Darkroom darkroom = new Darkroom();

  @AfterAll
  static void close() {
    ORACLE.close();
  }

  /// A chequered disc with a radius of 24 px, on one colour.
  private static Picture detail(int width, int height, int x, int y, int around) {
    return Picture.paint(
        width,
        height,
        (px, py) -> {
          if (Math.hypot(px - x, py - y) >= 24) {
            return around;
          }
          return (px / 8 + py / 8) % 2 == 0 ? RED : YELLOW;
        });
  }

  private static Picture detail(int x, int y) {
    return detail(480, 320, x, y, GREY);
  }

  private static byte[] png(Picture picture) {
    return Png.of(picture.hasAlpha() ? Png.Type.RGBA : Png.Type.RGB).encode(picture);
  }

  /// The detail is the only red area. Nearly all of it is in the crop.
  private static void assertShowsDetail(String what, Picture seen, double scale) {
    double whole = Math.PI * 24 * 24 * scale * scale;
    assertThat(red(seen)).as(what).isGreaterThan((long) (0.8 * whole));
  }

  private static long red(Picture seen) {
    return IntStream.range(0, seen.width() * seen.height())
        .mapToObj(i -> seen.channels(i % seen.width(), i / seen.width()))
        .filter(c -> c[3] > 128 && c[0] > c[2] + 70)
        .count();
  }

  private static void assertShowsDetail(Developed developed, double scale) {
    for (Format format : Golden.RECIPE.formats().all()) {
      Picture seen = ORACLE.decode(format, Cut.file(developed, format));
      assertThat(new Dimensions(seen.width(), seen.height())).isEqualTo(new Dimensions(120, 120));
      assertShowsDetail(format.id(), seen, scale);
    }
  }

  @ParameterizedTest
  @CsvSource({"40, 160", "440, 160", "40, 40", "440, 280"})
  void aSquareContainsTheDetail(int x, int y) {
    assertShowsDetail(
        darkroom.develop(png(detail(x, y)), Cut.recipe(120, 120, ATTENTION)), 120.0 / 320);
  }

  @ParameterizedTest
  @ValueSource(ints = {40, 280})
  void aSquareOfAPortraitContainsTheDetail(int y) {
    Picture tall = detail(160, 320, 80, y, GREY);
    assertShowsDetail(darkroom.develop(png(tall), Cut.recipe(120, 120, ATTENTION)), 120.0 / 160);
  }

  @ParameterizedTest
  @EnumSource(OriginalFormat.class)
  void theDetailIsFoundInEveryFormat(OriginalFormat format) {
    assertShowsDetail(
        darkroom.develop(original(format, detail(440, 160)), Cut.recipe(120, 120, ATTENTION)),
        120.0 / 320);
  }

  private static byte[] original(OriginalFormat format, Picture picture) {
    VipsWriter writer = new VipsWriter(Darkroom.VIPS);
    return switch (format) {
      case JPEG -> Jpeg.plain(95).encode(picture);
      case PNG -> png(picture);
      case WEBP -> writer.webp(List.of(picture), new int[] {0}, 0, 1);
      case AVIF -> writer.avif(picture, "subsample-mode=off,Q=95");
      case GIF -> Gif.of(picture);
      case TIFF -> Tiff.plain().encode(picture);
    };
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 5, 6, 8})
  void theDetailIsFoundInATurnedPicture(int orientation) {
    byte[] jpeg =
        Jpeg.plain(95)
            .with(Jpeg.Segment.exif(Exif.of(orientation)))
            .encode(detail(440, 160).stored(orientation));
    assertShowsDetail(darkroom.develop(jpeg, Cut.recipe(120, 120, ATTENTION)), 120.0 / 320);
  }

  @Test
  void theDetailIsFoundOnTransparency() {
    assertShowsDetail(
        darkroom.develop(png(detail(480, 320, 440, 160, CLEAR)), Cut.recipe(120, 120, ATTENTION)),
        120.0 / 320);
  }

  /// Colours of pixels that nobody sees must not attract a crop.
  @Test
  void whatIsInvisibleIsNotLookedAt() {
    Picture seen = detail(480, 320, 440, 160, CLEAR);
    Picture hidden =
        Picture.paint(
            480,
            320,
            (x, y) ->
                seen.at(x, y) != CLEAR
                    ? seen.at(x, y)
                    : x < 100 && (x / 10 + y / 10) % 2 == 0 ? 0x00ffffff : 0x00ff0000);
    assertShowsDetail(darkroom.develop(png(hidden), Cut.recipe(120, 120, ATTENTION)), 120.0 / 320);
  }

  /// Over black, as libvips looks at it, such a logo would not be seen at all.
  @Test
  void aBlackLogoOnTransparencyIsFound() {
    Picture logo =
        Picture.paint(
            480, 320, (x, y) -> x > 400 && y > 120 && y < 200 && x / 8 % 2 == 0 ? 0xff000000 : 0);
    Developed developed = darkroom.develop(png(logo), Cut.recipe(120, 120, ATTENTION));
    Picture wanted = logo.cut(160, 0, 320, 320).resized(120, 120);
    Picture seen = ORACLE.decode(Format.WEBP, Cut.file(developed, Format.WEBP));
    Golden.assertAlike("webp", wanted.over(0xffffff), seen.over(0xffffff), 0.9, 3);
  }

  @Test
  void aPictureWithoutAnythingIsCutInItsCentre() {
    for (Picture picture : List.of(Picture.plain(480, 320, GREY), Picture.plain(480, 320, CLEAR))) {
      Developed attention = darkroom.develop(png(picture), Cut.recipe(120, 120, ATTENTION));
      Developed centre = darkroom.develop(png(picture), Cut.recipe(120, 120, Gravity.CENTRE));
      assertThat(Cut.digests(attention)).isEqualTo(Cut.digests(centre));
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "1, 90", "90, 1", "3, 2", "31, 33"})
  void aTinyPictureIsCut(int width, int height) {
    Developed developed =
        darkroom.develop(png(Picture.scene(width, height)), Cut.recipe(7, 7, ATTENTION));
    int side = Math.min(7, Math.min(width, height));
    for (Format format : Golden.RECIPE.formats().all()) {
      Picture seen = ORACLE.decode(format, Cut.file(developed, format));
      assertThat(new Dimensions(seen.width(), seen.height())).isEqualTo(new Dimensions(side, side));
    }
  }

  /// The detail leaves in the second frame. The window is found on the first one and stays.
  @Test
  void everyFrameOfAGifShowsTheSamePart() {
    List<Picture> frames = List.of(detail(440, 160), detail(40, 160), detail(400, 160));
    Developed developed =
        darkroom.develop(new Gif(70, 0).encode(frames), Cut.recipe(120, 120, ATTENTION));
    byte[] webp = Cut.file(developed, Format.WEBP);
    List<Picture> seen = WebpFrames.of(webp).composed(ORACLE.frames(webp));
    assertThat(seen).hasSize(3);
    for (int i = 0; i < 3; i++) {
      Picture wanted = frames.get(i).cut(160, 0, 320, 320).resized(120, 120);
      Golden.assertAlike("frame " + i, wanted, seen.get(i).over(0xffffff), 0.95, 4);
    }
    for (Format still : List.of(Format.AVIF, Format.JPEG)) {
      Picture wanted = frames.getFirst().cut(160, 0, 320, 320).resized(120, 120);
      Golden.assertAlike(
          still.id(), wanted, ORACLE.decode(still, Cut.file(developed, still)), 0.95, 4);
    }
  }

  @Test
  void theBytesAreTheSameAgainAndWithAnyNumberOfEncoders() {
    byte[] original = Jpeg.plain(90).encode(Picture.scene(700, 500));
    Recipe recipe = Cut.recipe(120, 120, ATTENTION);
    Developed first = new Darkroom(1).develop(original, recipe);
    assertThat(Cut.digests(new Darkroom(1).develop(original, recipe)))
        .isEqualTo(Cut.digests(first));
    assertThat(Cut.digests(new Darkroom(4).develop(original, recipe)))
        .isEqualTo(Cut.digests(first));
  }

  @Test
  void theSizesOfOneRatioShowTheSamePart() {
    Developed developed =
        darkroom.develop(
            png(Picture.scene(640, 640)), Cut.of(List.of(banner(80), banner(160), banner(320))));
    Picture large = ORACLE.decode(Format.JPEG, Cut.file(developed, "banner-320", Format.JPEG));
    for (int width : List.of(80, 160)) {
      Picture small =
          ORACLE.decode(Format.JPEG, Cut.file(developed, "banner-" + width, Format.JPEG));
      Golden.assertAlike("banner-" + width, large.resized(width, width / 4), small, 0.97, 2);
    }
  }

  private static Size banner(int width) {
    return new Size(
        new SizeName("banner-" + width), width, width / 4, new Fit.Cover(false, ATTENTION));
  }

  @Test
  void sizesWithTheSameBoxShareTheirFiles() {
    Size one = new Size(new SizeName("one"), 120, 120, new Fit.Cover(false, ATTENTION));
    Size other = new Size(new SizeName("other"), 120, 120, new Fit.Cover(false, ATTENTION));
    Developed developed =
        darkroom.develop(png(detail(40, 160)), Cut.of(List.of(Size.ofWidth(320), one, other)));
    assertThat(developed.plan().files())
        .extracting(PlannedFile::name)
        .contains("one.webp")
        .doesNotContain("other.webp");
  }

  @Test
  void anAttentionCropNeedsNoSecondDecodingAndNoLevelOfItsOwn() {
    Recipe recipe = Cut.recipe(120, 120, ATTENTION);
    Recipe centred = Cut.recipe(120, 120, Gravity.CENTRE);
    byte[] original = png(detail(40, 160));
    assertThat(darkroom.develop(original, recipe).plan().levels())
        .hasSameSizeAs(darkroom.develop(original, centred).plan().levels());
  }
}
