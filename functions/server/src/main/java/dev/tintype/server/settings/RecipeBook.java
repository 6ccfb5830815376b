package dev.tintype.server.settings;

import dev.tintype.core.Recipe;
import dev.tintype.core.json.MalformedJson;
import dev.tintype.core.recipe.RecipeFile;
import dev.tintype.core.recipe.Recipes;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The recipes that can be named: the built-in ones, and those of a configuration file, which take
/// precedence. Immutable.
public final class RecipeBook {

  private final dev.tintype.core.recipe.RecipeBook book;

  private RecipeBook(dev.tintype.core.recipe.RecipeBook book) {
    this.book = book;
  }

  /// Reads the configuration file.
  ///
  /// @param file recipes in addition to the built-in ones, in the format of `docs/recipes.md`
  /// @throws Unreadable when the file does not have this format
  public static RecipeBook read(Optional<Path> file) {
    RecipeFile added = file.map(RecipeBook::file).orElse(RecipeFile.NONE);
    try {
      return new RecipeBook(added.withBuiltIn(Recipes.DEFAULT.name()));
    } catch (MalformedJson e) {
      throw new Unreadable(file.orElseThrow(), e);
    }
  }

  private static RecipeFile file(Path file) {
    try {
      return RecipeFile.read(Files.readAllBytes(file));
    } catch (IOException | MalformedJson e) {
      throw new Unreadable(file, e);
    }
  }

  /// @param file a recipe file
  /// @return the recipes of the file, without the built-in ones; at least one
  /// @throws Unreadable when the file does not have the format of `docs/recipes.md`
  public static List<Recipe> all(Path file) {
    return file(file).recipes();
  }

  /// @return the default recipe
  public Recipe standard() {
    return book.standard();
  }

  /// Finds a recipe by name or in a JSON file.
  ///
  /// @param nameOrFile a name, or the path of a file that ends in `.json`
  /// @throws Unreadable when there is no such recipe (the message lists the known names), or when
  ///   the file holds no recipe, or several without a default
  public Recipe find(String nameOrFile) {
    if (nameOrFile.endsWith(".json")) {
      Path file = Path.of(nameOrFile);
      try {
        return file(file).one();
      } catch (MalformedJson e) {
        throw new Unreadable(file, e);
      }
    }
    return book.byName(nameOrFile)
        .orElseThrow(() ->
            new Unreadable(
                "No recipe '%s': there are %s, or give a file that ends in .json."
                    .formatted(nameOrFile, String.join(", ", names()))));
  }

  private List<String> names() {
    return book.recipes().stream().map(Recipe::name).toList();
  }

  /// @return the recipes for clients, the default one first
  public dev.tintype.core.recipe.RecipeBook forClients() {
    return book;
  }

  /// Thrown when a recipe cannot be found or read.
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
