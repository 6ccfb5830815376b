package dev.tintype.core.port;

import dev.tintype.core.state.Lane;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// A queue in memory. Its delays follow the given clock. A waiting receiver polls every few
/// milliseconds of real time.
public final class MemoryQueue implements JobSender, JobReceiver {

  private final InstantSource clock;
  private final TreeSet<Entry> entries =
      new TreeSet<>(
          Comparator.comparing(Entry::lane)
              .thenComparing(Entry::visibleAt)
              .thenComparingLong(Entry::number));
  private final Map<String, Entry> byReceipt = new HashMap<>();
  private final List<String> dead = new ArrayList<>();
  private long number;

  /// @param clock decides when a delay has passed
  public MemoryQueue(InstantSource clock) {
    this.clock = clock;
  }

  private record Entry(
      long number, String body, Lane lane, Instant visibleAt, String receipt, int count) {}

  @Override
  public synchronized void send(Message message, Lane lane, Duration delay) {
    JobSender.check(delay);
    entries.add(new Entry(number++, message.json(), lane, clock.instant().plus(delay), "", 0));
    notifyAll();
  }

  /// Sends any text, as another release might.
  public synchronized void put(String body) {
    entries.add(new Entry(number++, body, Lane.FRESH, clock.instant(), "", 0));
    notifyAll();
  }

  @Override
  public synchronized Optional<Delivery> receive(
      Duration wait, Duration visibility, Set<Lane> lanes) throws InterruptedException {
    long end = System.nanoTime() + wait.toNanos();
    Optional<Delivery> delivery = next(visibility, lanes);
    while (delivery.isEmpty() && System.nanoTime() < end) {
      wait(5);
      delivery = next(visibility, lanes);
    }
    return delivery;
  }

  private Optional<Delivery> next(Duration visibility, Set<Lane> lanes) {
    Instant now = clock.instant();
    Optional<Entry> next =
        entries.stream()
            .filter(entry -> lanes.contains(entry.lane()) && !entry.visibleAt().isAfter(now))
            .findFirst();
    return next.map(entry -> hand(entry, now.plus(visibility)));
  }

  private Delivery hand(Entry entry, Instant until) {
    Entry hidden =
        new Entry(
            entry.number(),
            entry.body(),
            entry.lane(),
            until,
            "receipt-" + number++,
            entry.count() + 1);
    remove(entry);
    add(hidden);
    return new Delivery(hidden.body(), hidden.receipt(), hidden.count(), hidden.lane());
  }

  private void add(Entry delivered) {
    entries.add(delivered);
    byReceipt.put(delivered.receipt(), delivered);
  }

  private boolean remove(@Nullable Entry entry) {
    if (entry == null) {
      return false;
    }
    byReceipt.remove(entry.receipt());
    return entries.remove(entry);
  }

  @Override
  public synchronized boolean extend(Delivery delivery, Duration visibility) {
    return hide(delivery, visibility);
  }

  @Override
  public synchronized void acknowledge(Delivery delivery) {
    remove(byReceipt.get(delivery.receipt()));
  }

  @Override
  public synchronized void retryLater(Delivery delivery, Duration delay) {
    hide(delivery, delay);
    notifyAll();
  }

  private boolean hide(Delivery delivery, Duration duration) {
    Instant now = clock.instant();
    Entry ours = byReceipt.get(delivery.receipt());
    if (ours == null || !ours.visibleAt().isAfter(now)) {
      return false;
    }
    remove(ours);
    add(
        new Entry(
            ours.number(),
            ours.body(),
            ours.lane(),
            now.plus(duration),
            ours.receipt(),
            ours.count()));
    return true;
  }

  @Override
  public synchronized void deadLetter(Delivery delivery, String why) {
    if (remove(byReceipt.get(delivery.receipt()))) {
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
