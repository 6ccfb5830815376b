package dev.tintype.server.http.exchange;

import dev.tintype.core.Keys;
import dev.tintype.core.Keys.OriginalKey;
import dev.tintype.core.api.Problem;
import dev.tintype.core.port.JobStore;
import dev.tintype.core.state.ImageRecord;
import java.util.Optional;

/// Whether the image of a signed URL lives: what was signed before an erasure ends with it.
///
/// @param jobs knows the images
public record Living(JobStore jobs) {

  /// @param key of an original
  /// @return what is wrong with its image, if anything is
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
