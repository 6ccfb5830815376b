package dev.tintype.core.port;

import dev.tintype.core.state.Lane;
import java.time.Duration;

/// Sends messages to the workers. A queue has two lanes: messages of the bulk lane never hold up
/// those of the fresh lane. Safe for use by many threads.
public interface JobSender {

  /// The longest that a message may be delayed.
  Duration LONGEST_DELAY = Duration.ofMinutes(15);

  /// Sends a message; it is durable when this returns, and delivered at least once. Only a delayed
  /// message may wait in this process, where the queue's engine has no delays: when the process
  /// dies, the sweeper sends it later than it should be, at the due time of its version.
  ///
  /// @param lane the lane it waits in. It is not part of the message's text
  /// @param delay at least this long before it is delivered, 0 to [#LONGEST_DELAY]
  /// @throws IllegalArgumentException when the delay is out of its range
  /// @throws StoreUnavailable when it is unknown whether it was sent; sending again is safe
  void send(Message message, Lane lane, Duration delay);

  /// Checks the delay of a message.
  ///
  /// @throws IllegalArgumentException when it is out of its range
  static void check(Duration delay) {
    if (delay.isNegative() || delay.compareTo(LONGEST_DELAY) > 0) {
      throw new IllegalArgumentException("a delay is 0 to 15 minutes, not " + delay);
    }
  }

  /// A message to send.
  ///
  /// @param lane the lane it waits in
  /// @param delay at least this long before it is delivered, 0 to [#LONGEST_DELAY]
  record Sending(Message message, Lane lane, Duration delay) {
    /// Checks the delay.
    public Sending {
      check(delay);
    }
  }

  /// Sends a message in the fresh lane, as [#send(Message, Lane, Duration)] does.
  default void send(Message message, Duration delay) {
    send(message, Lane.FRESH, delay);
  }
}
