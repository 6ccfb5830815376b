package dev.tintype.render.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.Limits;
import dev.tintype.core.Recipe;
import dev.tintype.render.Seeds;
import dev.tintype.render.plan.RenderPlan.Level;
import dev.tintype.render.plan.RenderPlan.PlannedFile;
import java.util.ArrayList;
import java.util.List;
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
      RenderPlan plan = RenderPlan.of(header, recipe);
      try {
        assertComplete(recipe, plan);
        assertLevels(plan);
      } catch (AssertionError e) {
        throw new AssertionError(
            "seed %d, plan %d: %s under %s".formatted(seed, i, header, recipe), e);
      }
    }
  }

  private static void assertComplete(Recipe recipe, RenderPlan plan) {
    List<String> wanted = new ArrayList<>();
    recipe
        .sizes()
        .forEach(
            size -> recipe.formats().keySet().forEach(format -> wanted.add(size + "." + format)));
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
    assertThat(levels.getFirst().view().isWhole()).isTrue();
    assertThat(levels.get(plan.placeholderLevel()).view().isWhole()).isTrue();
    for (int i = 1; i < levels.size(); i++) {
      int from = levels.get(i).from().orElseThrow();
      assertThat(from).isBetween(0, i - 1);
      assertThat(levels.get(from).view().isWhole()).isTrue();
      Dimensions needed = levels.get(i).view().scaledWhole(plan.original());
      assertThat(levels.get(from).dimensions().width()).isGreaterThanOrEqualTo(needed.width());
      if (Math.min(plan.original().width(), plan.original().height()) >= FEW) {
        assertThat(levels.get(from).dimensions().height())
            .isGreaterThanOrEqualTo(needed.height() - 1);
      }
    }
  }
}
