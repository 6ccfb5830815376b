package dev.tintype.nats;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// The deliveries that this process may still answer, each until its time is over. The server takes
/// a late answer for one of whoever has the message by then
/// (https://github.com/nats-io/nats-server/issues/4786), so an answer must not be sent later. Safe
/// for use by many threads.
final class Held {

  /// The server may see a time end earlier than this process by this share of it …
  private static final int MARGIN_SHARE = 12;

  /// … but by no more than this: an answer may arrive until a silent connection is given up, which
  /// takes nine seconds ([NatsLink]).
  private static final Duration MOST_MARGIN = Duration.ofSeconds(10);

  private static final Duration BETWEEN_SWEEPS = Duration.ofSeconds(1);

  private final LongSupplier nanos;
  private final Map<String, Holding> holdings = new ConcurrentHashMap<>();
  private volatile long swept;

  /// @param lock is held by whoever answers
  private record Holding(Taken taken, long until, ReentrantLock lock) {

    Holding until(long time) {
      return new Holding(taken, time, lock);
    }
  }

  /// @param nanos goes on while the machine is suspended, as [Elapsed]
  Held(LongSupplier nanos) {
    this.nanos = nanos;
    this.swept = nanos.getAsLong();
  }

  /// @return the local time, in nanoseconds
  long now() {
    return nanos.getAsLong();
  }

  /// Holds a delivery.
  ///
  /// @param since when at the earliest the server began to hide the message
  /// @param visibility for how long it hides it
  void hold(Taken taken, long since, Duration visibility) {
    sweep();
    holdings.put(taken.receipt(), new Holding(taken, end(since, visibility), new ReentrantLock()));
  }

  /// Holds a delivery for less time than until now, if this time is less: before a request that may
  /// change the time, and whose answer may be lost.
  void shorten(Taken taken, long since, Duration visibility) {
    long until = end(since, visibility);
    holdings.computeIfPresent(
        taken.receipt(),
        (_, holding) -> holding.until() - until > 0 ? holding.until(until) : holding);
  }

  /// Changes until when a delivery is held, if it still is.
  void renew(Taken taken, long since, Duration visibility) {
    long until = end(since, visibility);
    holdings.computeIfPresent(taken.receipt(), (_, holding) -> holding.until(until));
  }

  /// @return from when on a delivery must not be answered
  /// @param since when at the earliest the server began to hide the message
  /// @param visibility for how long it hides it
  static long end(long since, Duration visibility) {
    Duration margin = visibility.dividedBy(MARGIN_SHARE);
    Duration kept = margin.compareTo(MOST_MARGIN) < 0 ? margin : MOST_MARGIN;
    return since + visibility.minus(kept).toNanos();
  }

  /// Works on a delivery if it is still ours. One thread at a time works on it; the others wait.
  ///
  /// @param work answers the server
  /// @return whether the delivery was ours when the work began
  boolean whileOurs(String receipt, Consumer<Taken> work) {
    Holding holding = holdings.get(receipt);
    if (holding == null) {
      return false;
    }
    holding.lock().lock();
    try {
      Optional<Taken> ours = of(receipt);
      ours.ifPresent(work);
      return ours.isPresent();
    } finally {
      holding.lock().unlock();
    }
  }

  /// @return the delivery, if it is still ours
  Optional<Taken> of(String receipt) {
    return Optional.ofNullable(holdings.get(receipt))
        .filter(holding -> holding.until() - now() > 0)
        .map(Holding::taken);
  }

  /// Lets a delivery go, which was answered.
  void release(Taken taken) {
    holdings.remove(taken.receipt());
  }

  /// Forgets the deliveries whose time is over.
  private void sweep() {
    long now = now();
    if (now - swept > BETWEEN_SWEEPS.toNanos()) {
      swept = now;
      holdings.values().removeIf(holding -> holding.until() - now <= 0);
    }
  }
}
