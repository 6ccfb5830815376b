package dev.tintype.chaos.stack;

import dev.tintype.core.Recipe;
import dev.tintype.core.SmallRecipe;
import java.util.List;

/// The recipe of every run: two sizes in three formats, so six variants that cost next to nothing.
public final class Small {

  /// The recipe.
  public static final Recipe RECIPE = SmallRecipe.SMALL;

  /// Half of it.
  public static final Recipe TINY =
      new Recipe("tiny", List.of(32), RECIPE.formats(), "#ffffff", true);

  private Small() {}

  /// @return a configuration file that adds both
  static String file() {
    return SmallRecipe.file(RECIPE, TINY);
  }
}
