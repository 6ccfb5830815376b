package dev.tintype.redis;

import dev.tintype.core.port.JobReceiver.Delivery;
import dev.tintype.core.state.Lane;

/// What proves that a delivery is the last one of its message.
///
/// @param id the message's name in the queue
/// @param count how often the message was received by then, at least 1
record Receipt(String id, String count) {

  /// @throws IllegalArgumentException when the delivery is not of such a queue
  static Receipt of(Delivery delivery) {
    String text = delivery.receipt();
    int colon = text.indexOf(':');
    if (colon < 0) {
      throw new IllegalArgumentException("not a receipt of this queue: " + text);
    }
    return new Receipt(text.substring(0, colon), text.substring(colon + 1));
  }

  /// @return the delivery that this is the receipt of
  Delivery delivery(String body, Lane lane) {
    return new Delivery(body, id + ":" + count, Integer.parseInt(count), lane);
  }
}
