package dev.tintype.server.settings;

import dev.tintype.core.Recipe;
import dev.tintype.core.Sha256;
import dev.tintype.core.json.MalformedJson;
import dev.tintype.core.recipe.RecipeFile;
import dev.tintype.core.recipe.Recipes;
import dev.tintype.core.recipe.WatermarkFiles;
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
  private final WatermarkContents watermarks;

  private RecipeBook(dev.tintype.core.recipe.RecipeBook book, WatermarkContents watermarks) {
    this.book = book;
    this.watermarks = watermarks;
  }

  /// Finds the content of a watermark by its digest.
  @FunctionalInterface
  public interface WatermarkContents {
    /// @return empty when it is not beside the recipe file
    Optional<byte[]> content(Sha256 image);
  }

  /// A recipe, and the content of its watermark.
  ///
  /// @param recipe the recipe
  /// @param watermark absent exactly when the recipe has none
  public record Usable(Recipe recipe, Optional<byte[]> watermark) {}

  /// Reads the configuration file.
  ///
  /// @param file recipes in addition to the built-in ones, in the format of `docs/recipes.md`
  /// @throws Unreadable when the file does not have this format
  public static RecipeBook read(Optional<Path> file) {
    WatermarkFolder watermarks = WatermarkFolder.ofInstallation(folder(file.orElse(Path.of(""))));
    RecipeFile added = file.map(known -> file(known, watermarks)).orElse(RecipeFile.NONE);
    try {
      return new RecipeBook(added.withBuiltIn(Recipes.DEFAULT.name()), watermarks::content);
    } catch (MalformedJson e) {
      throw new Unreadable(file.orElseThrow(), e);
    }
  }

  /// @return the folder of a recipe file
  public static Path folder(Path file) {
    return Optional.ofNullable(file.getParent()).orElse(Path.of(""));
  }

  private static RecipeFile file(Path file, WatermarkFiles watermarks) {
    try {
      return RecipeFile.read(Files.readAllBytes(file), watermarks);
    } catch (IOException | MalformedJson e) {
      throw new Unreadable(file, e);
    }
  }

  /// For a host without a storage: the watermarks must be beside the file.
  ///
  /// @param file a recipe file
  /// @return the recipes of the file, without the built-in ones; at least one
  /// @throws Unreadable when the file does not have the format of `docs/recipes.md`, or a watermark
  ///   is not there
  public static List<Usable> all(Path file) {
    WatermarkFolder beside = WatermarkFolder.ofInstallation(folder(file));
    return file(file, beside).recipes().stream()
        .map(recipe -> new Found(recipe, beside::content).usable())
        .toList();
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
    return found(nameOrFile).recipe();
  }

  /// As [#find], for a host without a storage: the recipe's watermark must be beside its file.
  ///
  /// @throws Unreadable as [#find], and when the watermark is not there
  public Usable usable(Optional<String> nameOrFile) {
    return nameOrFile.map(this::found).orElseGet(() -> new Found(standard(), watermarks)).usable();
  }

  private record Found(Recipe recipe, WatermarkContents watermarks) {

    Usable usable() {
      Optional<byte[]> watermark =
          recipe.watermark().flatMap(mark -> watermarks.content(mark.image()));
      if (watermark.isPresent() != recipe.watermark().isPresent()) {
        throw new Unreadable(
            "The watermark of recipe '%s' is not beside the recipe file: it must be watermarks/%s."
                .formatted(recipe.name(), recipe.watermark().orElseThrow().image()));
      }
      return new Usable(recipe, watermark);
    }
  }

  private Found found(String nameOrFile) {
    if (nameOrFile.endsWith(".json")) {
      Path file = Path.of(nameOrFile);
      WatermarkFolder beside = WatermarkFolder.ofInstallation(folder(file));
      try {
        return new Found(file(file, beside).one(), beside::content);
      } catch (MalformedJson e) {
        throw new Unreadable(file, e);
      }
    }
    return book.byName(nameOrFile)
        .map(recipe -> new Found(recipe, watermarks))
        .orElseThrow(() ->
            new Unreadable(
                "No recipe '%s': there are %s, or give a file that ends in .json."
                    .formatted(nameOrFile, String.join(", ", names()))));
  }

  private List<String> names() {
    return book.recipes().stream().map(Recipe::name).toList();
  }

  /// @return the contents of the watermarks beside the configuration file
  public WatermarkContents watermarks() {
    return watermarks;
  }

  /// @return the recipes for clients, the default one first
  public dev.tintype.core.recipe.RecipeBook forClients() {
    return book;
  }

  /// Thrown when a recipe cannot be found or read.
  public static final class Unreadable extends RuntimeException {
    /// @param message what cannot be read, and what to do, as a whole sentence
    public Unreadable(String message) {
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
