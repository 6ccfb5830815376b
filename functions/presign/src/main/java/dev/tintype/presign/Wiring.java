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
import dev.tintype.core.flow.FlowContext;
import dev.tintype.core.flow.StepBoundary;
import dev.tintype.core.flow.Stores;
import dev.tintype.core.flow.erase.Erase;
import dev.tintype.core.flow.read.Describe;
import dev.tintype.core.flow.read.DownloadOriginal;
import dev.tintype.core.flow.read.ListImages;
import dev.tintype.core.flow.reprocess.Redrive;
import dev.tintype.core.flow.reprocess.Reprocess;
import dev.tintype.core.flow.upload.StartUpload;
import dev.tintype.core.port.JobSender;
import dev.tintype.core.port.UploadSigner;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Builds the API.
final class Wiring {

  private Wiring() {}

  /// @return an API on AWS with its own clock and randomness
  static Api api(Settings settings) {
    return api(settings, Clients.ofRole(settings));
  }

  static Api api(Settings settings, Clients clients) {
    FlowContext context =
        new FlowContext(InstantSource.system(), new SecureRandom(), StepBoundary.UNHEARD);
    return api(settings, clients, recipes(settings.recipe()), context);
  }

  static Api api(Settings settings, Clients clients, RecipeBook recipes, FlowContext context) {
    Stores stores = clients.stores(context.random());
    JobSender sender = clients.sender();
    UploadSigner signer = clients.signer(context.clock());
    StartUpload startUpload =
        new StartUpload(stores, signer, sender, RenderRevision.CURRENT, context);
    ImageRoutes images =
        new ImageRoutes(
            new Describe(stores.jobs()),
            new ListImages(stores.jobs()),
            new DownloadOriginal(stores, signer),
            new Erase(stores.jobs(), context),
            new PublicUrls(settings.publicUrl()));
    WorkRoutes work =
        new WorkRoutes(
            new Reprocess(stores, sender, recipes, RenderRevision.CURRENT, context),
            new Redrive(stores, sender, context),
            recipes);
    return new Api(new UploadRoutes(startUpload, recipes), images, work);
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
