package dev.tintype.bench.input;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tintype.core.Recipe;
import dev.tintype.core.RecipeJson;
import dev.tintype.core.json.Json;
import dev.tintype.core.recipe.Recipes;
import java.util.List;
import java.util.stream.Stream;

/// The recipes that are measured: the built-in ones, and some that use what those do not.
public final class MeasuredRecipes {

  /// The sizes and formats of `default`, and three crops.
  public static final Recipe CROPS =
      withMoreSizes(
          Recipes.DEFAULT,
          "crops",
          """
          {"sizes": [{"name": "avatar", "width": 300, "height": 300, "fit": "cover"},
                     {"name": "card", "width": 1200, "height": 630, "fit": "cover"},
                     {"name": "banner", "width": 1280, "height": 720, "fit": "cover"}]}
          """);

  private static final Recipe LOSSLESS =
      recipe(
          """
          {"name": "lossless", "sizes": [640, 1280, 2560],
           "formats": {"avif": [{"lossless": true, "effort": 3}],
                       "webp": [{"lossless": true, "effort": 4}],
                       "png": [{}]},
           "background": "#ffffff", "animation": true}
          """);

  private static final Recipe SCREENSHOT =
      recipe(
          """
          {"name": "screenshot",
           "sizes": [640, 1280, 2560,
                     {"name": "sharp", "width": 2000, "fit": "inside", "sharpen": true},
                     {"name": "box", "width": 1600, "height": 1600, "fit": "contain",
                      "padding": "transparent"}],
           "formats": {"avif": [{"quality": 70, "chroma": "4:4:4", "effort": 3}],
                       "webp": [{"quality": 80, "effort": 4}],
                       "jpeg": [{"quality": 80, "chroma": "4:4:4", "effort": 1}]},
           "background": "#ffffff", "animation": true}
          """);

  private MeasuredRecipes() {}

  /// @return all of them, the built-in ones first
  public static List<Recipe> all() {
    return Stream.concat(Recipes.builtIn().stream(), Stream.of(CROPS, LOSSLESS, SCREENSHOT))
        .toList();
  }

  /// @throws IllegalArgumentException when no recipe has this name
  public static Recipe named(String name) {
    return all().stream()
        .filter(recipe -> recipe.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no recipe has the name " + name));
  }

  private static Recipe withMoreSizes(Recipe base, String name, String more) {
    ObjectNode recipe = RecipeJson.write(base).put("name", name);
    recipe.withArray("sizes").addAll(Json.parse(more).node().withArray("sizes"));
    return recipe(Json.write(recipe));
  }

  private static Recipe recipe(String json) {
    return RecipeJson.read(Json.parse(json));
  }
}
