package dev.tintype.cli.recipes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tintype.core.Format;
import dev.tintype.core.Recipe;
import dev.tintype.core.Size;
import dev.tintype.core.json.Json;
import dev.tintype.core.json.MalformedJson;
import dev.tintype.core.recipe.RecipeFile;
import dev.tintype.core.recipe.WatermarkFiles;
import dev.tintype.server.settings.HumanText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// The result of checking one recipe file.
///
/// @param file its name, for people
/// @param faults every error; empty when the file can be used
/// @param recipes its recipes; empty when it has errors
/// @param notes what a reader should know although it is no error
public record FileCheck(
    String file, List<String> faults, List<Recipe> recipes, List<String> notes) {

  /// Copies the lists.
  public FileCheck {
    faults = List.copyOf(faults);
    recipes = List.copyOf(recipes);
    notes = List.copyOf(notes);
  }

  /// @param file its name
  /// @param utf8 its content
  /// @param watermarks where its watermarks are
  /// @param encoders how many files a renderer encodes at once, at least 1
  public static FileCheck of(String file, byte[] utf8, WatermarkFiles watermarks, int encoders) {
    List<String> faults = RecipeFile.faults(utf8, watermarks);
    if (!faults.isEmpty()) {
      return new FileCheck(file, faults, List.of(), List.of());
    }
    RecipeFile read = RecipeFile.read(utf8, watermarks);
    List<String> notes = new ArrayList<>();
    MemoryNeed need = new MemoryNeed(encoders);
    for (Recipe recipe : read.recipes()) {
      need.warning(recipe)
          .ifPresent(warning -> notes.add("warning: recipe " + recipe.name() + ": " + warning));
    }
    ambiguity(read).ifPresent(why -> notes.add("note: --recipe does not accept this file: " + why));
    return new FileCheck(file, List.of(), read.recipes(), notes);
  }

  /// A file that `TINTYPE_RECIPES` accepts may not say which of its recipes `--recipe` means.
  private static Optional<String> ambiguity(RecipeFile file) {
    try {
      file.one();
      return Optional.empty();
    } catch (MalformedJson e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /// @return one line per error, or else per recipe and note; control characters are escaped
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    faults.forEach(fault -> lines.add(file + ": " + fault + "."));
    if (!faults.isEmpty()) {
      lines.add(file + ": " + HumanText.count(faults.size(), "error"));
    }
    recipes.forEach(recipe -> lines.add(line(recipe)));
    notes.forEach(note -> lines.add(note + "."));
    return lines.stream().map(HumanText::printable).toList();
  }

  private static String line(Recipe recipe) {
    return "%s: sizes %s; formats %s; %s; %sdigest %s"
        .formatted(
            recipe.name(),
            recipe.sizes().stream().map(Size::toString).collect(Collectors.joining(" ")),
            String.join(" ", formats(recipe, /* flat= */ false)),
            HumanText.count(recipe.variantCount(), "variant"),
            recipe.graphics().isPresent() ? graphics(recipe) : "",
            recipe.digest().hex());
  }

  private static String graphics(Recipe recipe) {
    return "flat originals: formats %s, %s; "
        .formatted(
            String.join(" ", formats(recipe, /* flat= */ true)),
            HumanText.count(recipe.variantCount(/* flat= */ true), "variant"));
  }

  /// What any of its sizes is made in.
  private static List<String> formats(Recipe recipe, boolean flat) {
    return recipe.sizes().stream()
        .flatMap(size -> recipe.formatsOf(size, flat).all().stream())
        .distinct()
        .sorted()
        .map(Format::id)
        .toList();
  }

  /// @return the same as one object
  public ObjectNode json() {
    ObjectNode json = Json.object().put("file", file).put("valid", faults.isEmpty());
    faults.forEach(json.putArray("errors")::add);
    var list = json.putArray("recipes");
    for (Recipe recipe : recipes) {
      ObjectNode one = list.addObject().put("name", recipe.name());
      var sizes = one.putArray("sizes");
      recipe.sizes().forEach(size -> sizes.add(size.name().text()));
      var formats = one.putArray("formats");
      formats(recipe, /* flat= */ false).forEach(formats::add);
      one.put("variants", recipe.variantCount()).put("digest", recipe.digest().hex());
    }
    notes.forEach(json.putArray("notes")::add);
    return json;
  }
}
