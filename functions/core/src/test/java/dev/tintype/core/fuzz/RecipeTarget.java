package dev.tintype.core.fuzz;

import dev.tintype.core.Recipe;
import dev.tintype.core.RecipeJson;
import dev.tintype.core.json.Json;
import dev.tintype.core.json.MalformedJson;

/// Fuzzes recipes. The bytes must be read or refused with a reason; a recipe that was read must be
/// written back equal.
public final class RecipeTarget {

  private RecipeTarget() {}

  /// Runs one input.
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
