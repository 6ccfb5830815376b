package dev.tintype.server.run;

import dev.tintype.core.port.LoopLeases;
import dev.tintype.core.port.StoreUnavailable;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/// The leases of the loops that one of several servers runs for all. Its own thread renews them, so
/// a long turn keeps its lease. Safe for use by many threads.
///
/// A server that stood still for longer than a lease may end its turn beside another server's.
/// Every write of a turn is conditional, so the records stay right; a notification may be sent
/// twice, with the same id.
final class LoopKeeper implements AutoCloseable {

  /// How long a lease lasts. The loops of a dead server stand still for so long at most, and for
  /// one renewal more.
  static final Duration LEASE = Duration.ofSeconds(20);

  /// How often leases are looked at: one with little time left is renewed, another server's is
  /// asked for.
  static final Duration RENEWAL = Duration.ofSeconds(5);

  /// A lease with more time left needs no renewal yet, which saves every second write.
  private static final long ENOUGH_NANOS = Duration.ofSeconds(12).toNanos();

  /// A server whose turn takes longer leaves the loop to another one.
  static final Duration LONGEST_TURN = Duration.ofMinutes(10);

  private static final Logger LOGGER = System.getLogger("dev.tintype.serve");

  private final LoopLeases leases;
  private final String holder;
  private final BooleanSupplier mayWork;
  private final LongSupplier nanos;
  private final List<Held> all = new CopyOnWriteArrayList<>();

  /// @param holder the name of this server
  /// @param mayWork whether this server may run loops now
  /// @param nanos tells how long a lease lasts still, in nanoseconds from any start
  LoopKeeper(LoopLeases leases, String holder, BooleanSupplier mayWork, LongSupplier nanos) {
    this.leases = leases;
    this.holder = holder;
    this.mayWork = mayWork;
    this.nanos = nanos;
  }

  /// Asks for the lease of a loop.
  ///
  /// @param name of the loop, the same on all servers
  /// @param turn taken while this server has the lease
  /// @param elsewhere called instead while it has not
  /// @return the turn of this server's loop
  Loop.Turn alone(String name, Loop.Turn turn, Runnable elsewhere) {
    Held held = new Held(name);
    all.add(held);
    held.renew();
    return () -> {
      if (!held.isHeld()) {
        elsewhere.run();
        return false;
      }
      return held.during(turn);
    };
  }

  /// Renews the leases that need it, and asks for those that others have.
  void renew() {
    all.forEach(Held::renew);
  }

  /// Shows which loops this server runs.
  void show(PrometheusRegistry metrics) {
    GaugeWithCallback.builder()
        .name("tintype_loops")
        .help("Whether this server runs the loop: of all servers, one does.")
        .labelNames("loop")
        .callback(value -> all.forEach(held -> value.call(held.isHeld() ? 1 : 0, held.name)))
        .register(metrics);
  }

  /// Gives all leases up. The loops have ended, and nobody renews any more.
  @Override
  public void close() {
    try {
      all.forEach(Held::giveUp);
    } catch (StoreUnavailable e) {
      LOGGER.log(Level.WARNING, "event=loop.not_released", e);
    }
  }

  /// One lease, as this server knows it.
  private final class Held {
    private final String name;
    private volatile boolean granted;
    private volatile long until;

    /// When the turn under way began; meaningless without one.
    private volatile long began;

    private volatile boolean inTurn;

    Held(String name) {
      this.name = name;
      this.until = nanos.getAsLong();
    }

    boolean isHeld() {
      return granted && nanos.getAsLong() - until < 0;
    }

    boolean during(Loop.Turn turn) {
      began = nanos.getAsLong();
      inTurn = true;
      try {
        return turn.take();
      } finally {
        inTurn = false;
      }
    }

    /// A lease that could not be renewed is over once its time has passed by this server's own
    /// count.
    void renew() {
      try {
        if (isStuck() || !mayWork.getAsBoolean()) {
          giveUp();
          return;
        }
        long asked = nanos.getAsLong();
        if (granted && until - asked > ENOUGH_NANOS) {
          return;
        }
        boolean isOurs = leases.hold(name, holder, LEASE);
        until = asked + LEASE.toNanos();
        tell(isOurs);
        granted = isOurs;
      } catch (StoreUnavailable e) {
        LOGGER.log(Level.WARNING, () -> "event=loop.lease_unknown name=" + name + " cause=" + e);
      }
    }

    private boolean isStuck() {
      return inTurn && nanos.getAsLong() - began > LONGEST_TURN.toNanos();
    }

    private void tell(boolean isOurs) {
      if (isOurs != granted) {
        LOGGER.log(Level.INFO, () -> "event=loop." + (isOurs ? "taken" : "left") + " name=" + name);
      }
    }

    void giveUp() {
      if (granted) {
        tell(false);
        granted = false;
        leases.release(name, holder);
      }
    }
  }
}
