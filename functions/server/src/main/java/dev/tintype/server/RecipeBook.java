package dev.tintype.server;

import dev.tintype.core.Recipe;
import dev.tintype.core.RecipeJson;
import dev.tintype.core.Recipes;
import dev.tintype.core.json.Json;
import dev.tintype.core.json.JsonObject;
import dev.tintype.core.json.MalformedJson;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The recipes that can be asked for by name: the built-in ones, and those of a configuration file,
/// which win. Immutable.
public final class RecipeBook {

  private final Map<String, Recipe> recipes;

  private RecipeBook(Map<String, Recipe> recipes) {
    this.recipes = recipes;
  }

  /// Reads the book.
  ///
  /// @param file a JSON object whose field `recipes` is an array of recipes
  /// @throws Unreadable when the file is not that
  public static RecipeBook read(Optional<Path> file) {
    Map<String, Recipe> recipes = new LinkedHashMap<>();
    Recipes.builtIn().forEach(recipe -> recipes.put(recipe.name(), recipe));
    file.ifPresent(path -> addAll(path, recipes));
    return new RecipeBook(recipes);
  }

  private static void addAll(Path file, Map<String, Recipe> recipes) {
    JsonObject json = parse(file);
    try {
      json.only(Set.of("recipes"));
      for (JsonObject each : json.objects("recipes")) {
        Recipe recipe = RecipeJson.read(each);
        recipes.put(recipe.name(), recipe);
      }
    } catch (MalformedJson e) {
      throw new Unreadable(file, e);
    }
  }

  /// Answers a recipe by its name, or the one a JSON file holds.
  ///
  /// @param nameOrFile a name, or the path of a file that ends in `.json`
  /// @throws Unreadable when there is no such recipe, with the names there are, or when the file
  ///   holds none
  public Recipe find(String nameOrFile) {
    if (nameOrFile.endsWith(".json")) {
      Path file = Path.of(nameOrFile);
      try {
        return RecipeJson.read(parse(file));
      } catch (MalformedJson e) {
        throw new Unreadable(file, e);
      }
    }
    return Optional.ofNullable(recipes.get(nameOrFile))
        .orElseThrow(() ->
            new Unreadable(
                "No recipe '%s': there are %s, or give a file that ends in .json."
                    .formatted(nameOrFile, String.join(", ", recipes.keySet()))));
  }

  /// Answers the recipes as the server knows them: the built-in default is used when none is named.
  public dev.tintype.core.RecipeBook forClients() {
    return new dev.tintype.core.RecipeBook(java.util.List.copyOf(recipes.values()));
  }

  private static JsonObject parse(Path file) {
    try {
      return Json.parse(Files.readAllBytes(file));
    } catch (IOException | MalformedJson e) {
      throw new Unreadable(file, e);
    }
  }

  /// There is no such recipe.
  public static final class Unreadable extends RuntimeException {
    Unreadable(String message) {
      super(message);
    }

    Unreadable(Path file, Exception cause) {
      super("No recipe can be read from %s: %s".formatted(file, because(cause)), cause);
    }

    private static String because(Exception cause) {
      return switch (cause) {
        case NoSuchFileException _ -> "there is no such file.";
        case FileSystemException e -> FileTrouble.of(e);
        default -> String.valueOf(cause.getMessage());
      };
    }
  }
}
