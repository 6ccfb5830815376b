package dev.tintype.chaos.stack;

import dev.tintype.core.Recipe;
import dev.tintype.core.Size;
import dev.tintype.core.SmallRecipe;

/// The recipe of every run: two sizes in three formats, so six variants that cost next to nothing.
public final class Small {

  /// The recipe.
  public static final Recipe RECIPE = SmallRecipe.SMALL;

  /// Half of it.
  public static final Recipe TINY =
      new Recipe("tiny", Size.widths(32), RECIPE.formats(), "#ffffff", true);

  private Small() {}

  /// @return a configuration file that adds both
  static String file() {
    return SmallRecipe.file(RECIPE, TINY);
  }
}
