package dev.tintype.redis.real;

import static dev.tintype.redis.real.TestMessages.HIDDEN;
import static dev.tintype.redis.real.TestMessages.NOW;
import static dev.tintype.redis.real.TestMessages.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tintype.core.port.JobQueue;
import dev.tintype.core.port.JobReceiver.Delivery;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.provider.Opening;
import dev.tintype.redis.TestQueues;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

/// The server has no memory left, or no room on its disk. `TINTYPE_TEST_SMALL_DISK` is a folder on
/// a file system of a few megabytes.
class FullServerTest {

  @TempDir private Path folder;

  /// Sends until the server refuses.
  ///
  /// @param sent gets what was answered
  /// @return the refusal
  private static StoreUnavailable sendUntilRefused(JobQueue queue, Set<String> sent) {
    while (true) {
      int number = 1_000 + sent.size();
      try {
        queue.send(message(number), NOW);
        sent.add(message(number).json());
      } catch (StoreUnavailable e) {
        return e;
      }
    }
  }

  /// Lets the server have a megabyte more than it uses.
  private static void limitMemory(TestBroker broker) {
    try (Jedis admin = broker.admin()) {
      long used =
          admin
              .info("memory")
              .lines()
              .filter(line -> line.startsWith("used_memory:"))
              .mapToLong(line -> Long.parseLong(line.strip().split(":")[1]))
              .sum();
      admin.configSet("maxmemory", Long.toString(used + 1_000_000));
    }
  }

  private static void setMaxMemory(TestBroker broker, long bytes) {
    try (Jedis admin = broker.admin()) {
      admin.configSet("maxmemory", Long.toString(bytes));
    }
  }

  private static boolean letsReceiveWhenFull(TestBroker broker) {
    try (Jedis admin = broker.admin()) {
      return !admin.info("server").contains("redis_version:6.");
    }
  }

  @Test
  void aServerWithoutMemoryTakesNoMessageAndGivesThoseItHas() throws Exception {
    try (TestBroker broker = TestBroker.start(folder, "--appendfsync", "no");
        Opening opening = TestQueues.opening()) {
      JobQueue queue = TestQueues.open(broker.address(), 50, opening);
      for (int number = 1; number <= 3; number++) {
        queue.send(message(number), NOW);
      }
      Delivery ours = TestMessages.next(queue).orElseThrow();
      queue.deadLetter(TestMessages.next(queue).orElseThrow(), "before");
      limitMemory(broker);
      Set<String> sent = new TreeSet<>();
      assertThat(sendUntilRefused(queue, sent)).hasMessageContaining("no memory left");
      assertThat(queue.depth().visible())
          .as("no half of a refused message")
          .isEqualTo(sent.size() + 1);
      // Whatever is freed meanwhile, nothing is left.
      setMaxMemory(broker, 1);
      if (letsReceiveWhenFull(broker)) {
        assertThat(queue.extend(ours, HIDDEN)).isTrue();
        queue.retryLater(ours, NOW);
        assertThat(queue.redrive(queue.deadLetters(1).getFirst())).isTrue();
        Delivery other = TestMessages.next(queue).orElseThrow();
        queue.deadLetter(other, "when full");
        Set<String> received = TestMessages.drain(queue);
        received.add(other.body());
        assertThat(received).containsAll(sent).hasSize(sent.size() + 3);
      } else {
        assertThatThrownBy(() -> TestMessages.next(queue))
            .isInstanceOf(StoreUnavailable.class)
            .hasMessageContaining("no memory left");
        queue.acknowledge(ours);
        assertThat(queue.depth().hidden()).isZero();
      }
      setMaxMemory(broker, 0);
      assertThat(TestMessages.isSent(queue, 1)).isTrue();
    }
  }

  private static Path smallDisk() throws IOException {
    return Files.createDirectories(
        Path.of(TestBroker.environment("TINTYPE_TEST_SMALL_DISK"))
            .resolve(UUID.randomUUID().toString()));
  }

  private static Path fill(Path disk) throws IOException {
    Path file = disk.resolve("filler");
    byte[] some = new byte[4096];
    try (OutputStream out = Files.newOutputStream(file)) {
      while (true) {
        out.write(some);
      }
    } catch (IOException _) {
      return file;
    }
  }

  private static void remove(Path disk) throws IOException {
    try (var files = Files.walk(disk)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  @Test
  void aServerWhoseDiskIsFullTakesNoMessageUntilThereIsRoom() throws Exception {
    Path disk = smallDisk();
    try (TestBroker broker = TestBroker.start(disk, "--appendfsync", "everysec");
        Opening opening = TestQueues.opening()) {
      JobQueue queue = TestQueues.open(broker.address(), 50, opening);
      queue.send(message(1), NOW);
      Path filler = fill(disk);
      Set<String> sent = new TreeSet<>();
      assertThat(sendUntilRefused(queue, sent)).hasMessageContaining("cannot write its file");
      Files.delete(filler);
      TestBroker.await("room", () -> TestMessages.isSent(queue, 2));
      sent.add(message(1).json());
      sent.add(message(2).json());
      assertThat(queue.depth().visible()).isEqualTo(sent.size());
      broker.kill();
      broker.start();
      assertThat(TestMessages.drain(queue)).isEqualTo(sent);
    } finally {
      remove(disk);
    }
  }

  /// Redis ends when it cannot keep the promise of `appendfsync always`.
  @Test
  void aServerThatEndsBecauseItsDiskIsFullHasLostNothing() throws Exception {
    Path disk = smallDisk();
    try (TestBroker broker = TestBroker.start(disk);
        Opening opening = TestQueues.opening()) {
      JobQueue queue = TestQueues.open(broker.address(), 50, opening);
      Path filler = fill(disk);
      Set<String> sent = new TreeSet<>();
      sendUntilRefused(queue, sent);
      TestBroker.await("the end of the server", () -> !broker.isRunning());
      Files.delete(filler);
      broker.start();
      assertThat(queue.depth().visible()).isBetween((long) sent.size(), sent.size() + 1L);
      assertThat(TestMessages.drain(queue)).containsAll(sent);
      assertThat(TestMessages.isSent(queue, 1)).isTrue();
    } finally {
      remove(disk);
    }
  }
}
