package dev.tintype.core.port;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/// Leases in memory. Safe for use by many threads.
public final class MemoryLoopLeases implements LoopLeases {

  private record Lease(String holder, Instant endsAt) {}

  private final InstantSource clock;
  private final Map<String, Lease> leases = new HashMap<>();

  /// @param clock the store's
  public MemoryLoopLeases(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public synchronized boolean hold(String name, String holder, Duration time) {
    LoopLeases.check(name, holder, time);
    Instant now = clock.instant();
    Lease lease = leases.get(name);
    if (lease != null && !lease.holder().equals(holder) && now.isBefore(lease.endsAt())) {
      return false;
    }
    leases.put(name, new Lease(holder, now.plus(time)));
    return true;
  }

  @Override
  public synchronized void release(String name, String holder) {
    leases.computeIfPresent(name, (_, lease) -> lease.holder().equals(holder) ? null : lease);
  }

  @Override
  public Instant now() {
    return clock.instant();
  }
}
