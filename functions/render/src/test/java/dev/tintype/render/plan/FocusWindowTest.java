package dev.tintype.render.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.Fit;
import dev.tintype.core.Fit.Padding;
import dev.tintype.core.Focus;
import dev.tintype.core.Gravity;
import dev.tintype.core.Limits;
import dev.tintype.core.Size;
import dev.tintype.core.SizeName;
import dev.tintype.render.Seeds;
import dev.tintype.render.plan.View.Crop;
import dev.tintype.render.plan.View.Crop.Window;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Where a crop around a focal point is.
final class FocusWindowTest {

  private static final int VIEWS = 2_000;

  private static Size size(int width, int height, Fit fit) {
    return new Size(new SizeName("card"), width, height, fit);
  }

  private static Window window(Dimensions original, Size size, Focus focus) {
    return (Window) View.of(original, size, Optional.of(focus)).crop().orElseThrow();
  }

  /// 3000 × 3000 of a landscape and of a portrait.
  @ParameterizedTest
  @CsvSource({
    "4000, 3000, 0, 0, 0, 0",
    "4000, 3000, 10000, 10000, 1000, 0",
    "4000, 3000, 0, 10000, 0, 0",
    "4000, 3000, 5000, 5000, 500, 0",
    "4000, 3000, 3750, 5000, 0, 0",
    "4000, 3000, 3751, 5000, 0, 0",
    "4000, 3000, 3753, 5000, 1, 0",
    "4000, 3000, 6000, 0, 900, 0",
    "4000, 3000, 6250, 0, 1000, 0",
    "3000, 4000, 0, 0, 0, 0",
    "3000, 4000, 10000, 10000, 0, 1000",
    "3000, 4000, 5000, 5000, 0, 500",
    "3000, 4000, 9999, 4000, 0, 100"
  })
  void aSquareIsCutAroundThePoint(int width, int height, int x, int y, int left, int above) {
    Dimensions original = new Dimensions(width, height);
    for (Fit.Aim aim : new Fit.Aim[] {Gravity.CENTRE, new Fit.Attention()}) {
      assertThat(window(original, size(300, 300, new Fit.Cover(false, aim)), new Focus(x, y)))
          .isEqualTo(new Window(left, above, new Dimensions(3000, 3000)));
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("dev.tintype.render.Seeds#all")
  void theCentreOfTheWindowIsAsNearAsThePictureAllows(long seed) {
    RandomGenerator random = Seeds.random(seed);
    for (int i = 0; i < VIEWS; i++) {
      int whole = random.nextInt(1, 300);
      int part = random.nextInt(1, whole + 1);
      Focus focus = new Focus(coordinate(random), coordinate(random));
      Window window = Window.around(focus, new Dimensions(whole, 7), new Dimensions(part, 7));
      assertThat(window.x())
          .as("%d of %d at %s", part, whole, focus)
          .isEqualTo(nearest(focus.x(), whole, part));
      assertThat(window.y()).isZero();
      Window turned =
          Window.around(
              new Focus(focus.y(), focus.x()), new Dimensions(7, whole), new Dimensions(7, part));
      assertThat(turned).isEqualTo(new Window(0, window.x(), new Dimensions(7, part)));
    }
  }

  /// Tries every place; the first of equally near ones.
  private static int nearest(int focus, int whole, int part) {
    BigDecimal point =
        BigDecimal.valueOf(focus).multiply(BigDecimal.valueOf(whole)).movePointLeft(4);
    int best = 0;
    for (int edge = 1; edge <= whole - part; edge++) {
      if (distance(point, edge, part).compareTo(distance(point, best, part)) < 0) {
        best = edge;
      }
    }
    return best;
  }

  private static BigDecimal distance(BigDecimal point, int edge, int part) {
    BigDecimal half = BigDecimal.valueOf(part).divide(BigDecimal.TWO, 1, RoundingMode.UNNECESSARY);
    return BigDecimal.valueOf(edge).add(half).subtract(point).abs();
  }

  private static int coordinate(RandomGenerator random) {
    return switch (random.nextInt(8)) {
      case 0 -> 0;
      case 1 -> Focus.SCALE;
      case 2 -> Focus.SCALE / 2;
      default -> random.nextInt(Focus.SCALE + 1);
    };
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("dev.tintype.render.Seeds#all")
  void theWindowIsInsideAndHasTheSizeOfThatInTheCentre(long seed) {
    RandomGenerator random = Seeds.random(seed);
    for (int i = 0; i < VIEWS; i++) {
      Dimensions original = new Dimensions(random.nextInt(1, 40_000), random.nextInt(1, 40_000));
      int width = random.nextInt(1, 4000);
      int height = random.nextInt(1, (int) Math.min(4000, Limits.MAX_VARIANT_PIXELS / width + 1));
      boolean enlarge = random.nextBoolean();
      Size size = size(width, height, new Fit.Cover(enlarge, Gravity.CENTRE));
      Focus focus = new Focus(coordinate(random), coordinate(random));
      String what = original + " under " + width + "×" + height + " at " + focus;
      View centred = View.of(original, size, Optional.empty());
      View focused = View.of(original, size, Optional.of(focus));
      assertThat(focused.picture()).as(what).isEqualTo(centred.picture());
      assertThat(focused.crop().map(Crop::size)).as(what).isEqualTo(centred.crop().map(Crop::size));
      assertThat(View.of(original, size, Optional.of(Focus.CENTRE))).as(what).isEqualTo(centred);
      if (focused.crop().isPresent()) {
        assertInside(original, focused, what);
      }
    }
  }

  private static void assertInside(Dimensions original, View view, String what) {
    Window window = (Window) view.crop().orElseThrow();
    assertThat(window.x()).as(what).isBetween(0, original.width() - window.size().width());
    assertThat(window.y()).as(what).isBetween(0, original.height() - window.size().height());
    Dimensions whole = view.scaledWhole(original);
    Window scaled = window.within(original, whole, view.picture());
    assertThat(scaled.x()).as(what).isBetween(0, whole.width() - scaled.size().width());
    assertThat(scaled.y()).as(what).isBetween(0, whole.height() - scaled.size().height());
  }

  @ParameterizedTest
  @EnumSource(
      value = Gravity.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"CENTRE"})
  void anEdgeOrCornerIsKeptWhateverThePoint(Gravity gravity) {
    Dimensions original = new Dimensions(4000, 3000);
    Size size = size(300, 300, new Fit.Cover(false, gravity));
    assertThat(View.of(original, size, Optional.of(new Focus(5000, 5000))))
        .isEqualTo(View.of(original, size, Optional.empty()));
  }

  @Test
  void aPointMovesNothingThatIsNotCropped() {
    Dimensions original = new Dimensions(4000, 3000);
    for (Fit fit :
        new Fit[] {
          new Fit.Inside(false),
          new Fit.Contain(false, Gravity.CENTRE, Padding.BACKGROUND),
          new Fit.Cover(false, Gravity.CENTRE)
        }) {
      Size size = size(400, 300, fit);
      assertThat(View.of(original, size, Optional.of(new Focus(0, 0))))
          .isEqualTo(View.of(original, size, Optional.empty()));
    }
  }

  @Test
  void withoutAPointThePlanLeavesThePlaceOfAnAttentionCropOpen() {
    Dimensions original = new Dimensions(4000, 3000);
    View view =
        View.of(
            original, size(300, 300, new Fit.Cover(false, new Fit.Attention())), Optional.empty());
    assertThat(view.crop()).contains(new Crop.Attention(new Dimensions(3000, 3000)));
    assertThat(view.output()).isEqualTo(new Dimensions(300, 300));
  }
}
