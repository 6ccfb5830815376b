package dev.tintype.core.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.ImageId;
import dev.tintype.core.port.Notifier;
import dev.tintype.core.port.Notifier.Answer;
import dev.tintype.core.port.TestClock;
import dev.tintype.core.state.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CoolDownNotifierTest {

  private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
  private static final Duration PAUSE = Duration.ofSeconds(30);

  private final TestClock clock = new TestClock(NOW);
  private final List<String> asked = new ArrayList<>();
  private boolean up;
  private final Notifier notifier =
      new CoolDownNotifier(
          outcome -> {
            asked.add(outcome.id());
            return up ? new Answer.Told() : new Answer.Refused("down");
          },
          PAUSE,
          clock);

  private Answer tell(String id) {
    ImageId image = new ImageId("01ARZ3NDEKTSV4RRFFQ69G5FAV");
    return notifier.tell(
        new Outcome(id, image, Optional.empty(), "image.erased", "{}", NOW, 0, NOW));
  }

  @Test
  void aReceiverThatRefusedIsNotCalledDuringThePause() {
    assertThat(tell("a")).isInstanceOf(Answer.Refused.class);
    assertThat(tell("b")).isInstanceOf(Answer.Refused.class);
    assertThat(asked).containsExactly("a");
    clock.advance(PAUSE);
    up = true;
    assertThat(tell("c")).isInstanceOf(Answer.Told.class);
    assertThat(tell("d")).isInstanceOf(Answer.Told.class);
    assertThat(asked).containsExactly("a", "c", "d");
  }

  @Test
  void aPauseFromAFastClockEndsWhenTheClockIsCorrected() {
    clock.advance(Duration.ofHours(2));
    tell("first");
    clock.advance(Duration.ofHours(-2));
    up = true;
    assertThat(tell("second")).isInstanceOf(Answer.Told.class);
    assertThat(asked).containsExactly("first", "second");
  }
}
