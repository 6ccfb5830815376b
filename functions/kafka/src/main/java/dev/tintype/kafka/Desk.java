package dev.tintype.kafka;

import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.state.Lane;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Where consumers hand their messages to the threads that wait for one. As many consumers of a
/// lane look for a message as threads wait for one of that lane. A consumer cannot stop looking, so
/// it may have a message when nobody waits any more. Safe for use by many threads.
final class Desk {

  /// How soon waiting threads notice that a consumer has looked.
  private static final Duration GLANCE = Duration.ofMillis(10);

  private final Consumer<Lane> start;
  private final Map<Lane, Side> sides = new EnumMap<>(Lane.class);
  private final List<Waiter> waiters = new ArrayList<>();
  private boolean closed;

  /// @param start starts one more consumer of a lane, which looks for a message at once
  Desk(Consumer<Lane> start) {
    this.start = start;
    for (Lane lane : Lane.values()) {
      sides.put(lane, new Side());
    }
  }

  /// A thread that waits for a message.
  static final class Waiter {
    private final Set<Lane> lanes = EnumSet.noneOf(Lane.class);
    private @Nullable Holding given;
    private @Nullable StoreUnavailable failure;
  }

  private Side side(Lane lane) {
    return Objects.requireNonNull(sides.get(lane));
  }

  private int demand(Lane lane) {
    return Math.toIntExact(
        waiters.stream()
            .filter(waiter -> waiter.lanes.contains(lane) && waiter.failure == null)
            .count());
  }

  synchronized Waiter enter() {
    Waiter waiter = new Waiter();
    waiters.add(waiter);
    return waiter;
  }

  /// The thread also waits for a message of this lane.
  synchronized void want(Waiter waiter, Lane lane) {
    waiter.lanes.add(lane);
    Side side = side(lane);
    side.wanted = System.nanoTime();
    if (!closed && demand(lane) > side.looking) {
      side.looking++;
      if (side.idle > 0) {
        side.idle--;
        side.called++;
        notifyAll();
      } else {
        start.accept(lane);
      }
    }
  }

  /// Waits for a message.
  ///
  /// @param end until when at least, by [System#nanoTime]
  /// @param latest until when a consumer may take to look for the first time
  /// @return nothing when the time is over, and each lane was looked at
  /// @throws StoreUnavailable when no message can come
  synchronized Optional<Holding> await(Waiter waiter, long end, long latest)
      throws InterruptedException {
    while (waiter.given == null) {
      if (waiter.failure != null) {
        throw waiter.failure;
      }
      long now = System.nanoTime();
      boolean hasLooked = waiter.lanes.stream().allMatch(lane -> side(lane).hasLooked(now));
      if (closed || (hasLooked ? now - end >= 0 : now - latest >= 0)) {
        return Optional.empty();
      }
      long left = hasLooked ? end - now : Math.min(GLANCE.toNanos(), latest - now);
      TimeUnit.NANOSECONDS.timedWait(this, Math.max(left, 1));
    }
    Holding given = waiter.given;
    waiter.given = null;
    return Optional.of(given);
  }

  /// A thread waits no more.
  ///
  /// @return what it was given and did not notice
  synchronized Optional<Holding> leave(Waiter waiter) {
    waiters.remove(waiter);
    waiter.lanes.forEach(lane -> side(lane).wanted = System.nanoTime());
    return Optional.ofNullable(waiter.given);
  }

  /// @return whether nothing was heard from the brokers for longer than usual
  synchronized boolean isSilent(Waiter waiter) {
    return waiter.lanes.stream().anyMatch(lane -> side(lane).isSilent());
  }

  /// A consumer looks.
  ///
  /// @param isJoined whether it can have a message
  synchronized void looks(Lane lane, LaneConsumer consumer, boolean isJoined) {
    side(lane).lookers.add(consumer);
    if (isJoined) {
      side(lane).joined.putIfAbsent(consumer, System.nanoTime());
    }
  }

  /// A consumer that looks has a message.
  ///
  /// @param patience how long to wait for somebody who wants it
  /// @return false when nobody wants it. In both cases the consumer looks no more
  synchronized boolean offer(LaneConsumer consumer, Holding holding, Duration patience)
      throws InterruptedException {
    Side side = side(holding.lane());
    long end = System.nanoTime() + patience.toNanos();
    try {
      while (!closed) {
        for (Waiter waiter : waiters) {
          if (waiter.lanes.contains(holding.lane())) {
            waiters.remove(waiter);
            waiter.given = holding;
            notifyAll();
            return true;
          }
        }
        long left = end - System.nanoTime();
        if (left <= 0) {
          return false;
        }
        TimeUnit.NANOSECONDS.timedWait(this, left);
      }
      return false;
    } finally {
      side.looking--;
      side.looksNoMore(consumer);
    }
  }

  /// @return whether nobody has waited for this lane for so long
  synchronized boolean isUnwanted(Lane lane, Duration time) {
    return closed || (demand(lane) == 0 && System.nanoTime() - side(lane).wanted > time.toNanos());
  }

  /// A consumer that looked ends. If somebody came in the meantime, another one is started.
  ///
  /// @param consumer none when it could not be made
  /// @param why nobody can be given a message
  synchronized void stopped(
      Lane lane, Optional<LaneConsumer> consumer, Optional<StoreUnavailable> why) {
    side(lane).looking--;
    consumer.ifPresent(side(lane)::looksNoMore);
    why.ifPresent(failure -> fail(lane, failure));
    if (!closed && demand(lane) > side(lane).looking) {
      side(lane).looking++;
      start.accept(lane);
    }
  }

  /// A consumer that looked deals with a message itself. It is [#free] soon.
  synchronized void pauses(Lane lane, LaneConsumer consumer) {
    side(lane).looking--;
    side(lane).looksNoMore(consumer);
  }

  /// Nobody who waits for this lane now is given a message.
  synchronized void fail(Lane lane, StoreUnavailable why) {
    waiters.stream()
        .filter(waiter -> waiter.lanes.contains(lane))
        .forEach(waiter -> waiter.failure = why);
    notifyAll();
  }

  /// A consumer is about to wait until it shall look.
  synchronized void free(Lane lane) {
    Side side = side(lane);
    if (!closed && demand(lane) > side.looking) {
      side.looking++;
      side.called++;
    } else {
      side.idle++;
    }
  }

  /// A consumer that is [#free] waits until it shall look.
  ///
  /// @return false when that was not so for this time, or the desk is closed: the consumer ends
  synchronized boolean isCalled(Lane lane, Duration time) throws InterruptedException {
    Side side = side(lane);
    long end = System.nanoTime() + time.toNanos();
    while (side.called == 0) {
      long left = end - System.nanoTime();
      if (closed || left <= 0) {
        side.idle--;
        return false;
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
    side.called--;
    return true;
  }

  /// Nobody is given a message any more.
  synchronized void close() {
    closed = true;
    notifyAll();
  }
}
