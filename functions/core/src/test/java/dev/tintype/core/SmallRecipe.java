package dev.tintype.core;

import dev.tintype.core.json.Json;
import java.util.List;
import java.util.Map;

/// A cheap recipe: two sizes in all three formats, so six variants.
public final class SmallRecipe {

  /// The recipe.
  public static final Recipe SMALL =
      new Recipe(
          "small",
          Size.widths(32, 64),
          Map.of(
              Format.AVIF, List.of(new Encoding(Encoding.ANY_WIDTH, 40, 0)),
              Format.WEBP, List.of(new Encoding(Encoding.ANY_WIDTH, 50, 0)),
              Format.JPEG, List.of(new Encoding(Encoding.ANY_WIDTH, 50, 0))),
          "#ffffff",
          true);

  private SmallRecipe() {}

  /// @return a configuration file that adds these recipes
  public static String file(Recipe... recipes) {
    var json = Json.object();
    var all = json.putArray("recipes");
    for (Recipe recipe : recipes) {
      all.add(RecipeJson.write(recipe));
    }
    return Json.write(json);
  }
}
