package dev.tintype.core.port;

import dev.tintype.core.state.Lane;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// Receives messages, one at a time, for hosts that poll. Safe for use by many threads and
/// processes; a delivery is dealt with by the process that received it.
public interface JobReceiver {

  /// Waits for a message and hides it from others for the visibility timeout. A fresh message that
  /// is visible comes before every bulk message, however long that one has waited.
  ///
  /// @param wait how long to wait at most. A queue may look for a little longer where it has not
  ///   looked yet, so that a message that is there is found
  /// @param visibility how long nobody else receives it, unless extended
  /// @param lanes the lanes to look at; the fresh one is among them
  /// @return a message, or nothing after the wait
  /// @throws StoreUnavailable when the queue cannot answer; time may cure it
  Optional<Delivery> receive(Duration wait, Duration visibility, Set<Lane> lanes)
      throws InterruptedException;

  /// Receives a message of any lane, as [#receive(Duration, Duration, Set)] does.
  default Optional<Delivery> receive(Duration wait, Duration visibility)
      throws InterruptedException {
    return receive(wait, visibility, EnumSet.allOf(Lane.class));
  }

  /// Hides a received message for longer, from now on.
  ///
  /// @return false when the delivery is no longer ours
  boolean extend(Delivery delivery, Duration visibility);

  /// Removes a message: it has been dealt with. One delivered to somebody else meanwhile stays.
  void acknowledge(Delivery delivery);

  /// Gives a message back, to be delivered again after a delay, which is kept as that of
  /// [JobSender#send] is.
  void retryLater(Delivery delivery, Duration delay);

  /// Moves a message to the dead letters.
  void deadLetter(Delivery delivery, String why);

  /// One delivery of a message.
  ///
  /// @param body the message's text
  /// @param receipt what proves that this delivery is ours
  /// @param receiveCount how often it was delivered, from 1
  /// @param lane the lane it came from, and goes back to
  record Delivery(String body, String receipt, int receiveCount, Lane lane) {}
}
