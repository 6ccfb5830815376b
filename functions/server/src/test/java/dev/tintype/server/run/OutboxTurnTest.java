package dev.tintype.server.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.ImageId;
import dev.tintype.core.flow.FlowContext;
import dev.tintype.core.flow.StepBoundary;
import dev.tintype.core.flow.sweep.Notify;
import dev.tintype.core.port.Change;
import dev.tintype.core.port.Change.Write.AddOutcome;
import dev.tintype.core.port.ForwardingJobStore;
import dev.tintype.core.port.MemoryJobStore;
import dev.tintype.core.port.Notifier;
import dev.tintype.core.port.RecordTransfer.Mark;
import dev.tintype.core.port.RecordTransfer.State;
import dev.tintype.core.port.StoreFrozen;
import dev.tintype.core.port.TestClock;
import dev.tintype.core.state.Outcome;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// The outbox of a store that refuses writes.
final class OutboxTurnTest {

  private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

  private final TestClock clock = new TestClock(NOW);
  private final MemoryJobStore stored = new MemoryJobStore();
  private final AtomicInteger told = new AtomicInteger();
  private State state = State.OPEN;

  private final class Freezing extends ForwardingJobStore {
    Freezing() {
      super(stored);
    }

    @Override
    public boolean commit(Change change) {
      if (state != State.OPEN) {
        throw new StoreFrozen(
            "a write",
            new Mark(state, "run", "", "another store", "", NOW, Optional.empty()),
            new IllegalStateException("the trigger"));
      }
      return super.commit(change);
    }
  }

  private OutboxTurn turn() {
    ImageId id = new ImageId("01JD2Z6K7M8N9PQRSTVWXYZ012");
    Outcome outcome = new Outcome("one", id, Optional.empty(), "image.erased", "{}", NOW, 0, NOW);
    assertThat(stored.commit(Change.of(new AddOutcome(outcome)))).isTrue();
    Freezing jobs = new Freezing();
    Notifier notifier =
        _ -> {
          told.incrementAndGet();
          return new Notifier.Answer.Told();
        };
    FlowContext context = new FlowContext(clock, new SecureRandom(), StepBoundary.UNHEARD);
    return new OutboxTurn(jobs, new Notify(jobs, notifier, context), clock, _ -> {});
  }

  @Test
  void anOutcomeIsNotToldEachSecondWhileNothingCanBeWritten() {
    OutboxTurn turn = turn();
    state = State.FROZEN;
    for (int second = 0; second < 9; second++) {
      assertThat(turn.take()).isFalse();
      clock.advance(Duration.ofSeconds(1));
    }
    assertThat(told).hasValue(1);
    state = State.OPEN;
    clock.advance(Duration.ofSeconds(2));
    assertThat(turn.take()).isFalse();
    assertThat(told).hasValue(2);
    assertThat(stored.outcomesDue(NOW.plusSeconds(60), 10)).isZero();
  }

  @Test
  void nothingIsToldFromAStoreThatWasLeft() {
    OutboxTurn turn = turn();
    state = State.MOVED;
    for (int hour = 0; hour < 5; hour++) {
      assertThat(turn.take()).isFalse();
      clock.advance(Duration.ofHours(1));
    }
    assertThat(told).hasValue(1);
    state = State.OPEN;
    assertThat(turn.take()).isFalse();
    assertThat(told).as("the records came back").hasValue(2);
    assertThat(stored.outcomesDue(NOW.plus(Duration.ofDays(1)), 10)).isZero();
  }
}
