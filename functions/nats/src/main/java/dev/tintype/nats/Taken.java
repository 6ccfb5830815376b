package dev.tintype.nats;

import dev.tintype.core.port.JobReceiver.Delivery;
import dev.tintype.core.state.Lane;
import io.nats.client.Message;
import io.nats.client.impl.NatsJetStreamMetaData;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/// One delivery, as the server describes it.
///
/// @param body the message's text
/// @param receipt the subject of what is answered to the server; each delivery has another one
/// @param count how often the message was delivered, from 1
/// @param sequence its number in the stream
/// @param storedAt when it came into the stream; of a delayed one when its delay was over
/// @param lane the lane it is in
record Taken(String body, String receipt, int count, long sequence, Instant storedAt, Lane lane) {

  static Taken of(Message message, Lane lane) {
    NatsJetStreamMetaData about = message.metaData();
    return new Taken(
        new String(message.getData(), StandardCharsets.UTF_8),
        message.getReplyTo(),
        Math.toIntExact(about.deliveredCount()),
        about.streamSequence(),
        about.timestamp().toInstant(),
        lane);
  }

  Delivery delivery() {
    return new Delivery(body, receipt, count, lane);
  }

  /// @return a name that no other message has, even after the stream was made anew
  String id() {
    return sequence + "-" + storedAt;
  }
}
