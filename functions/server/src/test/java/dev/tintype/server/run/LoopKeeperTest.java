package dev.tintype.server.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.port.LoopLeases;
import dev.tintype.core.port.MemoryLoopLeases;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.port.TestClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/// Two servers over the same leases.
class LoopKeeperTest {

  private static final Instant START = Instant.parse("2026-11-23T10:00:00Z");

  private final TestClock clock = new TestClock(START);
  private final Leases leases = new Leases();
  private final Server one = new Server("one");
  private final Server other = new Server("other");

  /// Leases of a store that can be cut off.
  private final class Leases implements LoopLeases {
    private final LoopLeases inside = new MemoryLoopLeases(clock);
    private boolean down;

    private void requireUp() {
      if (down) {
        throw new StoreUnavailable("the store is down", new IllegalStateException());
      }
    }

    @Override
    public boolean hold(String name, String holder, Duration time) {
      requireUp();
      return inside.hold(name, holder, time);
    }

    @Override
    public void release(String name, String holder) {
      requireUp();
      inside.release(name, holder);
    }

    @Override
    public Instant now() {
      requireUp();
      return inside.now();
    }
  }

  private final class Server {
    private final LoopKeeper keeper;
    private final Loop.Turn turn;
    private boolean mayWork = true;
    private int turns;
    private int elsewhere;
    private Runnable during = () -> {};

    Server(String name) {
      this.keeper = new LoopKeeper(leases, name, () -> mayWork, LoopKeeperTest.this::nanos);
      this.turn = keeper.alone("sweep", this::take, () -> elsewhere++);
    }

    private boolean take() {
      turns++;
      during.run();
      return true;
    }
  }

  private long nanos() {
    return Duration.between(START, clock.instant()).toNanos();
  }

  /// Lets time pass while both servers that run renew their leases.
  private void pass(Duration time, Server... running) {
    for (Duration left = time; left.isPositive(); left = left.minus(LoopKeeper.RENEWAL)) {
      clock.advance(LoopKeeper.RENEWAL);
      for (Server server : running) {
        server.keeper.renew();
      }
    }
  }

  @Test
  void oneOfTwoServersTakesTheTurns() {
    for (int i = 0; i < 20; i++) {
      pass(LoopKeeper.RENEWAL, one, other);
      assertThat(one.turn.take()).isTrue();
      assertThat(other.turn.take()).isFalse();
    }
    assertThat(one.turns).isEqualTo(20);
    assertThat(other.turns).isZero();
    assertThat(other.elsewhere).isEqualTo(20);
  }

  @Test
  void theOtherTakesOverSoonAfterADeath() {
    pass(Duration.ofMinutes(1), one, other);
    pass(LoopKeeper.LEASE.plus(LoopKeeper.RENEWAL), other);
    assertThat(other.turn.take()).isTrue();
  }

  @Test
  void theOtherTakesOverAtItsNextLookAfterAnOrderlyEnd() {
    one.keeper.close();
    pass(LoopKeeper.RENEWAL, other);
    assertThat(other.turn.take()).isTrue();
    assertThat(one.turn.take()).isFalse();
  }

  @Test
  void aServerThatStoodStillTakesNoTurnWhenItGoesOn() {
    pass(LoopKeeper.LEASE.plus(LoopKeeper.RENEWAL), other);
    assertThat(one.turn.take()).isFalse();
    one.keeper.renew();
    assertThat(one.turn.take()).isFalse();
  }

  @Test
  void noLoopRunsForLongWhileTheStoreIsDown() {
    leases.down = true;
    pass(Duration.ofSeconds(5), one, other);
    assertThat(one.turn.take()).isTrue();
    pass(LoopKeeper.LEASE, one, other);
    assertThat(one.turn.take()).isFalse();
    assertThat(other.turn.take()).isFalse();
    leases.down = false;
    pass(LoopKeeper.RENEWAL, one, other);
    assertThat(one.turns + other.turns).isEqualTo(1);
    assertThat(one.turn.take()).isNotEqualTo(other.turn.take());
  }

  @Test
  void aServerThatMayNotWorkLeavesItsLoops() {
    one.mayWork = false;
    pass(LoopKeeper.RENEWAL, one, other);
    assertThat(one.turn.take()).isFalse();
    assertThat(other.turn.take()).isTrue();
  }

  @Test
  void aLongTurnKeepsItsLeaseAndAnEndlessOneLosesIt() {
    one.during =
        () -> {
          pass(Duration.ofMinutes(5), one, other);
          assertThat(other.turn.take()).isFalse();
          pass(LoopKeeper.LONGEST_TURN, one, other);
          assertThat(other.turn.take()).isTrue();
        };
    one.turn.take();
    assertThat(one.turns).isEqualTo(1);
    assertThat(one.turn.take()).isFalse();
  }
}
