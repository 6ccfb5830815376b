package dev.tintype.render.golden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.Fit;
import dev.tintype.core.Fit.Padding;
import dev.tintype.core.Format;
import dev.tintype.core.Gravity;
import dev.tintype.core.OriginalFormat;
import dev.tintype.core.Recipe;
import dev.tintype.core.Size;
import dev.tintype.core.SizeName;
import dev.tintype.render.golden.Darkroom.Developed;
import dev.tintype.render.plan.Dimensions;
import dev.tintype.render.specimens.Exif;
import dev.tintype.render.specimens.Gif;
import dev.tintype.render.specimens.Jpeg;
import dev.tintype.render.specimens.Picture;
import dev.tintype.render.specimens.Png;
import dev.tintype.render.specimens.Tiff;
import dev.tintype.render.specimens.VipsWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Crops and padding, against pictures that this test cuts and pads itself. Bounds: SSIM over 0.97,
/// mean ΔE under 2. A crop that is shifted by a tenth of the picture has SSIM under 0.9.
final class FramingTest {

  private static final Oracle ORACLE = new Oracle();
  private static final Picture SCENE = Picture.scene(400, 300);
  private static final int BACKGROUND = 0xff20a040;
  private final Darkroom darkroom = new Darkroom();

  @AfterAll
  static void close() {
    ORACLE.close();
  }

  private static Recipe recipe(Fit fit, int width, int height) {
    List<Size> sizes = new ArrayList<>(Size.widths(64, 320));
    sizes.add(new Size(new SizeName("framed"), width, height, fit));
    return new Recipe("framed", sizes, Golden.EVERY_FORMAT, "#20a040", /* animation= */ true);
  }

  private static byte[] png(Picture picture) {
    return Png.of(picture.hasAlpha() ? Png.Type.RGBA : Png.Type.RGB).encode(picture);
  }

  private static byte[] framed(Developed developed, Format format) {
    String name =
        developed.plan().variants().stream()
            .filter(v -> v.size().name().text().equals("framed"))
            .filter(v -> v.file().format() == format)
            .findFirst()
            .orElseThrow()
            .file()
            .name();
    return java.util.Objects.requireNonNull(developed.files().get(name), name);
  }

  private static void assertFramed(Picture wanted, Developed developed) {
    for (Format format : Format.values()) {
      Picture seen = ORACLE.decode(format, framed(developed, format));
      if (wanted.hasAlpha() && format != Format.JPEG) {
        Golden.assertAlike(
            format + " over white", wanted.over(0xffffff), seen.over(0xffffff), 0.97, 2);
        Golden.assertAlike(format + " over black", wanted.over(0), seen.over(0), 0.97, 2);
      } else {
        Golden.assertAlike(format.id(), wanted.over(BACKGROUND), seen, 0.97, 2);
      }
    }
  }

  /// 300 × 300 of 400 × 300, or 400 × 200: the free pixels are shared as the gravity says.
  private static Picture cut(Picture picture, int width, int height, Gravity gravity) {
    String where = gravity.id();
    int freeX = picture.width() - width;
    int freeY = picture.height() - height;
    int x = where.endsWith("west") ? 0 : where.endsWith("east") ? freeX : freeX / 2;
    int y = where.startsWith("north") ? 0 : where.startsWith("south") ? freeY : freeY / 2;
    return picture.cut(x, y, width, height);
  }

  @ParameterizedTest
  @EnumSource(Gravity.class)
  void aSquareIsCutOutOfALandscape(Gravity gravity) {
    Developed developed =
        darkroom.develop(png(SCENE), recipe(new Fit.Cover(false, gravity), 120, 120));
    assertFramed(cut(SCENE, 300, 300, gravity).resized(120, 120), developed);
  }

