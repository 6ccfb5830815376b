package dev.tintype.core.flow.read;

import dev.tintype.core.ImageId;
import dev.tintype.core.OriginalFormat;
import dev.tintype.core.flow.Stores;
import dev.tintype.core.flow.read.Describe.Described;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.port.UploadSigner;
import dev.tintype.core.state.VersionRecord;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/// Signs a short-lived URL for the original of an image: that of the current version, or of the
/// latest version while none is ready.
public final class DownloadOriginal {

  private static final Duration VALID_FOR = Duration.ofMinutes(5);

  private final Stores stores;
  private final Describe describe;
  private final UploadSigner signer;

  /// @param signer signs the URL
  public DownloadOriginal(Stores stores, UploadSigner signer) {
    this.stores = stores;
    this.describe = new Describe(stores.jobs());
    this.signer = signer;
  }

  /// The result of the request.
  public sealed interface Link {
    /// The original can be downloaded.
    ///
    /// @param url valid for five minutes
    record Signed(URI url) implements Link {}

    /// There is no such image, or its original is not stored.
    record Unknown() implements Link {}

    /// The image was erased.
    record Gone() implements Link {}
  }

  /// @throws StoreUnavailable when a store does not answer
  public Link link(ImageId id) {
    return switch (describe.describe(id)) {
      case Described.Unknown _ -> new Link.Unknown();
      case Described.Gone _ -> new Link.Gone();
      case Described.Found found -> {
        List<VersionRecord> candidates =
            Stream.concat(found.current().stream(), Stream.of(found.latest())).toList();
        yield candidates.stream()
            .filter(record -> isStored(record.job().originalKey()))
            .findFirst()
            .<Link>map(record -> signed(found, record))
            .orElseGet(Link.Unknown::new);
      }
    };
  }

  private boolean isStored(String key) {
    return stores.originals().head(key).isPresent();
  }

  private Link signed(Described.Found found, VersionRecord record) {
    String fileName =
        found
            .image()
            .name()
            .orElseGet(() ->
                found.image().id()
                    + OriginalFormat.byMediaType(record.job().original().mediaType())
                        .map(format -> "." + format.id())
                        .orElse(""));
    return new Link.Signed(signer.download(record.job().originalKey(), fileName, VALID_FOR));
  }
}
