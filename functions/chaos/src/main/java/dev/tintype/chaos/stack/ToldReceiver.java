package dev.tintype.chaos.stack;

import dev.tintype.core.json.Json;
import dev.tintype.core.port.JobReceiver;
import dev.tintype.core.port.Message;
import dev.tintype.core.state.Lane;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/// A receiver that tells each message it receives, one JSON object per line.
///
/// @param inner receives them
/// @param out where they are told
record ToldReceiver(JobReceiver inner, PrintStream out) implements JobReceiver {

  @Override
  public Optional<Delivery> receive(Duration wait, Duration visibility, Set<Lane> lanes)
      throws InterruptedException {
    Optional<Delivery> received = inner.receive(wait, visibility, lanes);
    received.ifPresent(this::tell);
    return received;
  }

  private void tell(Delivery delivery) {
    out.println(
        Json.write(
            Json.object()
                .put("event", "received")
                .put("image", Message.parse(delivery.body()).imageId().value())
                .put("count", delivery.receiveCount())));
    out.flush();
  }

  @Override
  public boolean extend(Delivery delivery, Duration visibility) {
    return inner.extend(delivery, visibility);
  }

  @Override
  public void acknowledge(Delivery delivery) {
    inner.acknowledge(delivery);
  }

  @Override
  public void retryLater(Delivery delivery, Duration delay) {
    inner.retryLater(delivery, delay);
  }

  @Override
  public void deadLetter(Delivery delivery, String why) {
    inner.deadLetter(delivery, why);
  }
}
