package dev.tintype.kafka;

import dev.tintype.core.port.StoreUnavailable;
import java.time.Duration;
import java.util.Optional;

/// One member of the share group of a lane. It has at most one message. For one thread at a time,
/// except for [#wake] and [#isSilent].
interface LaneConsumer extends AutoCloseable {

  /// A message that the brokers keep for us for a while.
  ///
  /// @param envelope the message
  /// @param place where its record is: partition and offset
  /// @param deliveries how often the brokers delivered the record, from 1
  record Taken(Envelope envelope, String place, int deliveries) {}

  /// @return whether the brokers have told us the partition, so that messages can come
  boolean isJoined();

  /// Waits for a message. It may be called again when there was none; while it is not called, a
  /// message may come none the less, which the next call returns.
  ///
  /// @return nothing when the time is over, or after [#wake]
  /// @throws StoreUnavailable when the brokers refuse us; the consumer is of no use any more
  Optional<Taken> take(Duration wait);

  /// @return how long the brokers keep a message since it was taken or renewed
  Duration lock();

  /// Lets the brokers keep the message for longer, from now on.
  ///
  /// @return false when the message is no longer ours
  /// @throws StoreUnavailable when that is unknown; the consumer is of no use any more
  boolean renew();

  /// Removes the message.
  ///
  /// @return false when the message is no longer ours
  /// @throws StoreUnavailable when that is unknown; the consumer is of no use any more
  boolean accept();

  /// Lets the brokers deliver the message again, at once.
  ///
  /// @return false when the message is no longer ours
  /// @throws StoreUnavailable when that is unknown; the consumer is of no use any more
  boolean release();

  /// Ends a wait of another thread.
  void wake();

  /// @return whether nothing was heard from the brokers for longer than usual. Any thread may ask
  boolean isSilent();

  /// Leaves the group. What it had is delivered again.
  @Override
  void close();
}
