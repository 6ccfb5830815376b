package dev.tintype.core.flow.read;

import dev.tintype.core.ImageId;
import dev.tintype.core.OriginalFormat;
import dev.tintype.core.flow.Lookup;
import dev.tintype.core.flow.Stores;
import dev.tintype.core.flow.read.Describe.Described;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.port.UploadSigner;
import dev.tintype.core.state.VersionRecord;
import java.net.URI;
import java.time.Duration;
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

  /// @return a URL that is valid for five minutes; unknown when no original is stored
  /// @throws StoreUnavailable when a store does not answer
  public Lookup<URI> link(ImageId id) {
    return describe.describe(id).then(this::link);
  }

  private Lookup<URI> link(Described image) {
    return Stream.concat(image.current().stream(), Stream.of(image.latest()))
        .filter(record -> isStored(record.job().originalKey()))
        .findFirst()
        .<Lookup<URI>>map(record -> new Lookup.Found<>(signed(image, record)))
        .orElseGet(Lookup.Unknown::new);
  }

  private boolean isStored(String key) {
    return stores.originals().head(key).isPresent();
  }

  private URI signed(Described image, VersionRecord record) {
    String fileName =
        image
            .image()
            .name()
            .orElseGet(() ->
                image.image().id()
                    + OriginalFormat.byMediaType(record.job().original().mediaType())
                        .map(format -> "." + format.id())
                        .orElse(""));
    return signer.download(record.job().originalKey(), fileName, VALID_FOR);
  }
}
