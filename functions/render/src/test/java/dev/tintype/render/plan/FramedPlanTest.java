package dev.tintype.render.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.Fit;
import dev.tintype.core.Fit.Padding;
import dev.tintype.core.Gravity;
import dev.tintype.core.Limits;
import dev.tintype.core.OriginalFormat;
import dev.tintype.core.Recipe;
import dev.tintype.core.Size;
import dev.tintype.core.SizeName;
import dev.tintype.core.recipe.Recipes;
import dev.tintype.render.Seeds;
import dev.tintype.render.plan.RenderPlan.Level;
import dev.tintype.render.plan.RenderPlan.PlannedFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Plans of recipes with boxes, crops and padding.
final class FramedPlanTest {

  private static final int PLANS = 200;

  /// The nearest crop of fewer pixels can have another shape than its box.
  private static final int FEW = 64;

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("dev.tintype.render.Seeds#all")
  void everySizeHasItsVariantsAndEveryLevelItsSource(long seed) {
    Arbitrary any = new Arbitrary(Seeds.random(seed));
    for (int i = 0; i < PLANS; i++) {
      Header header = any.admissible();
      Recipe recipe = any.framing();
      RenderPlan plan = RenderPlan.of(header, recipe, any.focus());
      try {
        assertComplete(recipe, plan);
        assertLevels(plan);
      } catch (AssertionError e) {
        throw new AssertionError(
            "seed %d, plan %d: %s under %s".formatted(seed, i, header, recipe), e);
      }
    }
  }

  @Test
  void aLargeCardTakesNoAnimationFromSmallerSizes() {
    Recipe recipe =
        new Recipe(
            "cards",
            List.of(
                box("card", 1200, 630, new Fit.Contain(false, Gravity.CENTRE, Padding.BACKGROUND)),
                Size.ofWidth(160),
                Size.ofWidth(320),
                box("avatar", 64, 64, new Fit.Cover(false, Gravity.CENTRE))),
            Recipes.DEFAULT.formats(),
            "#ffffff",
            /* animation= */ true);
    Header gif =
        new Header(
            OriginalFormat.GIF,
            new Dimensions(200, 150),
            1,
            140,
            3,
            8,
            false,
            0,
            ColorSource.NONE,
            1_000_000);
    assertThat(RenderPlan.of(gif, recipe).files())
        .filteredOn(PlannedFile::animated)
        .extracting(PlannedFile::name)
        .containsExactlyInAnyOrder("160.webp", "320.webp", "avatar.webp");
  }

  /// The sizes of the levels that a file is made through, down to the decoded one.
  private static List<Dimensions> chain(RenderPlan plan, PlannedFile file) {
    List<Dimensions> chain = new ArrayList<>();
    for (Optional<Integer> at = Optional.of(plan.levelOf(file));
        at.isPresent();
        at = plan.levels().get(at.get()).from()) {
      chain.add(plan.levels().get(at.get()).dimensions());
    }
    return chain;
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("dev.tintype.render.Seeds#all")
  void sharpeningChangesNothingThatOtherSizesAreMadeFrom(long seed) {
    Arbitrary any = new Arbitrary(Seeds.random(seed));
    for (int i = 0; i < PLANS; i++) {
      Header header = any.admissible();
      Recipe recipe = any.framing();
      RenderPlan plan = RenderPlan.of(header, recipe);
      RenderPlan without = RenderPlan.of(header, unsharpened(recipe));
      for (int v = 0; v < plan.variants().size(); v++) {
        if (!plan.variants().get(v).size().sharpen()) {
          assertThat(chain(plan, plan.variants().get(v).file()))
              .as("seed %d, plan %d: %s under %s", seed, i, header, recipe)
              .isEqualTo(chain(without, without.variants().get(v).file()));
        }
      }
      assertThat(plan.placeholderLevel()).isEqualTo(without.placeholderLevel());
    }
  }

  private static Recipe unsharpened(Recipe recipe) {
    List<Size> sizes =
        recipe.sizes().stream()
            .map(s -> new Size(s.name(), s.widthPx(), s.heightPx(), s.fit(), false, s.formats()))
            .toList();
    return new Recipe(
        recipe.name(), sizes, recipe.formats(), recipe.background(), recipe.animation());
  }

  private static Size box(String name, int width, int height, Fit fit) {
    return new Size(new SizeName(name), width, height, fit);
  }

  private static void assertComplete(Recipe recipe, RenderPlan plan) {
    List<String> wanted = new ArrayList<>();
    recipe
        .sizes()
        .forEach(size ->
            recipe.formatsOf(size).all().forEach(format -> wanted.add(size + "." + format)));
    assertThat(wanted).hasSize(recipe.variantCount());
    assertThat(plan.variants())
        .extracting(v -> v.size() + "." + v.file().format())
        .containsExactlyElementsOf(wanted);
    assertThat(plan.files()).extracting(PlannedFile::name).doesNotHaveDuplicates();
    for (PlannedFile file : plan.files()) {
      assertThat(plan.levels().get(plan.levelOf(file)).view()).isEqualTo(file.view());
      assertThat(file.dimensions().pixels()).isLessThanOrEqualTo(Limits.MAX_VARIANT_PIXELS);
    }
  }

  private static void assertLevels(RenderPlan plan) {
    List<Level> levels = plan.levels();
    assertThat(levels.getFirst().from()).isEmpty();
    assertThat(levels.getFirst().view().isWhole(plan.original())).isTrue();
    assertThat(levels.get(plan.placeholderLevel()).view().isWhole(plan.original())).isTrue();
    for (int i = 1; i < levels.size(); i++) {
      int from = levels.get(i).from().orElseThrow();
      assertThat(from).isBetween(0, i - 1);
      assertThat(levels.get(from).view().isWhole(plan.original())).isTrue();
      Dimensions needed = levels.get(i).view().scaledWhole(plan.original());
      assertThat(levels.get(from).dimensions().width()).isGreaterThanOrEqualTo(needed.width());
      if (Math.min(plan.original().width(), plan.original().height()) >= FEW) {
        assertThat(levels.get(from).dimensions().height())
            .isGreaterThanOrEqualTo(needed.height() - 1);
      }
    }
  }
}
