package dev.tintype.presign;

import dev.tintype.aws.host.Clients;
import dev.tintype.aws.host.Settings;
import dev.tintype.core.Recipe;
import dev.tintype.core.RecipeBook;
import dev.tintype.core.Recipes;
import dev.tintype.core.RenderRevision;
import dev.tintype.core.api.Api;
import dev.tintype.core.api.ImageRoutes;
import dev.tintype.core.api.PublicUrls;
import dev.tintype.core.api.UploadRoutes;
import dev.tintype.core.api.WorkRoutes;
import dev.tintype.core.flow.Describe;
import dev.tintype.core.flow.DownloadOriginal;
import dev.tintype.core.flow.Erase;
import dev.tintype.core.flow.ListImages;
import dev.tintype.core.flow.Redrive;
import dev.tintype.core.flow.Reprocess;
import dev.tintype.core.flow.StartUpload;
import dev.tintype.core.flow.StepBoundary;
import dev.tintype.core.flow.Stores;
import dev.tintype.core.flow.Surroundings;
import dev.tintype.core.port.JobSender;
import dev.tintype.core.port.UploadSigner;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Puts the API together.
final class Wiring {

  private Wiring() {}

  /// @return an API on AWS, with a clock and randomness of its own
  static Api api(Settings settings) {
    return api(settings, Clients.ofRole(settings));
  }

  static Api api(Settings settings, Clients clients) {
    Surroundings surroundings =
        new Surroundings(InstantSource.system(), new SecureRandom(), StepBoundary.UNHEARD);
    return api(settings, clients, recipes(settings.recipe()), surroundings);
  }

  static Api api(
      Settings settings, Clients clients, RecipeBook recipes, Surroundings surroundings) {
    Stores stores = clients.stores(surroundings.random());
    JobSender sender = clients.sender();
    UploadSigner signer = clients.signer(surroundings.clock());
    StartUpload startUpload =
        new StartUpload(stores, signer, sender, RenderRevision.CURRENT, surroundings);
    ImageRoutes images =
        new ImageRoutes(
            new Describe(stores.jobs()),
            new ListImages(stores.jobs()),
            new DownloadOriginal(stores, signer),
            new Erase(stores.jobs(), surroundings),
            new PublicUrls(settings.publicUrl()));
    WorkRoutes work =
        new WorkRoutes(
            new Reprocess(stores, sender, recipes, RenderRevision.CURRENT, surroundings),
            new Redrive(stores, sender, surroundings),
            recipes);
    return new Api(new UploadRoutes(startUpload, recipes), images, work);
  }

  /// @param standard the name of the recipe used when a client names none
  static RecipeBook recipes(Optional<String> standard) {
    RecipeBook all = new RecipeBook(Recipes.builtIn());
    if (standard.isEmpty()) {
      return all;
    }
    Recipe first =
        all.byName(standard.get())
            .orElseThrow(
                () -> new IllegalStateException("TINTYPE_RECIPE names no recipe: " + standard));
    List<Recipe> sorted =
        all.recipes().stream()
            .sorted(Comparator.comparing((Recipe recipe) -> !recipe.equals(first)))
            .toList();
    return new RecipeBook(sorted);
  }
}
