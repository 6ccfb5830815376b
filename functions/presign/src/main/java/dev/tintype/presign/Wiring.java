package dev.tintype.presign;

import dev.tintype.aws.VersionedObject;
import dev.tintype.aws.host.Clients;
import dev.tintype.aws.host.Settings;
import dev.tintype.core.RenderRevision;
import dev.tintype.core.api.Api;
import dev.tintype.core.api.ApiParts;
import dev.tintype.core.api.PublicUrls;
import dev.tintype.core.flow.FlowContext;
import dev.tintype.core.flow.StepBoundary;
import dev.tintype.core.json.MalformedJson;
import dev.tintype.core.lines.Metrics;
import dev.tintype.core.recipe.RecipeBook;
import dev.tintype.core.recipe.RecipeFile;
import dev.tintype.core.recipe.Recipes;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

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
    FlowContext context = context();
    return api(settings, clients, recipes(settings, clients, context.clock()), context);
  }

  static FlowContext context() {
    return new FlowContext(InstantSource.system(), new SecureRandom(), StepBoundary.UNHEARD);
  }

  /// @param recipes the recipes that clients may name
  static Api api(
      Settings settings, Clients clients, Supplier<RecipeBook> recipes, FlowContext context) {
    return new ApiParts(
            clients.stores(context.random()),
            clients.sender(),
            clients.signer(context.clock()),
            recipes,
            RenderRevision.CURRENT,
            new PublicUrls(settings.publicUrl()),
            settings::receiptKeys,
            () -> true,
            Optional.empty())
        .api(context);
  }

  /// @return the recipes of the file and the built-in ones; without the setting of a file, the
  ///   built-in ones
  static Supplier<RecipeBook> recipes(Settings settings, Clients clients, InstantSource clock) {
    String standard = settings.recipe().orElse(Recipes.DEFAULT.name());
    Optional<VersionedObject> file = clients.recipes(OwnRecipes.MOST_BYTES);
    if (file.isPresent()) {
      StoredWatermarks watermarks =
          new StoredWatermarks(clients.stores(new SecureRandom()).originals());
      return new OwnRecipes(
          new RecipeSearch(file.get(), standard, watermarks, clock),
          clock,
          new Metrics(System.out, clock, settings.stack()));
    }
    RecipeBook builtIn = builtIn(standard);
    return () -> builtIn;
  }

  /// @param standard the name of the default recipe
  static RecipeBook builtIn(String standard) {
    try {
      return RecipeFile.NONE.withBuiltIn(standard);
    } catch (MalformedJson e) {
      throw new IllegalStateException("TINTYPE_RECIPE is not the name of a recipe: " + standard, e);
    }
  }
}
