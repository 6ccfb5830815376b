package dev.tintype.s3;

import dev.tintype.core.port.StoreUnavailable;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import software.amazon.awssdk.services.s3.S3Client;

/// Tries out once whether a bucket keeps the conditions and the digest of a copy, which many stores
/// do not. Without them, files are copied through this machine. A store that does not answer, or
/// refuses a copy for a reason of its own, has said nothing, and is asked again later.
///
/// Safe for use by many threads; while one asks, the others wait.
final class CopyProbe {

  private static final Logger LOGGER = System.getLogger("dev.tintype.s3");

  /// How long a store that said nothing is left alone. Asking takes about 30 requests.
  static final Duration PAUSE = Duration.ofMinutes(5);

  private final S3Storage storage;
  private final CopyTrial trial;
  private final InstantSource clock;
  private boolean isAnswered;
  private Optional<String> found = Optional.empty();
  private Optional<Instant> failed = Optional.empty();

  /// @param storage the bucket, which copies through this machine
  /// @param clock tells when a store that said nothing is asked again
  CopyProbe(S3Client s3, S3Storage storage, InstantSource clock, SecureRandom random) {
    this.storage = storage;
    this.trial = new CopyTrial(s3, storage, random);
    this.clock = clock;
  }

  /// @return whether the store may copy; false as long as it has said nothing
  synchronized boolean isKept() {
    Instant now = clock.instant();
    if (!isAnswered
        && failed.filter(at -> Duration.between(at, now).abs().compareTo(PAUSE) < 0).isPresent()) {
      return false;
    }
    try {
      return lack().isEmpty();
    } catch (StoreUnavailable e) {
      LOGGER.log(
          failed.isEmpty() ? Level.WARNING : Level.DEBUG,
          "event=s3.copies_unknown bucket=" + storage.bucket(),
          e);
      failed = Optional.of(clock.instant());
      return false;
    }
  }

  /// @return what copies of this bucket do not keep, as the end of a sentence
  /// @throws StoreUnavailable when the store says nothing
  synchronized Optional<String> lack() {
    if (!isAnswered) {
      found = trial.lack();
      isAnswered = true;
      found.ifPresent(lack ->
          LOGGER.log(
              Level.INFO,
              "event=s3.copies_fetched bucket=" + storage.bucket() + " detail=\"" + lack + '"'));
    }
    return found;
  }
}
