package dev.tintype.core.flow;

import dev.tintype.core.ImageId;
import dev.tintype.core.port.JobStore;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.state.ImageRecord;
import java.util.Optional;
import java.util.function.Function;

/// Whether the image that a request names is live, unknown or erased.
///
/// @param <T> the outcomes of a request whose image is live
public sealed interface Lookup<T> extends Tried<T> {

  /// The image is live, and this is the outcome.
  ///
  /// @param value the outcome
  /// @param <T> the outcomes of a request whose image is live
  record Found<T>(T value) implements Lookup<T> {}

  /// There is no such image, or it has no such version or file.
  ///
  /// @param <T> the outcomes of a request whose image is live
  record Unknown<T>() implements Lookup<T> {}

  /// The image was erased.
  ///
  /// @param <T> the outcomes of a request whose image is live
  record Gone<T>() implements Lookup<T> {}

  /// Looks up a live image.
  ///
  /// @throws StoreUnavailable when the job store does not answer
  static Lookup<ImageRecord> liveImage(JobStore jobs, ImageId id) {
    return ifLive(jobs.image(id));
  }

  /// @return what was looked up, as [#liveImage] has it
  static Lookup<ImageRecord> ifLive(Optional<ImageRecord> image) {
    if (image.isEmpty()) {
      return new Unknown<>();
    }
    return image.get().isLive() ? new Found<>(image.get()) : new Gone<>();
  }

  /// @param next makes the outcome from what was found
  default <R> Lookup<R> then(Function<T, Lookup<R>> next) {
    return switch (this) {
      case Found<T>(T value) -> next.apply(value);
      case Unknown<T> _ -> new Unknown<>();
      case Gone<T> _ -> new Gone<>();
    };
  }
}
