package dev.tintype.redis.real;

import dev.tintype.core.ImageId;
import dev.tintype.core.Version;
import dev.tintype.core.port.JobQueue;
import dev.tintype.core.port.JobReceiver.Delivery;
import dev.tintype.core.port.Message;
import dev.tintype.core.port.StoreUnavailable;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Messages about different versions, and what tests do with them.
final class TestMessages {

  static final Duration NOW = Duration.ZERO;
  static final Duration HIDDEN = Duration.ofMinutes(2);
  static final Duration PATIENT = Duration.ofSeconds(20);

  private TestMessages() {}

  static Message message(int number) {
    return new Message(
        new ImageId("01JD2Z6K7M8N9PQRSTVWXYZ012"),
        new Version("%016x".formatted(number)),
        "upload");
  }

  static Optional<Delivery> next(JobQueue queue) throws InterruptedException {
    return queue.receive(NOW, HIDDEN);
  }

  /// Receives and acknowledges everything that is visible.
  ///
  /// @return the bodies
  static Set<String> drain(JobQueue queue) throws InterruptedException {
    Set<String> bodies = new TreeSet<>();
    for (Optional<Delivery> next = next(queue); next.isPresent(); next = next(queue)) {
      bodies.add(next.get().body());
      queue.acknowledge(next.get());
    }
    return bodies;
  }

  /// @return whether a message could be sent
  static boolean isSent(JobQueue queue, int number) {
    try {
      queue.send(message(number), NOW);
      return true;
    } catch (StoreUnavailable _) {
      return false;
    }
  }
}
