package dev.tintype.server.http.files;

import dev.tintype.core.api.Problem;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.server.http.exchange.Living;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/// Whether the image of an upload is still live. A job store that does not answer for a moment must
/// not cost a client an upload that is complete. For one thread.
///
/// An original may be stored unasked for a while after its image was seen live: the last look of an
/// erasure that begins later comes later still, and deletes it ([dev.tintype.core.state.Erasure]).
final class UploadedImage {

  /// Shorter than the wait for the last look, so that the original is stored by then.
  private static final Duration STAYS_TRUE = Duration.ofMinutes(5);

  /// Most uploads are over within this time, and [#afterStoring] asks once more anyway.
  private static final Duration JUST_NOW = Duration.ofMillis(500);

  private static final int TRIES = 10;

  private final Living living;
  private final String key;
  private final LongSupplier nanos;
  private final Pause pause;
  private long seenLiveAt;

  /// Waits between two questions.
  @FunctionalInterface
  interface Pause {
    void take() throws InterruptedException;
  }

  /// @param key the original's key
  /// @param nanos the clock of `System.nanoTime`
  UploadedImage(Living living, String key, LongSupplier nanos, Pause pause) {
    this.living = living;
    this.key = key;
    this.nanos = nanos;
    this.pause = pause;
  }

  /// @return the problem with the image, before any of the body is read
  /// @throws StoreUnavailable when the job store does not answer
  Optional<Problem> atStart() {
    long now = nanos.getAsLong();
    Optional<Problem> problem = living.complaint(key);
    if (problem.isEmpty()) {
      seenLiveAt = now;
    }
    return problem;
  }

  /// Called after [#atStart] found no problem. It does not ask when that was just now, and asks
  /// again for some seconds if it must.
  ///
  /// @return the problem with the image, right before the original is stored
  /// @throws StoreUnavailable when the job store does not answer, and the image was not seen live
  ///   lately
  Optional<Problem> beforeStoring() throws InterruptedException {
    if (nanos.getAsLong() - seenLiveAt < JUST_NOW.toNanos()) {
      return Optional.empty();
    }
    for (int tries = 1; ; tries++) {
      try {
        return atStart();
      } catch (StoreUnavailable e) {
        if (nanos.getAsLong() - seenLiveAt < STAYS_TRUE.toNanos()) {
          return Optional.empty();
        }
        if (tries == TRIES) {
          throw e;
        }
        pause.take();
      }
    }
  }

  /// @return the problem with the image, right after the original was stored; none when the job
  ///   store does not answer: then the last look of an erasure is still to come
  Optional<Problem> afterStoring() {
    try {
      return living.complaint(key);
    } catch (StoreUnavailable _) {
      return Optional.empty();
    }
  }
}
