package dev.tintype.render.results;

import dev.tintype.core.Format;
import dev.tintype.core.ImageJob;
import dev.tintype.core.Limits;
import dev.tintype.core.Recipe;
import dev.tintype.core.Size;
import dev.tintype.render.facts.OriginalFacts;
import dev.tintype.render.plan.ColorSource;
import dev.tintype.render.plan.Dimensions;
import dev.tintype.render.plan.Header;
import dev.tintype.render.plan.RenderPlan;

/// The most bytes that the archive of a rendering may have, computed before the renderer has read
/// the header: from the sizes that the worker finds in the original, else from the recipe's boxes.
public final class ArchiveAllowance {

  private ArchiveAllowance() {}

  /// @return bytes; no rendering that keeps its plan needs more
  public static long bytes(OriginalFacts facts, ImageJob job) {
    long still =
        facts.sizes().stream()
            .mapToLong(size -> still(facts, job, size))
            .max()
            .orElseGet(() -> boxes(job.recipe()));
    return still
        + (mayMove(facts, job.recipe()) ? OutputAllowance.bytes(Limits.MAX_ANIMATED_PIXELS) : 0);
  }

  /// The plan for one frame, upright or turned.
  private static long still(OriginalFacts facts, ImageJob job, Dimensions size) {
    return Math.max(planned(facts, job, size), planned(facts, job, size.turned()));
  }

  /// An animation is not flat, but may look so if only its length and size are known.
  private static long planned(OriginalFacts facts, ImageJob job, Dimensions size) {
    return Math.max(
        planned(facts, job, size, facts.bytes()),
        planned(facts, job, size, Limits.MAX_ORIGINAL_BYTES));
  }

  private static long planned(OriginalFacts facts, ImageJob job, Dimensions size, long bytes) {
    Header header = new Header(facts.format(), size, 1, 1, 3, 8, false, 0, ColorSource.NONE, bytes);
    return OutputAllowance.of(RenderPlan.of(header, job.recipe(), job.focus())).bytes();
  }

  private static long boxes(Recipe recipe) {
    return Math.max(boxes(recipe, /* flat= */ false), boxes(recipe, /* flat= */ true));
  }

  private static long boxes(Recipe recipe, boolean flat) {
    long bytes = 0;
    for (Size size : recipe.sizes()) {
      long pixels = (long) size.widthPx() * size.heightPx();
      bytes += recipe.formatsOf(size, flat).all().size() * OutputAllowance.bytes(pixels);
    }
    return bytes;
  }

  private static boolean mayMove(OriginalFacts facts, Recipe recipe) {
    return recipe.animation()
        && recipe.sizes().stream()
            .anyMatch(size -> recipe.formatsOf(size).all().contains(Format.WEBP))
        && facts.mostFrames().orElse(Limits.MAX_FRAMES) > 1;
  }
}
