package dev.tintype.core;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tintype.core.json.Json;
import dev.tintype.core.json.JsonObject;
import dev.tintype.core.json.MalformedJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A file of recipes: `{"recipes": […]}` as in the answer of `GET /recipes`, or a single recipe.
/// `docs/recipes.md` describes its format. Immutable.
///
/// @param recipes all names different; empty only without a file
/// @param standard the name of the default recipe, if the file has one
public record RecipeFile(List<Recipe> recipes, Optional<String> standard) {

  /// Stands for the absence of a file.
  public static final RecipeFile NONE = new RecipeFile(List.of(), Optional.empty());

  private static final String RECIPES = "recipes";
  private static final String STANDARD = "default";

  /// The digest follows from the recipe, so this field is ignored.
  private static final String DIGEST = "digest";

  /// Copies the list.
  public RecipeFile {
    recipes = List.copyOf(recipes);
  }

  /// @param utf8 the content of the file
  /// @throws MalformedJson when it has another format; names the field and the allowed values
  public static RecipeFile read(byte[] utf8) {
    JsonObject json = Json.parse(utf8);
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
    return recipes;
  }

  private static Recipe recipe(JsonObject json) {
    ObjectNode node = json.node().deepCopy();
    node.remove(DIGEST);
    return RecipeJson.read(new JsonObject(json.path(), node));
  }

  /// Adds the recipes of this file to the built-in ones. A recipe with the name of a built-in one
  /// replaces it.
  ///
  /// @param unnamed the name of the default recipe if this file names none
  /// @return the default recipe, then the other built-in ones, then those of this file
  /// @throws MalformedJson when no recipe has the name of the default
  public RecipeBook withBuiltIn(String unnamed) {
    Map<String, Recipe> all = new LinkedHashMap<>();
    Stream.concat(Recipes.builtIn().stream(), recipes.stream())
        .forEach(recipe -> all.put(recipe.name(), recipe));
    String wanted = standard.orElse(unnamed);
    Recipe first = all.get(wanted);
    if (first == null) {
      throw unknownStandard(wanted, String.join(", ", all.keySet()));
    }
    List<Recipe> sorted = new ArrayList<>(List.of(first));
    all.values().stream().filter(recipe -> !recipe.equals(first)).forEach(sorted::add);
    return new RecipeBook(sorted);
  }

  /// Returns the recipe that the file stands for.
  ///
  /// @throws MalformedJson when it holds several recipes without a default
  public Recipe one() {
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

  private static MalformedJson unknownStandard(String wanted, String names) {
    return new MalformedJson("default must be one of " + names + ", not '" + wanted + "'");
  }
}
