package dev.tintype.server.run;

import dev.tintype.core.RenderRevision;
import dev.tintype.core.api.Api;
import dev.tintype.core.api.ApiParts;
import dev.tintype.core.api.ApiParts.Administration;
import dev.tintype.core.api.PublicUrls;
import dev.tintype.core.flow.FlowContext;
import dev.tintype.core.flow.erase.ErasureTerms;
import dev.tintype.core.flow.erase.PublicLook;
import dev.tintype.core.flow.process.ResumeWork;
import dev.tintype.core.flow.process.RetireDeadLetter;
import dev.tintype.core.flow.reprocess.Redrive;
import dev.tintype.core.flow.reprocess.Reprocess;
import dev.tintype.core.flow.sweep.LabelledNotifier;
import dev.tintype.core.flow.sweep.Notify;
import dev.tintype.core.flow.sweep.Sweep;
import dev.tintype.core.flow.upload.OriginalArrived;
import dev.tintype.core.flow.upload.QueuedEvents;
import dev.tintype.core.port.EdgeCache;
import dev.tintype.core.port.Notifier;
import dev.tintype.core.receipt.ReceiptIssuer;
import dev.tintype.core.webhook.NoNotifier;
import dev.tintype.server.data.Backends;
import dev.tintype.server.data.ReceiptKeyFolder;
import java.net.URI;
import java.util.Optional;

/// The flows over the adapters of one host.
public final class Flows {

  private final Backends backends;
  private final FlowContext context;

  /// @param backends the adapters
  /// @param context time and chance
  public Flows(Backends backends, FlowContext context) {
    this.backends = backends;
    this.context = context;
  }

  /// @param keys what `GET /receipt-key` answers
  /// @param hostClock while it is wrong, the API permits no uploads
  /// @param hasReceiver whether somebody is notified of outcomes
  Api api(
      Plan plan, BaseUrls urls, ReceiptKeyFolder keys, HostClock hostClock, boolean hasReceiver) {
    return new ApiParts(
            backends.stores(),
            backends.queue(),
            backends.storage().signer(urls.server()),
            plan::recipes,
            plan.renderRevision(),
            new PublicUrls(urls.files()),
            keys::known,
            () -> hostClock.complaint().isEmpty(),
            Optional.of(new Administration(backends.tokens(), hasReceiver)))
        .api(context);
  }

  OriginalArrived arrived() {
    return new OriginalArrived(backends.stores(), backends.queue(), context);
  }

  /// @return handles what the storage puts into the queue
  QueuedEvents queuedEvents() {
    return new QueuedEvents(backends.storage().events(), arrived(), backends.queue());
  }

  /// @return starts another run of a version that failed without a verdict
  public Redrive redrive() {
    return new Redrive(backends.stores(), backends.queue(), context);
  }

  /// @param files the root of the public files' keys; absent when it is not known
  /// @return adds to each notification what is known of its image, where somebody is notified
  public Notifier labelled(Notifier notifier, Optional<URI> files) {
    return notifier instanceof NoNotifier
        ? notifier
        : new LabelledNotifier(
            backends.jobs(), notifier, files.map(root -> new PublicUrls(root)::of));
  }

  Notify notify(Notifier notifier) {
    return new Notify(backends.jobs(), notifier, context);
  }

  /// One machine has no edge cache.
  ///
  /// @param look looks for erased files
  /// @param issuer signs receipts of erasures
  /// @return looks after everything that is due, the outbox too
  public Sweep sweep(PublicLook look, ReceiptIssuer issuer, Notifier notifier) {
    return new Sweep(
        backends.stores(),
        backends.queue(),
        EdgeCache.NONE,
        new ErasureTerms(look, Optional.of(issuer), backends.storage().permissions()),
        notify(notifier),
        context);
  }

  /// @param recipes what images' recipes are called
  /// @param renderRevision the revision that new versions promise
  /// @return makes another version of an original that is stored
  public Reprocess reprocess(
      dev.tintype.core.recipe.RecipeBook recipes, RenderRevision renderRevision) {
    return new Reprocess(
        backends.stores(), backends.queue(), () -> recipes, renderRevision, context);
  }

  ResumeWork takeUp() {
    return new ResumeWork(backends.stores(), backends.queue(), context);
  }

  RetireDeadLetter retireDeadLetter() {
    return new RetireDeadLetter(backends.stores(), backends.queue(), context);
  }
}
