package dev.tintype.canary;

import dev.tintype.core.port.Message;
import dev.tintype.core.port.StoreUnavailable;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.function.Consumer;

/// Has one image processed past the queue if no worker claims it. Behind many other images it would
/// not be ready in time, and the deployment that helps them would fail.
///
/// One call at a time.
final class Overtaking {

  /// How long the image waits in the queue first.
  static final Duration PATIENCE = Duration.ofMinutes(1);

  private static final Duration PAUSE = Duration.ofSeconds(20);

  /// States in which no worker holds the image. Behind a long queue, the message that tells its
  /// arrival waits too.
  private static final Set<String> UNCLAIMED = Set.of("awaiting_upload", "queued");

  private final Consumer<Message> worker;
  private final Message message;
  private final InstantSource clock;
  private final Instant end;
  private Instant next;
  private String failure = "";

  /// @param worker processes the version of a message; throws `StoreUnavailable` when it does not
  /// @param message names the version, whose original is stored
  /// @param end no call begins after it
  Overtaking(Consumer<Message> worker, Message message, InstantSource clock, Instant end) {
    this.worker = worker;
    this.message = message;
    this.clock = clock;
    this.end = end;
    this.next = clock.instant().plus(PATIENCE);
  }

  /// Calls the worker if it is time. If the call fails, the image still waits in the queue, and a
  /// later call may succeed.
  ///
  /// @param state the image's state, which is not an end
  /// @return what was found, for a person, with the failure of the last call
  String seen(String state) {
    Instant now = clock.instant();
    if (UNCLAIMED.contains(state) && !now.isBefore(next) && !now.isAfter(end)) {
      next = now.plus(PAUSE);
      overtake();
    }
    return "its state is " + state + failure;
  }

  private void overtake() {
    try {
      worker.accept(message);
      failure = "";
    } catch (StoreUnavailable e) {
      failure = ", and it could not be processed past the queue: " + e.getMessage();
    }
  }
}
