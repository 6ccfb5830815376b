package dev.tintype.sqs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.ImageId;
import dev.tintype.core.Version;
import dev.tintype.core.port.JobQueue;
import dev.tintype.core.port.JobQueue.Depth;
import dev.tintype.core.port.JobReceiver.Delivery;
import dev.tintype.core.port.Message;
import dev.tintype.core.state.Lane;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Both lanes in one queue.
final class SharedQueueTest {

  private static final Duration WAIT = Duration.ofSeconds(5);
  private static final Duration HIDDEN = Duration.ofMinutes(2);

  private final Queues queues = new Queues();
  private final String address = queues.address() + "&bulk=" + queues.name();

  @AfterEach
  void close() {
    queues.close();
  }

  private static Message message(int number) {
    return new Message(
        new ImageId("01JD2Z6K7M8N9PQRSTVWXYZ012"),
        new Version("%016x".formatted(number)),
        "upload");
  }

  @Test
  void messagesOfBothLanesAreReceived() throws Exception {
    assertThat(queues.provider().init(address)).hasSize(2);
    JobQueue queue = queues.provider().queue(address, queues.opening());
    queue.send(message(1), Lane.BULK, Duration.ZERO);
    queue.send(message(2), Lane.FRESH, Duration.ZERO);
    List<Delivery> both =
        List.of(
            queue.receive(WAIT, HIDDEN).orElseThrow(), queue.receive(WAIT, HIDDEN).orElseThrow());
    assertThat(both)
        .extracting(Delivery::body)
        .containsExactlyInAnyOrder(message(1).json(), message(2).json());
    both.forEach(queue::acknowledge);
    assertThat(queue.depth()).isEqualTo(new Depth(0, 0, 0));
  }
}
