package dev.tintype.chaos.stack;

import dev.tintype.core.Recipe;
import dev.tintype.core.Size;
import dev.tintype.core.SmallRecipe;

/// The recipes of most runs: two sizes in three formats, so six cheap variants.
public final class Small {

  /// The recipe.
  public static final Recipe RECIPE = SmallRecipe.SMALL;

  /// Half of it: one size.
  public static final Recipe TINY =
      new Recipe("tiny", Size.widths(32), RECIPE.formats(), "#ffffff", true);

  private Small() {}

  /// @return a configuration file that adds both
  public static String file() {
    return SmallRecipe.file(RECIPE, TINY);
  }
}
