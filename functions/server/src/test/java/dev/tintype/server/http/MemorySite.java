package dev.tintype.server.http;

import dev.tintype.core.RenderRevision;
import dev.tintype.core.api.ApiParts;
import dev.tintype.core.api.Caller;
import dev.tintype.core.api.PublicUrls;
import dev.tintype.core.api.Scope;
import dev.tintype.core.flow.FlowContext;
import dev.tintype.core.flow.Stores;
import dev.tintype.core.flow.read.Describe;
import dev.tintype.core.flow.upload.OriginalArrived;
import dev.tintype.core.port.DirectUploads;
import dev.tintype.core.port.MemoryQueue;
import dev.tintype.core.port.MemorySigner;
import dev.tintype.core.port.StorageEvents;
import dev.tintype.core.port.TestClock;
import dev.tintype.core.recipe.RecipeBook;
import dev.tintype.core.recipe.Recipes;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A site over stores in memory. Its tokens are `uploads`, `reads` and `all`, by what they permit.
///
/// @param stores jobs, originals and variants
/// @param queue wakes workers
/// @param clock the time
/// @param context for flows
record MemorySite(Stores stores, MemoryQueue queue, TestClock clock, FlowContext context) {

  private static final Map<String, Caller> CALLERS =
      Map.of(
          "uploads", new Caller("uploads", Set.of(Scope.UPLOAD)),
          "reads", new Caller("reads", Set.of(Scope.READ)),
          "all", new Caller("all", Set.of(Scope.values())));

  Site site(Optional<DirectUploads> direct, StorageEvents events) {
    ApiParts parts =
        new ApiParts(
            stores,
            queue,
            new MemorySigner(clock),
            () -> new RecipeBook(List.of(Recipes.FAST)),
            RenderRevision.CURRENT,
            new PublicUrls(URI.create("https://images.example")));
    Monitoring monitoring =
        new Monitoring(
            "api",
            token -> Optional.ofNullable(CALLERS.get(token)),
            new PrometheusRegistry(),
            Optional::empty,
            Optional::empty);
    return new Site(
        parts.api(context),
        monitoring,
        direct,
        Optional.of(events),
        stores.originals(),
        stores.variants(),
        new OriginalArrived(stores, queue, context),
        new Describe(stores.jobs()),
        stores.jobs(),
        new Site.Pages(List.of(), Optional.empty(), Optional.empty()),
        List.of(),
        clock);
  }
}
