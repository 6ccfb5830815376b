package dev.tintype.cli.recipes;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tintype.core.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// The example recipes of `docs/recipes.md`, one for each purpose.
public final class ExampleRecipes {

  /// Their names, in the order of the document.
  public static final List<String> NAMES =
      List.of(
          "blog", "shop", "avatar", "social", "banner", "logo", "screenshot", "print", "avif-only");

  private ExampleRecipes() {}

  /// @return the example as a file with one recipe, laid out for people; empty when there is none
  ///   of this name
  public static Optional<String> text(String name) {
    return NAMES.contains(name) ? Optional.of(resource(name)) : Optional.empty();
  }

  /// @return a recipe file with all examples
  public static ObjectNode all() {
    ObjectNode file = Json.object();
    ArrayNode recipes = file.putArray("recipes");
    NAMES.forEach(name -> recipes.add(Json.parse(resource(name)).node()));
    return file;
  }

  private static String resource(String name) {
    try (InputStream in = ExampleRecipes.class.getResourceAsStream(name + ".json")) {
      if (in == null) {
        throw new IllegalStateException(name + ".json is missing in the jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
