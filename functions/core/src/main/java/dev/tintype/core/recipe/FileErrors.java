package dev.tintype.core.recipe;

import dev.tintype.core.Recipe;
import dev.tintype.core.RecipeJson;
import dev.tintype.core.json.JsonObject;
import dev.tintype.core.json.MalformedJson;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// What happens to the errors of a file of recipes.
sealed interface FileErrors {

  /// @param field the field of the file in which it may be
  /// @return what the step returned; empty when it failed and reading goes on
  <T> Optional<T> value(String field, Supplier<T> step);

  /// @return the recipe, repaired if it has errors; empty when that is impossible
  Optional<Recipe> recipe(JsonObject json);

  default void check(String field, Runnable step) {
    value(
        field,
        () -> {
          step.run();
          return true;
        });
  }

  default void add(String field, String message) {
    check(
        field,
        () -> {
          throw new MalformedJson(message);
        });
  }

  /// The first one is thrown.
  record Thrown() implements FileErrors {

    @Override
    public <T> Optional<T> value(String field, Supplier<T> step) {
      return Optional.of(step.get());
    }

    @Override
    public Optional<Recipe> recipe(JsonObject json) {
      return Optional.of(RecipeJson.read(json));
    }
  }

  /// All are noted.
  final class Noted implements FileErrors {

    private final Map<String, List<String>> byField = new LinkedHashMap<>();
    private boolean allRepaired = true;

    @Override
    public <T> Optional<T> value(String field, Supplier<T> step) {
      try {
        return Optional.of(step.get());
      } catch (MalformedJson e) {
        add(field, String.valueOf(e.getMessage()));
        return Optional.empty();
      }
    }

    @Override
    public Optional<Recipe> recipe(JsonObject json) {
      try {
        return Optional.of(RecipeJson.read(json));
      } catch (MalformedJson _) {
        RecipeFaults faults = new RecipeFaults(json);
        faults.messages().forEach(message -> add(RecipeFile.RECIPES, message));
        Optional<Recipe> repaired = faults.repaired();
        allRepaired &= repaired.isPresent();
        return repaired;
      }
    }

    @Override
    public void add(String field, String message) {
      byField.computeIfAbsent(field, _ -> new ArrayList<>()).add(message);
    }

    /// Whether every recipe has its name, so that the default can be looked up.
    boolean isAllRepaired() {
      return allRepaired;
    }

    List<String> messages(JsonObject file) {
      List<String> order = new ArrayList<>();
      file.node().fieldNames().forEachRemaining(order::add);
      return byField.entrySet().stream()
          .sorted(Comparator.comparingInt(entry -> order.indexOf(entry.getKey())))
          .flatMap(entry -> entry.getValue().stream())
          .toList();
    }
  }
}
