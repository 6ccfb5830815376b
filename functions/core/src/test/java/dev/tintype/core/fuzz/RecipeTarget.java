package dev.tintype.core.fuzz;

import dev.tintype.core.Recipe;
import dev.tintype.core.RecipeJson;
import dev.tintype.core.json.Json;
import dev.tintype.core.json.MalformedJson;

/// A recipe of any bytes: read it, or say why not; what was read is written the same.
public final class RecipeTarget {

  private RecipeTarget() {}

  /// One input.
  public static void fuzzerTestOneInput(byte[] bytes) {
    Recipe recipe;
    try {
      recipe = RecipeJson.read(Json.parse(bytes));
    } catch (MalformedJson e) {
      return;
    }
    Recipe again = RecipeJson.read(Json.parse(Json.bytes(RecipeJson.write(recipe))));
    if (!again.equals(recipe) || !again.digest().equals(recipe.digest())) {
      throw new AssertionError(recipe + " is read back as " + again);
    }
  }
}
