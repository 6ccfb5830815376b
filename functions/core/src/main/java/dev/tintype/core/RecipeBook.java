package dev.tintype.core;

import java.util.List;
import java.util.Optional;

/// The recipes clients may name. Immutable.
///
/// @param recipes at least one, each name once; the first is used when none is named
public record RecipeBook(List<Recipe> recipes) {

  /// @throws IllegalArgumentException when there is none, or two have one name
  public RecipeBook {
    recipes = List.copyOf(recipes);
    if (recipes.isEmpty()) {
      throw new IllegalArgumentException("at least one recipe is needed");
    }
    if (recipes.stream().map(Recipe::name).distinct().count() < recipes.size()) {
      throw new IllegalArgumentException("two recipes have the same name");
    }
  }

  /// @return the recipe of this name, if there is one
  public Optional<Recipe> byName(String name) {
    return recipes.stream().filter(recipe -> recipe.name().equals(name)).findFirst();
  }

  /// @return the recipe used when none is named
  public Recipe standard() {
    return recipes.getFirst();
  }
}