  @ParameterizedTest
  @EnumSource(Gravity.class)
  void aBannerIsCutOutOfALandscape(Gravity gravity) {
    Developed developed =
        darkroom.develop(png(SCENE), recipe(new Fit.Cover(false, gravity), 200, 100));
    assertFramed(cut(SCENE, 400, 200, gravity).resized(200, 100), developed);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 5, 6, 8})
  void aCropIsOfTheUprightPicture(int orientation) {
    byte[] jpeg =
        Jpeg.plain(95)
            .with(Jpeg.Segment.exif(Exif.of(orientation)))
            .encode(SCENE.stored(orientation));
    Developed developed =
        darkroom.develop(jpeg, recipe(new Fit.Cover(false, Gravity.NORTH_WEST), 120, 120));
    assertFramed(SCENE.cut(0, 0, 300, 300).resized(120, 120), developed);
  }

  @Test
  void aCropKeepsTransparency() {
    Picture glass = Picture.glass(400, 300);
    Developed developed =
        darkroom.develop(png(glass), recipe(new Fit.Cover(false, Gravity.EAST), 120, 120));
    assertFramed(glass.cut(100, 0, 300, 300).resized(120, 120), developed);
  }

  @Test
  void aSmallPictureIsEnlargedToExactlyTheBox() {
    Picture small = Picture.scene(200, 150);
    Developed developed =
        darkroom.develop(png(small), recipe(new Fit.Cover(true, Gravity.CENTRE), 400, 400));
    for (Format format : Format.values()) {
      Picture seen = ORACLE.decode(format, framed(developed, format));
      assertThat(new Dimensions(seen.width(), seen.height())).isEqualTo(new Dimensions(400, 400));
      Golden.assertAlike(
          format.id(), small.cut(25, 0, 150, 150).resized(75, 75), seen.resized(75, 75), 0.97, 2);
    }
  }

  @ParameterizedTest
  @EnumSource(OriginalFormat.class)
  void everyFormatIsEnlargedToExactlyTheBox(OriginalFormat format) {
    // Few colours, for GIF.
    Picture small = Picture.paint(80, 60, (x, y) -> x < 30 && y < 40 ? 0xffc8c8c8 : 0xff505050);
    Developed developed =
        darkroom.develop(original(format, small), recipe(new Fit.Inside(true), 480, 480));
    Developed square =
        darkroom.develop(
            original(format, small),
            recipe(new Fit.Contain(true, Gravity.CENTRE, Padding.BACKGROUND), 480, 480));
    for (Format to : Format.values()) {
      Picture seen = ORACLE.decode(to, framed(developed, to));
      assertThat(new Dimensions(seen.width(), seen.height())).isEqualTo(new Dimensions(480, 360));
      Golden.assertAlike(to.id(), small, seen.resized(80, 60), 0.95, 3);
      Picture padded = ORACLE.decode(to, framed(square, to));
      assertThat(new Dimensions(padded.width(), padded.height()))
          .isEqualTo(new Dimensions(480, 480));
    }
  }

  private static byte[] original(OriginalFormat format, Picture picture) {
    VipsWriter writer = new VipsWriter(Darkroom.VIPS);
    return switch (format) {
      case JPEG -> Jpeg.plain(95).with(Jpeg.Segment.exif(Exif.of(6))).encode(picture.stored(6));
      case PNG -> png(picture);
      case WEBP -> writer.webp(List.of(picture), new int[] {0}, 0, 1);
      case AVIF -> writer.avif(picture, "subsample-mode=off,Q=95");
      case GIF -> Gif.of(picture);
      case TIFF -> Tiff.plain().encode(picture);
    };
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1, 2000, 10",
    "1, 1, 1, 2000",
    "1, 90, 300, 7",
    "90, 1, 7, 300",
    "3, 2, 500, 500"
  })
  void extremeShapesHaveTheirSize(int width, int height, int boxWidth, int boxHeight) {
    Picture tiny = Picture.scene(width, height);
    for (Fit fit :
        List.of(
            new Fit.Cover(true, Gravity.SOUTH_EAST),
            new Fit.Contain(true, Gravity.NORTH, Padding.TRANSPARENT))) {
      Developed developed = darkroom.develop(png(tiny), recipe(fit, boxWidth, boxHeight));
      for (Format format : Format.values()) {
        Picture seen = ORACLE.decode(format, framed(developed, format));
        assertThat(new Dimensions(seen.width(), seen.height()))
            .isEqualTo(new Dimensions(boxWidth, boxHeight));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Gravity.class)
  void aContainedPictureStandsOnTheBackground(Gravity gravity) {
    Developed developed =
        darkroom.develop(
            png(SCENE), recipe(new Fit.Contain(false, gravity, Padding.BACKGROUND), 160, 160));
    assertFramed(padded(SCENE.resized(160, 120), 160, gravity, BACKGROUND), developed);
  }

  @Test
  void aContainedPictureStandsOnNothing() {
    Developed developed =
        darkroom.develop(
            png(SCENE),
            recipe(new Fit.Contain(false, Gravity.SOUTH, Padding.TRANSPARENT), 160, 160));
    assertFramed(padded(SCENE.resized(160, 120), 160, Gravity.SOUTH, 0), developed);
  }

  @Test
  void aTransparentPictureStandsOnTheBackgroundAndStaysTransparent() {
    Picture glass = Picture.glass(400, 300);
    Developed developed =
        darkroom.develop(
            png(glass),
            recipe(new Fit.Contain(false, Gravity.CENTRE, Padding.BACKGROUND), 160, 160));
    assertFramed(padded(glass.resized(160, 120), 160, Gravity.CENTRE, BACKGROUND), developed);
  }

  private static Picture padded(Picture picture, int side, Gravity gravity, int argb) {
    int above =
        gravity.id().startsWith("north")
            ? 0
            : gravity.id().startsWith("south")
                ? side - picture.height()
                : (side - picture.height()) / 2;
    return Picture.paint(
        side,
        side,
        (x, y) -> y < above || y >= above + picture.height() ? argb : picture.at(x, y - above));
  }

  @Test
  void aCroppedGifStaysAnimated() {
    assertAnimated(
        new Fit.Cover(false, Gravity.WEST), frame -> frame.cut(0, 0, 300, 300).resized(120, 120));
  }

  @Test
  void aPaddedGifStaysAnimated() {
    assertAnimated(
        new Fit.Contain(false, Gravity.SOUTH, Padding.TRANSPARENT),
        frame -> padded(frame.resized(120, 90), 120, Gravity.SOUTH, 0));
  }

  private void assertAnimated(Fit fit, java.util.function.UnaryOperator<Picture> wanted) {
    List<Picture> frames =
        List.of(
            Picture.plain(400, 300, 0xffc02020),
            Picture.plain(400, 300, 0xff2020c0),
            Picture.plain(400, 300, 0xff20c020));
    Developed developed = darkroom.develop(new Gif(70, 0).encode(frames), recipe(fit, 120, 120));
    byte[] webp = framed(developed, Format.WEBP);
    WebpFrames shown = WebpFrames.of(webp);
    assertThat(shown.delaysMs()).containsExactly(70, 70, 70);
    List<Picture> seen = shown.composed(ORACLE.frames(webp));
    assertThat(seen).hasSize(3);
    for (int i = 0; i < 3; i++) {
      Golden.assertAlike(
          "frame " + i,
          wanted.apply(frames.get(i)).over(0xffffff),
          seen.get(i).over(0xffffff),
          0.97,
          4);
    }
    Golden.assertAlike(
        "jpeg",
        wanted.apply(frames.getFirst()).over(BACKGROUND),
        ORACLE.decode(Format.JPEG, framed(developed, Format.JPEG)),
        0.97,
        4);
  }

  @Test
  void aShiftedCropLooksDifferent() {
    Picture crop = SCENE.cut(50, 0, 300, 300).resized(120, 120);
    Picture shifted = SCENE.cut(80, 0, 300, 300).resized(120, 120);
    assertThat(Likeness.of(crop, shifted).ssim()).isLessThan(0.9);
  }

  @Test
  void thePlaceholderShowsTheWholePicture() {
    Developed cropped =
        darkroom.develop(png(SCENE), recipe(new Fit.Cover(false, Gravity.WEST), 32, 32));
    Recipe widths =
        new Recipe(
            "widths",
            Size.widths(64, 320),
            Golden.RECIPE.formats(),
            "#20a040",
            /* animation= */ true);
    Developed plain = darkroom.develop(png(SCENE), widths);
    assertThat(cropped.placeholder()).isEqualTo(plain.placeholder());
  }

  @Test
  void aRecipeOfCropsAloneHasAPlaceholder() {
    Recipe recipe =
        new Recipe(
            "avatar",
            List.of(new Size(new SizeName("avatar"), 64, 64, new Fit.Cover(false, Gravity.CENTRE))),
            Golden.RECIPE.formats(),
            "#20a040",
            /* animation= */ false);
    Developed developed = darkroom.develop(png(SCENE), recipe);
    assertThat(developed.plan().levels()).hasSize(2);
    assertThat(developed.files()).hasSize(3);
    assertThat(developed.placeholder().thumbhash()).isNotEmpty();
  }
}
