package dev.tintype.canary;

import dev.tintype.core.flow.Sleeper;
import dev.tintype.core.port.StoreUnavailable;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// Repeats a step until it succeeds or its time is over. In the first seconds of a stack, new
/// permissions, routes and copies near viewers may not exist everywhere yet.
///
/// @param clock measures the time
/// @param sleeper waits between two tries
/// @param end when no step is tried again
record Repeats(InstantSource clock, Sleeper sleeper, Instant end) {

  private static final Duration PAUSE = Duration.ofSeconds(2);

  /// What a try found.
  ///
  /// @param <T> what the step gets
  sealed interface Found<T> {
    /// The step is done.
    record Done<T>(T value) implements Found<T> {}

    /// A later try may succeed.
    ///
    /// @param why what was found instead
    record NotYet<T>(String why) implements Found<T> {}
  }

  /// One try of a step.
  ///
  /// @param <T> what the step gets
  @FunctionalInterface
  interface Step<T> {
    /// @throws CanaryFailure when no later try can succeed
    /// @throws StoreUnavailable when a service did not answer; a later try may succeed
    Found<T> tried() throws CanaryFailure, InterruptedException;
  }

  /// @param what names the step in messages, such as `PUT of the original`
  /// @param most how long the step may take
  /// @throws CanaryFailure when the step did not succeed in time, with what the last try found
  <T> T until(String what, Duration most, Step<T> step) throws CanaryFailure, InterruptedException {
    Instant began = clock.instant();
    Instant stop = began.plus(most).isBefore(end) ? began.plus(most) : end;
    while (true) {
      String why;
      switch (tried(step)) {
        case Found.Done<T>(T value) -> {
          return value;
        }
        case Found.NotYet<T>(String found) -> why = found;
      }
      if (!clock.instant().plus(PAUSE).isBefore(stop)) {
        long seconds = Duration.between(began, clock.instant()).toSeconds();
        throw new CanaryFailure(what + " failed for " + seconds + " s: " + why);
      }
      sleeper.await(PAUSE);
    }
  }

  private static <T> Found<T> tried(Step<T> step) throws CanaryFailure, InterruptedException {
    try {
      return step.tried();
    } catch (StoreUnavailable e) {
      return new Found.NotYet<>(String.valueOf(e.getMessage()));
    }
  }
}
