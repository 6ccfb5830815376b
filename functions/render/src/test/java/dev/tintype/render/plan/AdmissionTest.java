package dev.tintype.render.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.Encoding;
import dev.tintype.core.Fit;
import dev.tintype.core.Format;
import dev.tintype.core.Gravity;
import dev.tintype.core.Limits;
import dev.tintype.core.OriginalFormat;
import dev.tintype.core.Recipe;
import dev.tintype.core.Rejection;
import dev.tintype.core.Size;
import dev.tintype.core.SizeName;
import dev.tintype.core.recipe.Recipes;
import dev.tintype.render.Seeds;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class AdmissionTest {

  private static final int HEADERS = 400;

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("dev.tintype.render.Seeds#all")
  void everyAdmittedOriginalIsWithinAllLimits(long seed) {
    Arbitrary any = new Arbitrary(Seeds.random(seed));
    for (int i = 0; i < HEADERS; i++) {
      Header header = any.header();
      Recipe recipe = any.recipe();
      if (Admission.of(header, recipe, Optional.empty(), 2)
          instanceof Admission.Admitted admitted) {
        assertThat(header.bytes())
            .as("seed %d, header %d", seed, i)
            .isLessThanOrEqualTo(100_000_000);
        assertThat(header.totalPixels()).isLessThanOrEqualTo(100_000_000);
        assertThat(header.frames()).isLessThanOrEqualTo(10_000);
        assertThat(Math.max(header.stored().width(), header.stored().height()))
            .isLessThanOrEqualTo(32_768);
        assertThat(admitted.predictedBytes()).isLessThanOrEqualTo(PeakMemory.ADMITTED_BYTES);
        assertThat(admitted.predictedBytes())
            .isEqualTo(PeakMemory.predict(header, admitted.plan(), 2));
      }
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("dev.tintype.render.Seeds#all")
  void aLargerOriginalIsNeverPredictedToNeedLess(long seed) {
    Arbitrary any = new Arbitrary(Seeds.random(seed));
    for (int i = 0; i < HEADERS; i++) {
      Header small = any.admissible();
      Header large =
          of(small.format(), small.stored().width(), small.stored().height() * 2, 1, 8, 0);
      Header base = of(small.format(), small.stored().width(), small.stored().height(), 1, 8, 0);
      assertThat(predicted(large))
          .as("seed %d, %s against %s", seed, base, large)
          .isGreaterThanOrEqualTo(predicted(base));
    }
  }

  private static long predicted(Header header) {
    return PeakMemory.predict(header, RenderPlan.of(header, SQUARE), 2);
  }

  /// One small size, so that a taller image never has a smaller plan.
  private static final Recipe SQUARE =
      new Recipe(
          "square", Size.widths(1), Recipes.FAST.formats(), "#ffffff", /* animation= */ false);

  private static final Recipe SMALL =
      new Recipe(
          "small",
          Size.widths(160),
          Map.of(Format.WEBP, List.of(new Encoding(Encoding.ANY_WIDTH, 50, 0))),
          "#ffffff",
          /* animation= */ false);

  @Test
  void eachLimitHasItsOwnRejection() {
    assertThat(reason(of(OriginalFormat.JPEG, 100, 100, 1, 8, Limits.MAX_ORIGINAL_BYTES + 1)))
        .isEqualTo(Rejection.TOO_LARGE);
    assertThat(reason(of(OriginalFormat.GIF, 10, 10, 10_001, 8, 1000)))
        .isEqualTo(Rejection.TOO_MANY_FRAMES);
    assertThat(reason(of(OriginalFormat.JPEG, 10_001, 10_000, 1, 8, 1000)))
        .isEqualTo(Rejection.TOO_MANY_PIXELS);
    assertThat(reason(of(OriginalFormat.GIF, 1000, 1000, 101, 8, 1000)))
        .isEqualTo(Rejection.TOO_MANY_PIXELS);
    assertThat(reason(of(OriginalFormat.PNG, 32_769, 1, 1, 8, 1000)))
        .isEqualTo(Rejection.TOO_MANY_PIXELS);
    assertThat(reason(of(OriginalFormat.AVIF, 10_000, 10_000, 1, 12, 1000)))
        .isEqualTo(Rejection.NEEDS_TOO_MUCH_MEMORY);
  }

  @Test
  void aLongAnimationWithFewPixelsIsAdmitted() {
    for (int frames : new int[] {301, 600, 2000}) {
      assertThat(
              Admission.of(
                  of(OriginalFormat.GIF, 200, 200, frames, 8, 1000),
                  Recipes.DEFAULT,
                  Optional.empty(),
                  2))
          .isInstanceOf(Admission.Admitted.class);
    }
    assertThat(reason(of(OriginalFormat.GIF, 400, 300, 900, 8, 1000)))
        .isEqualTo(Rejection.TOO_MANY_PIXELS);
  }

  @Test
  void theCopyOfATiffIsPartOfThePrediction() {
    Header small = of(OriginalFormat.TIFF, 4000, 3000, 1, 8, 1000);
    Header large = of(OriginalFormat.TIFF, 4000, 3000, 1, 8, 80_000_000);
    assertThat(predicted(large) - predicted(small)).isEqualTo(2 * (80_000_000L - 1000));
  }

  @Test
  void sidesBeyondTheIntegerRangeAreRejected() {
    assertThat(reason(of(OriginalFormat.TIFF, Integer.MAX_VALUE, Integer.MAX_VALUE, 300, 8, 1000)))
        .isEqualTo(Rejection.TOO_MANY_PIXELS);
  }

  @Test
  void theLargestOrdinaryOriginalsAreAdmitted() {
    assertThat(
            Admission.of(
                of(OriginalFormat.JPEG, 10_000, 10_000, 1, 8, 1000),
                Recipes.DEFAULT,
                Optional.empty(),
                2))
        .isInstanceOf(Admission.Admitted.class);
    assertThat(
            Admission.of(
                of(OriginalFormat.PNG, 10_000, 10_000, 1, 8, 1000),
                Recipes.DEFAULT,
                Optional.empty(),
                2))
        .isInstanceOf(Admission.Admitted.class);
    assertThat(
            Admission.of(
                of(OriginalFormat.AVIF, 6000, 4000, 1, 8, 1000),
                Recipes.DEFAULT,
                Optional.empty(),
                2))
        .isInstanceOf(Admission.Admitted.class);
  }

  /// 8,000 px across in hybrid log-gamma took 138 MB more than the same picture in sRGB. The sizes
  /// are small, so that decoding needs more than encoding.
  @Test
  void convertingStatedColorsIsPredictedToNeedMore() {
    long plain = predicted(ColorSource.NONE);
    assertThat(predicted(ColorSource.PROFILE)).isEqualTo(plain);
    assertThat(predicted(ColorSource.STATEMENT)).isGreaterThan(plain + 138_000_000);
  }

  private static long predicted(ColorSource colors) {
    Header header =
        new Header(
            OriginalFormat.PNG, new Dimensions(8000, 6000), 1, 1, 3, 16, false, 0, colors, 1000);
    return PeakMemory.predict(header, RenderPlan.of(header, SMALL), 2);
  }

  /// 1,200 x 630 of a picture of 32,768 x 3,051 is cut from a level of 6,766 x 630, which took 63
  /// MB more than a level of 2,560 x 238.
  @Test
  void aCropOfAVeryWidePictureIsPredictedToNeedMore() {
    long plain = predicted(Size.ofWidth(2560));
    long cropped =
        predicted(
            new Size(
                new SizeName("card"),
                1200,
                630,
                new Fit.Cover(/* enlarge= */ false, Gravity.CENTRE),
                /* sharpen= */ false,
                Optional.empty()));
    assertThat(cropped).isGreaterThan(plain + 61_000_000);
  }

  private static long predicted(Size size) {
    Header header =
        new Header(
            OriginalFormat.PNG,
            new Dimensions(32_768, 3_051),
            1,
            1,
            4,
            16,
            true,
            0,
            ColorSource.NONE,
            82_799_284);
    Recipe recipe =
        new Recipe("one", List.of(size), Recipes.FAST.formats(), "#ffffff", /* animation= */ false);
    return PeakMemory.predict(header, RenderPlan.of(header, recipe), 2);
  }

  private static Rejection reason(Header header) {
    return ((Admission.Refused) Admission.of(header, Recipes.DEFAULT, Optional.empty(), 2))
        .reason();
  }

  private static Header of(
      OriginalFormat format, int width, int height, int frames, int bits, long bytes) {
    long held = format == OriginalFormat.AVIF ? (long) width * height : 0;
    return new Header(
        format,
        new Dimensions(width, height),
        1,
        frames,
        3,
        bits,
        false,
        held,
        ColorSource.NONE,
        bytes);
  }
}
