package dev.tintype.process;

import dev.tintype.aws.StagingSigner.Permit;
import dev.tintype.aws.StagingSigner.Wish;
import dev.tintype.core.Keys;
import dev.tintype.core.flow.FlowLog;
import dev.tintype.core.port.Renderer.Request;
import dev.tintype.core.port.Storage;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.render.remote.RenderOrder;
import dev.tintype.render.remote.RenderOrder.Upload;
import java.io.InputStream;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;

/// The private place for archives that are not read yet. Each attempt has its own key, which cannot
/// be guessed. So a late upload cannot change the archive of another attempt.
///
/// @param originals the storage that holds originals and archives
/// @param signer signs the requests of the rendering function
/// @param random makes the names of attempts
record Staging(Storage originals, Signer signer, SecureRandom random) {

  /// Signatures are valid for this much longer than the rendering, so that there is time for a
  /// start and a transfer.
  private static final Duration MARGIN = Duration.ofMinutes(1);

  private static final int NAME_BYTES = 16;

  /// Signs what may be read, and one upload.
  @FunctionalInterface
  interface Signer {
    /// @throws StoreUnavailable when the signing credentials end earlier
    Permit permit(Wish wish, Duration validFor);
  }

  /// @return a key that no other attempt has
  String key(Request request) {
    byte[] name = new byte[NAME_BYTES];
    random.nextBytes(name);
    return Keys.staging(
        request.job().imageId(), request.job().version(), HexFormat.of().formatHex(name));
  }

  /// @param key the archive's key
  /// @param mostBytes the most bytes of the archive
  /// @throws StoreUnavailable when nothing can be signed at present
  RenderOrder order(Request request, String key, long mostBytes) {
    Permit permit =
        signer.permit(
            new Wish(
                request.job().originalKey(),
                request.job().recipe().watermark().map(mark -> Keys.watermark(mark.image())),
                key,
                mostBytes),
            Duration.ofSeconds(request.deadline().plus(MARGIN).toSeconds()));
    return new RenderOrder(
        request.job(),
        permit.original(),
        permit.watermark(),
        new Upload(permit.upload(), permit.fields()),
        request.deadline(),
        request.reuse());
  }

  /// @return the archive, if it was uploaded
  /// @throws StoreUnavailable when the storage does not answer
  Optional<InputStream> open(String key) {
    return originals.open(key, Optional.empty());
  }

  /// Deletes an archive. If that fails, the storage deletes it after a day.
  void forget(String key) {
    try {
      originals.delete(key);
    } catch (StoreUnavailable e) {
      FlowLog.event("staging.not_deleted").with("key", key).cause(e).warning();
    }
  }
}
