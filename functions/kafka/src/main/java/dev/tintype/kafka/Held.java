package dev.tintype.kafka;

import dev.tintype.core.state.Lane;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// The messages that this process has, by their receipts. Safe for use by many threads.
final class Held {

  private final Map<String, Holding> byReceipt = new ConcurrentHashMap<>();
  private final AtomicLong number = new AtomicLong();

  /// Adds a message.
  ///
  /// @param visibility how long it is ours at first
  Holding add(Lane lane, LaneConsumer.Taken taken, Duration visibility) {
    String receipt = lane.code() + "/" + taken.place() + "#" + number.incrementAndGet();
    Holding holding = new Holding(lane, taken, receipt, visibility);
    byReceipt.put(receipt, holding);
    return holding;
  }

  /// @return the message, if it is still ours
  Optional<Holding> of(String receipt) {
    return Optional.ofNullable(byReceipt.get(receipt));
  }

  /// @return the message, if it was still ours; it is no more
  Optional<Holding> take(String receipt) {
    return Optional.ofNullable(byReceipt.remove(receipt));
  }

  /// The message is no longer ours.
  void drop(Holding holding) {
    byReceipt.remove(holding.receipt());
  }

  /// @return how many messages of a lane are ours
  long count(Lane lane) {
    return byReceipt.values().stream().filter(holding -> holding.lane() == lane).count();
  }
}
