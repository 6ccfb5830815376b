package dev.tintype.core.recipe;

import dev.tintype.core.Recipe;
import java.util.List;
import java.util.Optional;

/// The recipes that clients may name. Immutable.
///
/// @param recipes at least one, all names different; the first is the default
public record RecipeBook(List<Recipe> recipes) {

  /// @throws IllegalArgumentException when the list is empty, or two recipes share a name
  public RecipeBook {
    recipes = List.copyOf(recipes);
    if (recipes.isEmpty()) {
      throw new IllegalArgumentException("at least one recipe is needed");
    }
    if (recipes.stream().map(Recipe::name).distinct().count() < recipes.size()) {
      throw new IllegalArgumentException("two recipes have the same name");
    }
  }

  /// @return the recipe with this name; empty when there is none
  public Optional<Recipe> byName(String name) {
    return recipes.stream().filter(recipe -> recipe.name().equals(name)).findFirst();
  }

  /// @return the default recipe
  public Recipe standard() {
    return recipes.getFirst();
  }
}
