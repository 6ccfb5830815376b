package dev.tintype.s3;

import dev.tintype.core.port.StoreUnavailable;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/// Asks from time to time whether the buckets answer, so that a readiness check need not wait for
/// the store. One thread runs it; any thread may ask for the complaint.
final class BucketWatch implements Runnable {

  private static final Logger LOGGER = System.getLogger("dev.tintype.s3");
  private static final Duration PERIOD = Duration.ofSeconds(15);

  private final Supplier<Optional<String>> problem;
  private final InstantSource clock;
  private Instant asked;
  private volatile Optional<String> complaint = Optional.empty();

  /// @param problem what is wrong with the buckets, as the end of a sentence; may throw
  ///   [StoreUnavailable]
  BucketWatch(Supplier<Optional<String>> problem, InstantSource clock) {
    this.problem = problem;
    this.clock = clock;
    this.asked = clock.instant();
  }

  /// @return what was found last, in a sentence; absent when the buckets answered
  Optional<String> complaint() {
    return complaint;
  }

  /// Asks when the last answer is old.
  @Override
  public void run() {
    Instant now = clock.instant();
    if (Duration.between(asked, now).abs().compareTo(PERIOD) < 0) {
      return;
    }
    asked = now;
    Optional<String> found = ask();
    found.ifPresent(text -> LOGGER.log(Level.WARNING, "event=s3.complaint detail=\"" + text + '"'));
    complaint = found;
  }

  private Optional<String> ask() {
    try {
      return problem.get().map(text -> "The storage " + text + ".");
    } catch (StoreUnavailable e) {
      LOGGER.log(Level.DEBUG, "event=s3.unavailable", e);
      return Optional.of("The storage does not answer.");
    }
  }
}
