package dev.tintype.core.webhook;

import dev.tintype.core.port.Notifier;
import dev.tintype.core.state.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/// Pauses notifications after a receiver has refused one. So a receiver that does not respond costs
/// one timeout per pause, not one per outcome. Safe for use by many threads.
public final class CoolDownNotifier implements Notifier {

  private final Notifier receiver;
  private final Duration pause;
  private final InstantSource clock;
  private final AtomicReference<Instant> until = new AtomicReference<>(Instant.MIN);

  /// @param pause how long the receiver is not called after it refused
  public CoolDownNotifier(Notifier receiver, Duration pause, InstantSource clock) {
    this.receiver = receiver;
    this.pause = pause;
    this.clock = clock;
  }

  @Override
  public Answer tell(Outcome outcome) {
    if (isLeftAlone(clock.instant())) {
      return new Answer.Refused("not sent: the receiver refused another a moment ago");
    }
    Answer answer = receiver.tell(outcome);
    if (answer instanceof Answer.Refused) {
      until.set(clock.instant().plus(pause));
    }
    return answer;
  }

  /// A pause that ends later than one starting now was set by a clock that ran ahead.
  private boolean isLeftAlone(Instant now) {
    Instant end = until.get();
    return now.isBefore(end) && !end.isAfter(now.plus(pause));
  }
}
