package dev.tintype.core.webhook;

import dev.tintype.core.port.Notifier;
import dev.tintype.core.state.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/// Asks a receiver that refused nothing more for a while, so that one which hangs cannot hold up
/// the telling of many outcomes for as many timeouts. Safe for use by many threads.
public final class CoolDownNotifier implements Notifier {

  private final Notifier receiver;
  private final Duration pause;
  private final InstantSource clock;
  private final AtomicReference<Instant> until = new AtomicReference<>(Instant.MIN);

  /// @param pause how long it is left alone after it refused
  public CoolDownNotifier(Notifier receiver, Duration pause, InstantSource clock) {
    this.receiver = receiver;
    this.pause = pause;
    this.clock = clock;
  }

  @Override
  public Answer tell(Outcome outcome) {
    if (isLeftAlone(clock.instant())) {
      return new Answer.Refused("not asked: the receiver refused another a moment ago");
    }
    Answer answer = receiver.tell(outcome);
    if (answer instanceof Answer.Refused) {
      until.set(clock.instant().plus(pause));
    }
    return answer;
  }

  /// A pause that ends later than one that began now was set by a clock that was ahead.
  private boolean isLeftAlone(Instant now) {
    Instant end = until.get();
    return now.isBefore(end) && !end.isAfter(now.plus(pause));
  }
}
