package dev.tintype.sweep;

import dev.tintype.aws.host.Clients;
import dev.tintype.aws.host.Settings;
import dev.tintype.core.api.PublicUrls;
import dev.tintype.core.flow.FlowContext;
import dev.tintype.core.flow.StepBoundary;
import dev.tintype.core.flow.Stores;
import dev.tintype.core.flow.erase.ErasureTerms;
import dev.tintype.core.flow.erase.PublicLook;
import dev.tintype.core.flow.process.RetireDeadLetter;
import dev.tintype.core.flow.sweep.LabelledNotifier;
import dev.tintype.core.flow.sweep.Notify;
import dev.tintype.core.flow.sweep.Sweep;
import dev.tintype.core.flow.upload.OriginalArrived;
import dev.tintype.core.lines.Metrics;
import dev.tintype.core.look.CountedLook;
import dev.tintype.core.look.WebLook;
import dev.tintype.core.look.WebLook.Missing;
import dev.tintype.core.port.JobSender;
import dev.tintype.core.receipt.ReceiptIssuer;
import dev.tintype.core.state.Erasure.Permissions;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;

/// Builds the sweeper.
final class Wiring {

  /// A hanging store must not use up the minute of a sweep.
  private static final Duration LONGEST_CALL = Duration.ofSeconds(5);

  private Wiring() {}

  /// @return a sweeper on AWS with its own clock and randomness
  static Sweeper sweeper(Settings settings) {
    return sweeper(settings, clients(settings));
  }

  static Clients clients(Settings settings) {
    return Clients.ofRole(settings, LONGEST_CALL);
  }

  static Sweeper sweeper(Settings settings, Clients clients) {
    FlowContext context =
        new FlowContext(InstantSource.system(), new SecureRandom(), StepBoundary.UNHEARD);
    return sweeper(settings, clients, context);
  }

  static Sweeper sweeper(Settings settings, Clients clients, FlowContext context) {
    InstantSource clock = context.clock();
    Stores stores = clients.stores(context.random());
    JobSender sender = clients.sender();
    LabelledNotifier notifier =
        new LabelledNotifier(
            stores.jobs(),
            clients.notifier(clock),
            settings.knownPublicUrl().map(root -> new PublicUrls(root)::of));
    Notify notify = new Notify(stores.jobs(), notifier, context);
    ReceiptSigner signer = ReceiptSigner.of(settings);
    CountedLook look = new CountedLook(look(settings, signer, clock));
    Sweeper.Deeds deeds =
        new Sweeper.Deeds(
            new Sweep(
                stores,
                sender,
                clients.edge(clock),
                terms(settings, signer, look),
                notify,
                context),
            look,
            new RetireDeadLetter(stores, sender, context),
            new OriginalArrived(stores, sender, context));
    return new Sweeper(
        deeds,
        clients.reader(),
        new Backlog(stores.jobs(), clock),
        new Metrics(System.out, clock, settings.stack()),
        clock);
  }

  /// Behind CloudFront, a file that is not there is answered with 403, because the distribution may
  /// not list the bucket.
  static PublicLook look(Settings settings, ReceiptSigner signer, InstantSource clock) {
    if (settings.lookUrl().isEmpty()) {
      return PublicLook.NOBODY;
    }
    URI url = settings.lookUrl().get();
    return signer
        .trouble()
        .<PublicLook>map(why -> new NoLook(url.toString(), why))
        .orElseGet(() -> new WebLook(new PublicUrls(url), Missing.OR_FORBIDDEN, clock));
  }

  /// A receipt tells of a look, so without one there is none.
  private static ErasureTerms terms(Settings settings, ReceiptSigner signer, PublicLook look) {
    return new ErasureTerms(
        look,
        settings
            .lookUrl()
            .flatMap(url -> signer.key().map(key -> new ReceiptIssuer(url.toString(), key))),
        Permissions.STAY);
  }
}
