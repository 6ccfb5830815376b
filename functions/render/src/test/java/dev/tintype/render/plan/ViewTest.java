package dev.tintype.render.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.Fit;
import dev.tintype.core.Fit.Padding;
import dev.tintype.core.Gravity;
import dev.tintype.core.Limits;
import dev.tintype.core.Size;
import dev.tintype.core.SizeName;
import dev.tintype.render.Seeds;
import dev.tintype.render.plan.View.Crop.Window;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class ViewTest {

  private static final int VIEWS = 2_000;
  private static final Dimensions PHOTO = new Dimensions(4000, 3000);

  @ParameterizedTest
  @CsvSource({
    "300, 300, centre, 500, 0, 3000, 3000",
    "300, 300, west, 0, 0, 3000, 3000",
    "300, 300, north-east, 1000, 0, 3000, 3000",
    "1200, 630, centre, 0, 450, 4000, 2100",
    "1200, 630, north, 0, 0, 4000, 2100",
    "1200, 630, south-west, 0, 900, 4000, 2100"
  })
  void aCoverKeepsTheLargestPartThatHasTheShapeOfTheBox(
      int width, int height, String gravity, int x, int y, int partWidth, int partHeight) {
    View view = of(PHOTO, cover(width, height, false, gravity(gravity)));
    assertThat(view.output()).isEqualTo(new Dimensions(width, height));
    assertThat(view.crop()).contains(new Window(x, y, new Dimensions(partWidth, partHeight)));
    assertThat(view.padding()).isEmpty();
  }

  private static View of(Dimensions original, Size size) {
    return View.of(original, size, Optional.empty());
  }

  private static Window window(View view) {
    return (Window) view.crop().orElseThrow();
  }

  private static Gravity gravity(String id) {
    for (Gravity gravity : Gravity.values()) {
      if (gravity.id().equals(id)) {
        return gravity;
      }
    }
    throw new IllegalArgumentException(id);
  }

  @Test
  void aSmallPictureIsCutToTheShapeOfTheBoxAndNotEnlarged() {
    View view = of(new Dimensions(600, 600), cover(1200, 630, false, Gravity.CENTRE));
    assertThat(view.output()).isEqualTo(new Dimensions(600, 315));
    assertThat(view.crop()).contains(new Window(0, 142, new Dimensions(600, 315)));
  }

  @Test
  void aSmallPictureIsEnlargedIfTheSizeSaysSo() {
    View view = of(new Dimensions(600, 600), cover(1200, 630, true, Gravity.CENTRE));
    assertThat(view.output()).isEqualTo(new Dimensions(1200, 630));
    assertThat(view.crop()).contains(new Window(0, 142, new Dimensions(600, 315)));
    assertThat(view.scaledWhole(new Dimensions(600, 600))).isEqualTo(new Dimensions(600, 600));
  }

  @Test
  void aPictureOfTheShapeOfTheBoxIsNotCropped() {
    assertThat(of(PHOTO, cover(800, 600, false, Gravity.CENTRE)))
        .isEqualTo(View.whole(new Dimensions(800, 600)));
  }

  @Test
  void aContainedPictureIsPaddedToExactlyTheBox() {
    View view =
        of(
            PHOTO,
            new Size(
                new SizeName("square"),
                500,
                500,
                new Fit.Contain(false, Gravity.SOUTH, Padding.TRANSPARENT)));
    assertThat(view.picture()).isEqualTo(new Dimensions(500, 375));
    assertThat(view.output()).isEqualTo(new Dimensions(500, 500));
    assertThat(view.padding())
        .contains(new View.Padding(0, 125, new Dimensions(500, 500), /* transparent= */ true));
  }

  @Test
  void aCropIsFoundAgainInAResizedPicture() {
    Window crop = new Window(500, 0, new Dimensions(3000, 3000));
    assertThat(crop.within(PHOTO, new Dimensions(2560, 1920), new Dimensions(300, 300)))
        .isEqualTo(new Window(320, 0, new Dimensions(1920, 1920)));
    assertThat(crop.within(PHOTO, new Dimensions(1, 1), new Dimensions(300, 300)))
        .isEqualTo(new Window(0, 0, new Dimensions(1, 1)));
  }

  @Test
  void aCropThatWouldMissByOnePixelHasTheWantedSize() {
    Dimensions wide = new Dimensions(1920, 1080);
    View view = of(wide, cover(300, 300, false, Gravity.CENTRE));
    Dimensions whole = view.scaledWhole(wide);
    assertThat(whole).isEqualTo(new Dimensions(534, 300));
    assertThat(window(view).within(wide, whole, view.picture()).size())
        .isEqualTo(new Dimensions(300, 300));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("dev.tintype.render.Seeds#all")
  void atItsOwnScaleACropIsNotResizedAgain(long seed) {
    RandomGenerator random = Seeds.random(seed);
    for (int i = 0; i < VIEWS; i++) {
      Dimensions original = new Dimensions(random.nextInt(1, 9000), random.nextInt(1, 9000));
      int side =
          random.nextInt(1, 1 + Math.min(4000, Math.min(original.width(), original.height())));
      View view = of(original, cover(side, side, false, Gravity.EAST));
      if (view.crop().isPresent()) {
        Window part = window(view).within(original, view.scaledWhole(original), view.picture());
        assertThat(part.size()).as(original + " to " + side).isEqualTo(view.output());
      }
    }
  }

  @Test
  void anEnlargedPictureIsNoSourceOfOthers() {
    Dimensions small = new Dimensions(1280, 960);
    View hero = of(small, new Size(new SizeName("hero"), 2560, 2560, new Fit.Inside(true)));
    assertThat(hero.output()).isEqualTo(new Dimensions(2560, 1920));
    assertThat(hero.isWhole(small)).isFalse();
    assertThat(hero.scaledWhole(small)).isEqualTo(small);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("dev.tintype.render.Seeds#all")
  void theOutputIsExactAndTheCropInsideThePicture(long seed) {
    RandomGenerator random = Seeds.random(seed);
    for (int i = 0; i < VIEWS; i++) {
      Dimensions original = new Dimensions(random.nextInt(1, 9000), random.nextInt(1, 9000));
      Size size = size(random);
      View view = of(original, size);
      String what = original + " under " + size + " " + size.fit();
      assertInside(original, view, what);
      Dimensions output = view.output();
      assertThat(output.width()).as(what).isLessThanOrEqualTo(size.widthPx());
      assertThat(output.height()).as(what).isLessThanOrEqualTo(size.heightPx());
      boolean exact =
          switch (size.fit()) {
            case Fit.Inside _ -> false;
            case Fit.Cover cover ->
                cover.enlarge()
                    || original.width() >= size.widthPx() && original.height() >= size.heightPx();
            case Fit.Contain _ -> true;
          };
      if (exact) {
        assertThat(output).as(what).isEqualTo(new Dimensions(size.widthPx(), size.heightPx()));
      }
    }
  }

  private static void assertInside(Dimensions original, View view, String what) {
    Window crop = view.crop().isEmpty() ? new Window(0, 0, original) : window(view);
    assertThat(crop.x()).as(what).isBetween(0, original.width() - crop.size().width());
    assertThat(crop.y()).as(what).isBetween(0, original.height() - crop.size().height());
    Dimensions whole = view.scaledWhole(original);
    Window scaled = crop.within(original, whole, view.picture());
    assertThat(scaled.x()).as(what).isBetween(0, whole.width() - scaled.size().width());
    assertThat(scaled.y()).as(what).isBetween(0, whole.height() - scaled.size().height());
  }

  private static Size size(RandomGenerator random) {
    int width = random.nextInt(1, 4000);
    int height = random.nextInt(1, (int) Math.min(4000, Limits.MAX_VARIANT_PIXELS / width + 1));
    Gravity gravity = Gravity.values()[random.nextInt(Gravity.values().length)];
    boolean enlarge = random.nextBoolean();
    Fit fit =
        switch (random.nextInt(3)) {
          case 0 -> new Fit.Inside(enlarge);
          case 1 -> new Fit.Cover(enlarge, gravity);
          default -> new Fit.Contain(enlarge, gravity, Padding.BACKGROUND);
        };
    return new Size(new SizeName("any"), width, height, fit);
  }

  private static Size cover(int width, int height, boolean enlarge, Gravity gravity) {
    return new Size(new SizeName("card"), width, height, new Fit.Cover(enlarge, gravity));
  }
}
