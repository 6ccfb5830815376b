package dev.tintype.nats.real;

import dev.tintype.core.ImageId;
import dev.tintype.core.Version;
import dev.tintype.core.port.JobQueue;
import dev.tintype.core.port.Message;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.provider.Opening;
import dev.tintype.core.provider.Providers;
import dev.tintype.core.provider.QueueProvider;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;

/// Queues as hosts open them.
final class TestQueues {

  private static final AtomicInteger STREAMS = new AtomicInteger();
  private static final Duration PATIENT = Duration.ofSeconds(20);
  private static final ImageId IMAGE = new ImageId("01JD2Z6K7M8N9PQRSTVWXYZ012");

  private TestQueues() {}

  /// @return the name of a stream that no other test of this process uses
  static String newStream() {
    return "test-" + STREAMS.incrementAndGet();
  }

  static Opening opening() {
    return new Opening(Path.of("unused"), InstantSource.system(), new SecureRandom());
  }

  static QueueProvider provider(String address) {
    return Providers.of(QueueProvider.class, address);
  }

  /// Opens a queue that was prepared.
  static JobQueue open(String address, Opening opening) {
    return provider(address).queue(address, opening);
  }

  /// Prepares and opens a queue.
  static JobQueue make(String address, Opening opening) {
    provider(address).init(address);
    return open(address, opening);
  }

  /// Prepares a queue on servers that are still starting.
  static void prepare(String address) {
    Await.until(
        Duration.ofMinutes(1),
        "the servers can prepare a queue",
        () -> {
          try {
            provider(address).init(address);
            return true;
          } catch (StoreUnavailable _) {
            return false;
          }
        });
  }

  /// Sends a message, receives one, and acknowledges it.
  static void works(JobQueue queue) throws InterruptedException {
    queue.send(message(1), Duration.ZERO);
    queue.acknowledge(queue.receive(PATIENT, PATIENT).orElseThrow());
  }

  /// Sends a message.
  ///
  /// @return whether the servers did not take it
  static boolean isRefused(JobQueue queue) {
    try {
      queue.send(message(1), Duration.ZERO);
      return false;
    } catch (StoreUnavailable _) {
      return true;
    }
  }

  static Message message(int number) {
    return new Message(IMAGE, new Version("%016x".formatted(number)), "upload");
  }
}
