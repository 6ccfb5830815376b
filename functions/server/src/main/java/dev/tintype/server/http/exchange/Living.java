package dev.tintype.server.http.exchange;

import dev.tintype.core.Keys;
import dev.tintype.core.Keys.OriginalKey;
import dev.tintype.core.api.Problem;
import dev.tintype.core.port.JobStore;
import dev.tintype.core.state.ImageRecord;
import java.util.Optional;

/// Checks whether the image of a signed URL is live. URLs signed before an erasure become invalid
/// with it.
///
/// @param jobs holds the images
public record Living(JobStore jobs) {

  /// @param key an original's key
  /// @return the problem with its image, if there is one
  /// @throws dev.tintype.core.port.StoreUnavailable when the store does not answer
  public Optional<Problem> complaint(String key) {
    Optional<ImageRecord> image =
        Keys.parseOriginal(key).map(OriginalKey::imageId).flatMap(jobs::image);
    if (image.isEmpty()) {
      return Optional.of(Problem.NOT_FOUND);
    }
    return image.get().isLive() ? Optional.empty() : Optional.of(Problem.GONE);
  }
}
