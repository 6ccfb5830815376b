package dev.tintype.core.fuzz;

import dev.tintype.core.Recipe;
import dev.tintype.core.RecipeJson;
import dev.tintype.core.json.Json;
import dev.tintype.core.json.MalformedJson;
import dev.tintype.core.recipe.RecipeFile;

/// Fuzzes recipes and files of recipes. The bytes must be read or refused with a reason, and have
/// no errors exactly when they are read. A recipe that was read must be written back equal, and is
/// a file of one recipe.
public final class RecipeTarget {

  private RecipeTarget() {}

  /// Runs one input.
  public static void fuzzerTestOneInput(byte[] bytes) {
    readFile(bytes);
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
    if (!RecipeFile.read(bytes).one().equals(recipe)) {
      throw new AssertionError(recipe + " is another recipe in a file");
    }
  }

  private static void readFile(byte[] bytes) {
    boolean faultless = RecipeFile.faults(bytes).isEmpty();
    if (faultless != isAccepted(bytes)) {
      throw new AssertionError("faults are found: " + !faultless);
    }
    try {
      RecipeFile file = RecipeFile.read(bytes);
      if (!file.withBuiltIn("default").recipes().containsAll(file.recipes())) {
        throw new AssertionError(file + " loses recipes");
      }
    } catch (MalformedJson _) {
      return;
    }
  }

  private static boolean isAccepted(byte[] bytes) {
    try {
      RecipeFile.read(bytes).withBuiltIn("default");
      return true;
    } catch (MalformedJson _) {
      return false;
    }
  }
}
