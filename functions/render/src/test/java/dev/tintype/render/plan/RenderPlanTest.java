package dev.tintype.render.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.Encoding;
import dev.tintype.core.Fit;
import dev.tintype.core.Format;
import dev.tintype.core.Formats;
import dev.tintype.core.Limits;
import dev.tintype.core.OriginalFormat;
import dev.tintype.core.Recipe;
import dev.tintype.core.Size;
import dev.tintype.core.SizeName;
import dev.tintype.core.recipe.Recipes;
import dev.tintype.render.Seeds;
import dev.tintype.render.plan.RenderPlan.Level;
import dev.tintype.render.plan.RenderPlan.PlannedFile;
import dev.tintype.render.plan.RenderPlan.PlannedVariant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class RenderPlanTest {

  private static final int PLANS = 200;

  private static void forEveryPlan(long seed, PlanCheck check) {
    Arbitrary any = new Arbitrary(Seeds.random(seed));
    for (int i = 0; i < PLANS; i++) {
      Header header = any.admissible();
      Recipe recipe = any.recipe();
      RenderPlan plan = RenderPlan.of(header, recipe);
      try {
        check.of(header, recipe, plan);
      } catch (AssertionError e) {
        throw new AssertionError(
            "seed %d, plan %d: %s under %s".formatted(seed, i, header, recipe), e);
      }
    }
  }

  @FunctionalInterface
  private interface PlanCheck {
    void of(Header header, Recipe recipe, RenderPlan plan);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("dev.tintype.render.Seeds#all")
  void everySizeAndFormatHasExactlyOneVariantInOrder(long seed) {
    forEveryPlan(
        seed,
        (header, recipe, plan) -> {
          List<String> wanted = new ArrayList<>();
          recipe
              .sizes()
              .forEach(size ->
                  recipe.formats().all().forEach(format -> wanted.add(size + "." + format)));
          assertThat(plan.variants())
              .extracting(v -> v.size() + "." + v.file().format())
              .containsExactlyElementsOf(wanted);
          assertThat(wanted).hasSize(recipe.variantCount());
        });
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("dev.tintype.render.Seeds#all")
  void noVariantIsLargerThanItsOriginalOrItsBox(long seed) {
    forEveryVariant(
        seed,
        (original, variant) -> {
          Dimensions made = variant.file().dimensions();
          assertThat(made.width())
              .isBetween(1, Math.min(original.width(), variant.size().widthPx()));
          assertThat(made.height())
              .isBetween(1, Math.min(original.height(), (int) tallest(variant.size().widthPx())));
        });
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("dev.tintype.render.Seeds#all")
  void eachSideIsWithinHalfAPixelOfExactOrClampedToOne(long seed) {
    forEveryVariant(
        seed,
        (original, variant) -> {
          Dimensions made = variant.file().dimensions();
          double scale =
              Math.min(
                  1,
                  Math.min(
                      variant.size().widthPx() / (double) original.width(),
                      tallest(variant.size().widthPx()) / (double) original.height()));
          assertWithinHalf(made.width(), original.width() * scale);
          assertWithinHalf(made.height(), original.height() * scale);
        });
  }

  private static void assertWithinHalf(int made, double exact) {
    if (exact < 0.5) {
      assertThat(made).isEqualTo(1);
    } else {
      assertThat(Math.abs(made - exact))
          .as("%d for %f", made, exact)
          .isLessThanOrEqualTo(0.5 + 1e-9);
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("dev.tintype.render.Seeds#all")
  void noVariantIsTooLargeForAnyEncoder(long seed) {
    forEveryVariant(
        seed,
        (original, variant) -> {
          Dimensions made = variant.file().dimensions();
          assertThat(Math.max(made.width(), made.height()))
              .isLessThanOrEqualTo(Limits.MAX_VARIANT_SIDE);
          assertThat(made.pixels()).isLessThanOrEqualTo(Limits.MAX_VARIANT_PIXELS);
        });
  }

  private static long tallest(int sizePx) {
    return Math.min(16_000, 16_000_000 / sizePx);
  }

  private static void forEveryVariant(long seed, BiConsumer<Dimensions, PlannedVariant> check) {
    forEveryPlan(
        seed,
        (header, _, plan) -> plan.variants().forEach(v -> check.accept(header.oriented(), v)));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("dev.tintype.render.Seeds#all")
  void everyLevelIsResizedFromAnEarlierLevelThatIsNotSmaller(long seed) {
    forEveryPlan(
        seed,
        (_, _, plan) -> {
          List<Level> levels = plan.levels();
          assertThat(levels.getFirst().from()).isEmpty();
          for (int i = 1; i < levels.size(); i++) {
            int from = levels.get(i).from().orElseThrow();
            assertThat(from).isBetween(0, i - 1);
            assertThat(levels.get(from).dimensions().width())
                .isGreaterThanOrEqualTo(levels.get(i).dimensions().width());
            assertThat(levels.get(from).dimensions().height())
                .isGreaterThanOrEqualTo(levels.get(i).dimensions().height());
            assertNearestTwiceAsWide(levels, i, from);
          }
        });
  }

  private static void assertNearestTwiceAsWide(List<Level> levels, int level, int from) {
    int wanted = 2 * levels.get(level).dimensions().width();
    for (int closer = from + 1; closer < level; closer++) {
      assertThat(levels.get(closer).dimensions().width()).isLessThan(wanted);
    }
    assertThat(from == 0 || levels.get(from).dimensions().width() >= wanted).isTrue();
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("dev.tintype.render.Seeds#all")
  void eachFileHasALevelAUniqueNameAndAVariant(long seed) {
    forEveryPlan(
        seed,
        (_, _, plan) -> {
          Set<PlannedFile> served = new HashSet<>();
          plan.variants().forEach(variant -> served.add(variant.file()));
          assertThat(served).containsExactlyInAnyOrderElementsOf(plan.files());
          assertThat(plan.files()).extracting(PlannedFile::name).doesNotHaveDuplicates();
          for (PlannedFile file : plan.files()) {
            assertThat(plan.levels().get(plan.levelOf(file)).dimensions())
                .isEqualTo(file.dimensions());
          }
          assertThat(plan.levels())
              .extracting(Level::dimensions)
              .allMatch(d -> plan.files().stream().anyMatch(f -> f.dimensions().equals(d)));
        });
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("dev.tintype.render.Seeds#all")
  void onlyWebpIsAnimatedAndStaysWithinItsBudget(long seed) {
    forEveryPlan(
        seed,
        (header, recipe, plan) -> {
          long spent = 0;
          for (PlannedFile file : plan.files()) {
            if (file.animated()) {
              spent += file.dimensions().pixels() * file.frames();
              assertThat(file.format()).isEqualTo(Format.WEBP);
              assertThat(file.frames()).isEqualTo(header.frames());
              assertThat(recipe.animation()).isTrue();
            }
          }
          assertThat(spent).isLessThanOrEqualTo(Limits.MAX_ANIMATED_PIXELS);
        });
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("dev.tintype.render.Seeds#all")
  void formatsOfASizeShareTheBudgetToo(long seed) {
    Arbitrary any = new Arbitrary(Seeds.random(seed));
    for (int i = 0; i < PLANS; i++) {
      Header header = any.admissible();
      Recipe recipe = any.framing();
      long spent =
          RenderPlan.of(header, recipe).files().stream()
              .filter(PlannedFile::animated)
              .mapToLong(file -> file.dimensions().pixels() * file.frames())
              .sum();
      assertThat(spent)
          .as("seed %d, plan %d: %s under %s", seed, i, header, recipe)
          .isLessThanOrEqualTo(Limits.MAX_ANIMATED_PIXELS);
    }
  }

  @Test
  void twoEncodingsOfOneViewAreTwoAnimations() {
    Header moving =
        new Header(
            OriginalFormat.GIF,
            new Dimensions(1000, 800),
            1,
            100,
            4,
            8,
            false,
            800_000,
            ColorSource.NONE,
            1_000_000);
    Recipe recipe =
        new Recipe(
            "twice",
            List.of(webp("a", 70), webp("b", 85)),
            Map.of(Format.WEBP, List.of(new Encoding(Encoding.ANY_WIDTH, 50, 0))),
            "#ffffff",
            /* animation= */ true);
    assertThat(RenderPlan.of(moving, recipe).files())
        .hasSize(2)
        .filteredOn(PlannedFile::animated)
        .as("80 of 100 megapixels")
        .hasSize(1);
  }

  private static Size webp(String name, int quality) {
    Formats formats =
        new Formats(Map.of(Format.WEBP, List.of(new Encoding(Encoding.ANY_WIDTH, quality, 0))));
    return new Size(
        new SizeName(name), 2000, 2000, new Fit.Inside(false), false, Optional.of(formats));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("dev.tintype.render.Seeds#all")
  void aSizeIsAnimatedWheneverTheBudgetAllows(long seed) {
    forEveryPlan(
        seed,
        (header, recipe, plan) -> {
          if (header.frames() == 1 || !recipe.animation()) {
            assertThat(plan.files()).noneMatch(PlannedFile::animated);
            return;
          }
          long spent = 0;
          Set<Dimensions> seen = new HashSet<>();
          for (PlannedVariant variant : plan.variants()) {
            if (seen.add(variant.file().dimensions())) {
              spent += variant.file().dimensions().pixels() * header.frames();
            }
            if (variant.file().format() == Format.WEBP && spent <= Limits.MAX_ANIMATED_PIXELS) {
              assertThat(variant.file().animated()).isTrue();
            }
          }
        });
  }

  @Test
  void aPhotoHas21VariantsIn21Files() {
    RenderPlan plan = RenderPlan.of(photo(4000, 3000, 1), Recipes.DEFAULT);
    assertThat(plan.variants()).hasSize(21);
    assertThat(plan.files()).hasSize(21);
    assertThat(plan.levels().getFirst().dimensions()).isEqualTo(new Dimensions(2560, 1920));
    assertThat(plan.files().getFirst().name()).isEqualTo("2560.avif");
  }

  @Test
  void sizesWiderThanTheOriginalShareOneFile() {
    RenderPlan plan = RenderPlan.of(photo(500, 400, 1), Recipes.DEFAULT);
    assertThat(plan.variants()).hasSize(21);
    assertThat(plan.files())
        .extracting(PlannedFile::name)
        .containsExactlyInAnyOrder(
            "160.avif",
            "160.webp",
            "160.jpg",
            "320.avif",
            "320.webp",
            "320.jpg",
            "640.avif",
            "640.webp",
            "640.jpg");
  }

  @Test
  void aPortraitByOrientationIsMeasuredUpright() {
    RenderPlan plan = RenderPlan.of(photo(4000, 3000, 6), Recipes.DEFAULT);
    assertThat(plan.levels().getFirst().dimensions()).isEqualTo(new Dimensions(2560, 3413));
  }

  @Test
  void aVeryTallPictureStaysWithinItsBox() {
    RenderPlan plan = RenderPlan.of(photo(1290, 20_000, 1), Recipes.DEFAULT);
    assertThat(plan.variants())
        .allMatch(v -> v.file().dimensions().height() <= tallest(v.size().widthPx()));
    assertThat(plan.levels().getFirst().dimensions()).isEqualTo(new Dimensions(960, 14_884));
  }

  private static Header photo(int width, int height, int orientation) {
    return new Header(
        OriginalFormat.JPEG,
        new Dimensions(width, height),
        orientation,
        1,
        3,
        8,
        false,
        0,
        ColorSource.NONE,
        1_000_000);
  }
}
