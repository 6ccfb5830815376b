package dev.tintype.core.port;

import java.time.Duration;
import java.util.Optional;

/// Receives messages, one at a time, for hosts that poll. Safe for use by many threads and
/// processes.
public interface JobReceiver {

  /// Waits for a message and hides it from others for the visibility timeout.
  ///
  /// @param wait how long to wait at most
  /// @param visibility how long nobody else receives it, unless extended
  /// @return a message, or nothing after the wait
  /// @throws StoreUnavailable when the queue cannot answer; time may cure it
  Optional<Delivery> receive(Duration wait, Duration visibility) throws InterruptedException;

  /// Hides a received message for longer, from now on.
  ///
  /// @return false when the delivery is no longer ours
  boolean extend(Delivery delivery, Duration visibility);

  /// Removes a message: it has been dealt with. One delivered to somebody else meanwhile stays.
  void acknowledge(Delivery delivery);

  /// Gives a message back, to be delivered again after a delay.
  void retryLater(Delivery delivery, Duration delay);

  /// Moves a message to the dead letters.
  void deadLetter(Delivery delivery, String why);

  /// One delivery of a message.
  ///
  /// @param body the message's text
  /// @param receipt what proves that this delivery is ours
  /// @param receiveCount how often it was delivered, from 1
  record Delivery(String body, String receipt, int receiveCount) {}
}
