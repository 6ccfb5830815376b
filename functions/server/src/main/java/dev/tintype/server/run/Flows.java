package dev.tintype.server.run;

import dev.tintype.backends.file.HmacUploadSigner;
import dev.tintype.backends.file.SigningSecret;
import dev.tintype.core.api.Api;
import dev.tintype.core.api.ImageRoutes;
import dev.tintype.core.api.PublicUrls;
import dev.tintype.core.api.UploadRoutes;
import dev.tintype.core.api.WorkRoutes;
import dev.tintype.core.flow.Describe;
import dev.tintype.core.flow.DownloadOriginal;
import dev.tintype.core.flow.Erase;
import dev.tintype.core.flow.ListImages;
import dev.tintype.core.flow.Notify;
import dev.tintype.core.flow.OriginalArrived;
import dev.tintype.core.flow.Redrive;
import dev.tintype.core.flow.Reprocess;
import dev.tintype.core.flow.RetireDeadLetter;
import dev.tintype.core.flow.StartUpload;
import dev.tintype.core.flow.Stores;
import dev.tintype.core.flow.Surroundings;
import dev.tintype.core.flow.Sweep;
import dev.tintype.core.flow.TakeUp;
import dev.tintype.core.port.EdgeCache;
import dev.tintype.core.port.Notifier;
import dev.tintype.server.data.Backends;

/// The flows over the adapters of one data folder.
public final class Flows {

  /// Nothing keeps copies before one machine that we could tell.
  private static final EdgeCache NO_EDGE = _ -> {};

  private final Backends backends;
  private final Surroundings surroundings;

  /// @param backends the adapters
  /// @param surroundings time and chance
  public Flows(Backends backends, Surroundings surroundings) {
    this.backends = backends;
    this.surroundings = surroundings;
  }

  Api api(Plan plan, BaseUrls urls, SigningSecret secret) {
    Stores stores = backends.stores();
    HmacUploadSigner signer = new HmacUploadSigner(secret, urls.server(), surroundings.clock());
    return new Api(
        new UploadRoutes(
            new StartUpload(stores, signer, backends.queue(), plan.renderRevision(), surroundings),
            plan.recipes()),
        new ImageRoutes(
            new Describe(stores.jobs()),
            new ListImages(stores.jobs()),
            new DownloadOriginal(stores, signer),
            new Erase(stores.jobs(), surroundings),
            new PublicUrls(urls.files())),
        new WorkRoutes(
            reprocess(plan.recipes(), plan.renderRevision()), redrive(), plan.recipes()));
  }

  OriginalArrived arrived() {
    return new OriginalArrived(backends.stores(), backends.queue(), surroundings);
  }

  /// @return starts another run of a version that failed without a verdict
  public Redrive redrive() {
    return new Redrive(backends.stores(), backends.queue(), surroundings);
  }

  Notify notify(Notifier notifier) {
    return new Notify(backends.jobs(), notifier, surroundings);
  }

  /// @return looks after everything that is due, the outbox too
  public Sweep sweep(Notifier notifier) {
    return new Sweep(backends.stores(), backends.queue(), NO_EDGE, notify(notifier), surroundings);
  }

  /// @param recipes what images' recipes are called
  /// @param renderRevision the revision that new versions promise
  /// @return makes another version of an original that is stored
  public Reprocess reprocess(dev.tintype.core.RecipeBook recipes, String renderRevision) {
    return new Reprocess(
        backends.stores(), backends.queue(), recipes, renderRevision, surroundings);
  }

  TakeUp takeUp() {
    return new TakeUp(backends.stores(), backends.queue(), surroundings);
  }

  RetireDeadLetter retireDeadLetter() {
    return new RetireDeadLetter(backends.stores(), backends.queue(), surroundings);
  }
}
