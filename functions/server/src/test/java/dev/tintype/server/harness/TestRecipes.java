package dev.tintype.server.harness;

import dev.tintype.core.Encoding;
import dev.tintype.core.Format;
import dev.tintype.core.Recipe;
import dev.tintype.core.RecipeBook;
import dev.tintype.core.RecipeJson;
import dev.tintype.core.json.Json;
import java.util.List;
import java.util.Map;

/// A recipe that costs next to nothing.
public final class TestRecipes {

  /// Two sizes in all three formats: six variants.
  public static final Recipe SMALL =
      new Recipe(
          "small",
          List.of(32, 64),
          Map.of(
              Format.AVIF, List.of(new Encoding(Encoding.ANY_WIDTH, 40, 0)),
              Format.WEBP, List.of(new Encoding(Encoding.ANY_WIDTH, 50, 0)),
              Format.JPEG, List.of(new Encoding(Encoding.ANY_WIDTH, 50, 0))),
          "#ffffff",
          true);

  private TestRecipes() {}

  /// @return a book that holds it alone
  public static RecipeBook book() {
    return new RecipeBook(List.of(SMALL));
  }

  /// @return a configuration file that adds it
  public static String file() {
    var json = Json.object();
    json.putArray("recipes").add(RecipeJson.write(SMALL));
    return Json.write(json);
  }
}
