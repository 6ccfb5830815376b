package dev.tintype.core.recipe;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tintype.core.Recipe;
import dev.tintype.core.RecipeJson;
import dev.tintype.core.json.Json;
import dev.tintype.core.json.JsonObject;
import dev.tintype.core.json.MalformedJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
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

  static final String RECIPES = "recipes";
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
    return read(utf8, WatermarkFiles.UNKNOWN);
  }

  /// As [#read(byte\[\])].
  ///
  /// @param watermarks where the watermarks are that the file names
  public static RecipeFile read(byte[] utf8, WatermarkFiles watermarks) {
    return read(Json.parse(utf8), watermarks, new FileErrors.Thrown());
  }

  /// Lists every error of a file. The file is read as by [#read] and [#withBuiltIn], so the list is
  /// empty exactly when these accept it.
  ///
  /// @param utf8 the content of the file
  /// @return sentences without a full stop, in the order of the file; each names the field, the
  ///   value found and the allowed values, or the line and column of bad JSON
  public static List<String> faults(byte[] utf8) {
    return faults(utf8, WatermarkFiles.UNKNOWN);
  }

  /// As [#faults(byte\[\])].
  ///
  /// @param watermarks where the watermarks are that the file names
  public static List<String> faults(byte[] utf8, WatermarkFiles watermarks) {
    JsonObject json;
    try {
      json = Json.parse(utf8);
    } catch (MalformedJson e) {
      return List.of(String.valueOf(e.getMessage()));
    }
    FileErrors.Noted errors = new FileErrors.Noted();
    Optional<RecipeFile> file = errors.value(RECIPES, () -> read(json, watermarks, errors));
    if (errors.isAllRepaired()) {
      errors.value(STANDARD, () -> file.map(read -> read.withBuiltIn(Recipes.DEFAULT.name())));
    }
    return errors.messages(json);
  }

  private static RecipeFile read(JsonObject json, WatermarkFiles watermarks, FileErrors errors) {
    if (json.node().has(RECIPES)) {
      known(json, errors);
      return new RecipeFile(
          recipes(json, watermarks, errors),
          errors.value(STANDARD, () -> json.optionalText(STANDARD)).flatMap(name -> name));
    }
    if (json.node().has("name") || json.node().has("formats")) {
      return new RecipeFile(
          errors.recipe(recipe(json, watermarks, errors)).stream().toList(), Optional.empty());
    }
    throw new MalformedJson("a file of recipes is {\"recipes\": [RECIPE, …]}, or one recipe alone");
  }

  private static void known(JsonObject json, FileErrors errors) {
    Set<String> names = new TreeSet<>();
    json.node().fieldNames().forEachRemaining(names::add);
    for (String name : names) {
      JsonObject field = new JsonObject(json.path(), Json.object().putNull(name));
      errors.check(name, () -> field.only(Set.of(RECIPES, STANDARD)));
    }
  }

  private static List<Recipe> recipes(
      JsonObject json, WatermarkFiles watermarks, FileErrors errors) {
    if (!(json.node().get(RECIPES) instanceof ArrayNode array)) {
      errors.check(RECIPES, () -> json.objects(RECIPES));
      return List.of();
    }
    if (array.isEmpty()) {
      errors.add(RECIPES, "recipes must hold at least one recipe");
    }
    List<Recipe> recipes = new ArrayList<>();
    for (int i = 0; i < array.size(); i++) {
      String name = RECIPES + "[" + i + "]";
      ObjectNode alone = Json.object().set(name, array.get(i));
      errors
          .value(RECIPES, () -> new JsonObject("", alone).object(name))
          .flatMap(each -> errors.recipe(recipe(each, watermarks, errors)))
          .ifPresent(recipe -> {
            if (recipes.stream().anyMatch(other -> other.name().equals(recipe.name()))) {
              errors.add(
                  RECIPES, name + ".name must be another, since '" + recipe.name() + "' is taken");
            } else {
              recipes.add(recipe);
            }
          });
    }
    return recipes;
  }

  private static JsonObject recipe(JsonObject json, WatermarkFiles watermarks, FileErrors errors) {
    ObjectNode node = json.node().deepCopy();
    node.remove(DIGEST);
    JsonObject recipe = new JsonObject(json.path(), node);
    errors.check(RECIPES, new WatermarkFields(recipe, watermarks)::resolve);
    return recipe;
  }

  /// Writes recipes as a file.
  ///
  /// @param recipes at least one, all names different
  /// @param standard the name of the default recipe, if the file shall have one
  /// @return what [#read] reads back; each recipe also has its digest, which is for people
  public static ObjectNode write(List<Recipe> recipes, Optional<String> standard) {
    ObjectNode json = Json.object();
    standard.ifPresent(name -> json.put(STANDARD, name));
    ArrayNode list = json.putArray(RECIPES);
    for (Recipe recipe : recipes) {
      list.add(RecipeJson.write(recipe).put(DIGEST, recipe.digest().hex()));
    }
    return json;
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
