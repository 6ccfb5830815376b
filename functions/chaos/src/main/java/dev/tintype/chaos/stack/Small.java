package dev.tintype.chaos.stack;

import dev.tintype.core.Encoding;
import dev.tintype.core.Format;
import dev.tintype.core.Recipe;
import dev.tintype.core.RecipeJson;
import dev.tintype.core.json.Json;
import java.util.List;
import java.util.Map;

/// The recipe of every run: two sizes in three formats, so six variants that cost next to nothing.
public final class Small {

  /// The recipe.
  public static final Recipe RECIPE =
      new Recipe(
          "small",
          List.of(32, 64),
          Map.of(
              Format.AVIF, List.of(new Encoding(Encoding.ANY_WIDTH, 40, 0)),
              Format.WEBP, List.of(new Encoding(Encoding.ANY_WIDTH, 50, 0)),
              Format.JPEG, List.of(new Encoding(Encoding.ANY_WIDTH, 50, 0))),
          "#ffffff",
          true);

  /// Half of it.
  public static final Recipe TINY =
      new Recipe("tiny", List.of(32), RECIPE.formats(), "#ffffff", true);

  private Small() {}

  /// @return a configuration file that adds both
  static String file() {
    var json = Json.object();
    json.putArray("recipes").add(RecipeJson.write(RECIPE)).add(RecipeJson.write(TINY));
    return Json.write(json);
  }
}
