package dev.tintype.server.settings;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tintype.core.Recipe;
import dev.tintype.core.RecipeJson;
import dev.tintype.core.json.Json;
import dev.tintype.core.json.JsonObject;
import dev.tintype.core.json.MalformedJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// A file of recipes: `{"recipes": […]}` as in the answer of `GET /recipes`, or a single recipe.
///
/// @param recipes at least one, all names different
/// @param standard the name of the default recipe, if the file has one
record RecipeFile(List<Recipe> recipes, Optional<String> standard) {

  private static final String RECIPES = "recipes";
  private static final String STANDARD = "default";

  /// The digest follows from the recipe, so this field is ignored.
  private static final String DIGEST = "digest";

  /// @throws IOException when the file cannot be read
  /// @throws MalformedJson when it has another format; names the field and the allowed values
  static RecipeFile read(Path file) throws IOException {
    JsonObject json = Json.parse(Files.readAllBytes(file));
    if (json.node().has(RECIPES)) {
      json.only(Set.of(RECIPES, STANDARD));
      return new RecipeFile(recipes(json.objects(RECIPES)), json.optionalText(STANDARD));
    }
    if (json.node().has("name") || json.node().has("formats")) {
      return new RecipeFile(List.of(recipe(json)), Optional.empty());
    }
    throw new MalformedJson("a file of recipes is {\"recipes\": [RECIPE, …]}, or one recipe alone");
  }

  private static List<Recipe> recipes(List<JsonObject> array) {
    if (array.isEmpty()) {
      throw new MalformedJson("recipes must hold at least one recipe");
    }
    List<Recipe> recipes = new ArrayList<>();
    for (JsonObject each : array) {
      Recipe recipe = recipe(each);
      if (recipes.stream().anyMatch(other -> other.name().equals(recipe.name()))) {
        throw new MalformedJson(
            each.path() + ".name must be another, since '" + recipe.name() + "' is taken");
      }
      recipes.add(recipe);
    }
    return List.copyOf(recipes);
  }

  private static Recipe recipe(JsonObject json) {
    ObjectNode node = json.node().deepCopy();
    node.remove(DIGEST);
    return RecipeJson.read(new JsonObject(json.path(), node));
  }

  /// Returns the recipe that the file stands for.
  ///
  /// @throws MalformedJson when it holds several recipes without a default
  Recipe one() {
    if (recipes.size() == 1) {
      return recipes.getFirst();
    }
    String names = recipes.stream().map(Recipe::name).collect(Collectors.joining(", "));
    String wanted =
        standard.orElseThrow(() ->
            new MalformedJson(
                "it holds "
                    + names
                    + ": write \"default\": \"NAME\" beside recipes, or set TINTYPE_RECIPES to it"
                    + " and name one"));
    return recipes.stream()
        .filter(recipe -> recipe.name().equals(wanted))
        .findFirst()
        .orElseThrow(() -> unknownStandard(wanted, names));
  }

  /// @return the error for a `default` that names no recipe
  static MalformedJson unknownStandard(String wanted, String names) {
    return new MalformedJson("default must be one of " + names + ", not '" + wanted + "'");
  }
}
