package dev.tintype.presign;

import dev.tintype.aws.host.Clients;
import dev.tintype.aws.host.Settings;
import dev.tintype.core.Recipe;
import dev.tintype.core.RecipeBook;
import dev.tintype.core.Recipes;
import dev.tintype.core.RenderRevision;
import dev.tintype.core.api.Api;
import dev.tintype.core.api.ApiParts;
import dev.tintype.core.api.PublicUrls;
import dev.tintype.core.flow.FlowContext;
import dev.tintype.core.flow.StepBoundary;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Builds the API.
final class Wiring {

  /// The function and API Gateway give up after 15 s. Until then the caller must have an answer.
  static final Duration LONGEST_CALL = Duration.ofSeconds(5);

  private Wiring() {}

  static Clients clients(Settings settings) {
    return Clients.ofRole(settings, LONGEST_CALL);
  }

  /// @return an API on AWS with its own clock and randomness
  static Api api(Settings settings) {
    return api(settings, clients(settings));
  }

  static Api api(Settings settings, Clients clients) {
    FlowContext context =
        new FlowContext(InstantSource.system(), new SecureRandom(), StepBoundary.UNHEARD);
    return api(settings, clients, recipes(settings.recipe()), context);
  }

  static Api api(Settings settings, Clients clients, RecipeBook recipes, FlowContext context) {
    return new ApiParts(
            clients.stores(context.random()),
            clients.sender(),
            clients.signer(context.clock()),
            recipes,
            RenderRevision.CURRENT,
            new PublicUrls(settings.publicUrl()))
        .api(context);
  }

  /// @param standard the name of the default recipe
  static RecipeBook recipes(Optional<String> standard) {
    RecipeBook all = new RecipeBook(Recipes.builtIn());
    if (standard.isEmpty()) {
      return all;
    }
    Recipe first =
        all.byName(standard.get())
            .orElseThrow(() ->
                new IllegalStateException(
                    "TINTYPE_RECIPE is not the name of a recipe: " + standard));
    List<Recipe> sorted =
        all.recipes().stream()
            .sorted(Comparator.comparing((Recipe recipe) -> !recipe.equals(first)))
            .toList();
    return new RecipeBook(sorted);
  }
}
