package dev.tintype.core.port;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// A queue in memory. Its delays follow the given clock. A waiting receiver polls every few
/// milliseconds of real time.
public final class MemoryQueue implements JobSender, JobReceiver {

  private static final Duration LONGEST = Duration.ofMinutes(15);

  private final InstantSource clock;
  private final List<Entry> entries = new ArrayList<>();
  private final List<String> dead = new ArrayList<>();
  private long number;

  /// @param clock decides when a delay has passed
  public MemoryQueue(InstantSource clock) {
    this.clock = clock;
  }

  private record Entry(long number, String body, Instant visibleAt, String receipt, int count) {}

  @Override
  public synchronized void send(Message message, Duration delay) {
    if (delay.isNegative() || delay.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("a delay is 0 to 15 minutes, not " + delay);
    }
    entries.add(new Entry(number++, message.json(), clock.instant().plus(delay), "", 0));
    notifyAll();
  }

  @Override
  public synchronized Optional<Delivery> receive(Duration wait, Duration visibility)
      throws InterruptedException {
    long end = System.nanoTime() + wait.toNanos();
    Optional<Delivery> delivery = next(visibility);
    while (delivery.isEmpty() && System.nanoTime() < end) {
      wait(5);
      delivery = next(visibility);
    }
    return delivery;
  }

  private Optional<Delivery> next(Duration visibility) {
    Instant now = clock.instant();
    Optional<Entry> found =
        entries.stream()
            .filter(entry -> !entry.visibleAt().isAfter(now))
            .min(Comparator.comparing(Entry::visibleAt).thenComparingLong(Entry::number));
    return found.map(entry -> {
      Entry hidden =
          new Entry(
              entry.number(),
              entry.body(),
              now.plus(visibility),
              "receipt-" + number++,
              entry.count() + 1);
      entries.remove(entry);
      entries.add(hidden);
      return new Delivery(hidden.body(), hidden.receipt(), hidden.count());
    });
  }

  @Override
  public synchronized boolean extend(Delivery delivery, Duration visibility) {
    return hide(delivery, visibility);
  }

  @Override
  public synchronized void acknowledge(Delivery delivery) {
    entries.removeIf(entry -> entry.receipt().equals(delivery.receipt()));
  }

  @Override
  public synchronized void retryLater(Delivery delivery, Duration delay) {
    hide(delivery, delay);
    notifyAll();
  }

  private boolean hide(Delivery delivery, Duration duration) {
    Instant now = clock.instant();
    Optional<Entry> ours =
        entries.stream()
            .filter(entry -> entry.receipt().equals(delivery.receipt()))
            .filter(entry -> entry.visibleAt().isAfter(now))
            .findFirst();
    ours.ifPresent(entry -> {
      entries.remove(entry);
      entries.add(
          new Entry(
              entry.number(), entry.body(), now.plus(duration), entry.receipt(), entry.count()));
    });
    return ours.isPresent();
  }

  @Override
  public synchronized void deadLetter(Delivery delivery, String why) {
    if (entries.removeIf(entry -> entry.receipt().equals(delivery.receipt()))) {
      dead.add(delivery.body());
    }
  }

  /// @return the bodies of all dead letters
  public synchronized List<String> deadLetters() {
    return List.copyOf(dead);
  }

  /// @return the bodies of all messages, hidden ones too
  public synchronized List<String> bodies() {
    return entries.stream().map(Entry::body).toList();
  }
}
