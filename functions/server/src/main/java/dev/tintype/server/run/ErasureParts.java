package dev.tintype.server.run;

import dev.tintype.core.api.PublicUrls;
import dev.tintype.core.flow.FlowContext;
import dev.tintype.core.flow.erase.PublicLook;
import dev.tintype.core.look.CountedLook;
import dev.tintype.core.look.StoreLook;
import dev.tintype.core.look.WebLook;
import dev.tintype.core.look.WebLook.Missing;
import dev.tintype.core.receipt.ReceiptIssuer;
import dev.tintype.core.state.Erasure.Permissions;
import dev.tintype.server.data.Backends;
import dev.tintype.server.data.Host;
import dev.tintype.server.data.ReceiptKeyFolder;
import dev.tintype.server.settings.PlatformSettings;
import dev.tintype.server.settings.ReceiptSettings;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.net.URI;
import java.util.Optional;

/// What the erasures of a host need: where erased files are looked for, and who signs receipts.
///
/// @param keys the keys of receipts
/// @param issuer signs receipts
/// @param look looks for erased files, and counts what it sees
/// @param web asks for erased files; absent when only the storage is asked
public record ErasureParts(
    ReceiptKeyFolder keys, ReceiptIssuer issuer, CountedLook look, Optional<WebLook> web)
    implements AutoCloseable {

  /// The parts of a server.
  static ErasureParts of(Plan plan, BaseUrls urls, Backends backends, FlowContext context) {
    boolean isOwn = plan.receipts().lookUrl().or(plan::filesUrl).isEmpty();
    return of(
        plan.receipts(),
        urls.server().toString(),
        Optional.of(urls.look()),
        isOwn ? Missing.NOT_FOUND : missing(backends.storage().permissions()),
        backends,
        context);
  }

  /// A storage that takes the uploads itself is S3, and viewers may read its bucket of variants,
  /// directly or through a CDN.
  static Missing missing(Permissions permissions) {
    return switch (permissions) {
      case STAY -> Missing.OR_FORBIDDEN;
      case END -> Missing.NOT_FOUND;
    };
  }

  /// The parts of a command beside the server. It looks through a URL that the settings name, else
  /// into the storage.
  ///
  /// @throws dev.tintype.server.settings.Settings.InvalidSetting when the settings name no key
  /// @throws dev.tintype.core.port.StoreUnavailable when the disk or the job store fails
  public static ErasureParts of(
      PlatformSettings platform, ReceiptSettings receipts, Backends backends, FlowContext context) {
    return of(
        receipts,
        platform
            .publicUrl()
            .map(URI::toString)
            .orElseGet(() -> "host " + Host.of(backends.folder()).machine()),
        receipts.lookUrl().or(platform::filesUrl),
        missing(backends.storage().permissions()),
        backends,
        context);
  }

  /// Makes the key of receipts if there is none, and tells the other hosts the public one.
  private static ErasureParts of(
      ReceiptSettings receipts,
      String installation,
      Optional<URI> files,
      Missing missing,
      Backends backends,
      FlowContext context) {
    ReceiptKeyFolder keys =
        new ReceiptKeyFolder(
            backends.folder(), receipts.keyFile(), backends.notes(), context.random());
    keys.publish();
    Optional<WebLook> web =
        files.map(url -> new WebLook(new PublicUrls(url), missing, context.clock()));
    PublicLook look = web.<PublicLook>map(w -> w).orElseGet(() -> new StoreLook(backends.stores()));
    return new ErasureParts(
        keys, new ReceiptIssuer(installation, keys.own()), new CountedLook(look), web);
  }

  void show(PrometheusRegistry metrics) {
    CounterWithCallback.builder()
        .name("tintype_erasure_looks_total")
        .help("Looks for an erased image's files: nothing found, a file answered, nothing known.")
        .labelNames("seen")
        .callback(value -> {
          value.call((double) look.gone(), "gone");
          value.call((double) look.answering(), "answers");
          value.call((double) look.unknown(), "unknown");
        })
        .register(metrics);
  }

  @Override
  public void close() {
    web.ifPresent(WebLook::close);
  }
}
