package dev.tintype.nats.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tintype.core.port.JobQueue;
import dev.tintype.core.port.JobReceiver.Delivery;
import dev.tintype.core.port.StorageFull;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.provider.Opening;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The server's disk is full. Needs root, which mounts a small one.
class FullDiskTest {

  private static final int LIMIT = 200_000;
  private static final Duration HIDDEN = Duration.ofMinutes(2);

  @TempDir private Path folder;
  private Path disk;
  private final Set<String> sent = new HashSet<>();
  private int number;

  @BeforeEach
  void mount() throws Exception {
    disk = Files.createDirectory(folder.resolve("disk"));
    run("mount", "-t", "tmpfs", "-o", "size=32m", "tmpfs", disk.toString());
  }

  @AfterEach
  void unmount() throws Exception {
    run("umount", disk.toString());
  }

  private static void run(String... words) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(words).inheritIO().start();
    assertThat(process.waitFor()).as(String.join(" ", words)).isZero();
  }

  /// Sends until the server refuses.
  private StoreUnavailable fill(JobQueue queue) {
    while (number < LIMIT) {
      try {
        queue.send(TestQueues.message(number), Duration.ZERO);
        sent.add(TestQueues.message(number++).json());
      } catch (StoreUnavailable e) {
        number++;
        return e;
      }
    }
    throw new AssertionError("the disk never became full");
  }

  private static Set<String> receiveAll(JobQueue queue) throws InterruptedException {
    Set<String> received = new HashSet<>();
    Optional<Delivery> next = queue.receive(Duration.ofSeconds(2), HIDDEN);
    while (next.isPresent()) {
      received.add(next.get().body());
      queue.acknowledge(next.get());
      next = queue.receive(Duration.ofSeconds(2), HIDDEN);
    }
    return received;
  }

  @Test
  void atTheLimitOfTheServerMessagesAreRefusedAndWhatIsReceivedMakesRoom() throws Exception {
    String limited = "jetstream { store_dir: data, sync_interval: 10s, max_file_store: 4MB }\n";
    try (TestBroker broker = TestBroker.prepare(disk.resolve("broker"), limited);
        Opening opening = TestQueues.opening()) {
      broker.restart();
      JobQueue queue = TestQueues.make(broker.address("full"), opening);
      assertThat(fill(queue)).isInstanceOf(StorageFull.class);
      assertThatThrownBy(() -> queue.send(TestQueues.message(0), Duration.ofMinutes(1)))
          .isInstanceOf(StorageFull.class);
      assertThat(receiveAll(queue)).containsAll(sent);
      queue.send(TestQueues.message(number), Duration.ZERO);
      assertThat(queue.receive(Duration.ofSeconds(20), HIDDEN)).isPresent();
    }
  }

  @Test
  void afterTheDiskWasFullTheServerGoesOnWithEverythingThatWasAnswered() throws Exception {
    String unlimited = "jetstream { store_dir: data, sync_interval: 10s, max_file_store: 1GB }\n";
    try (TestBroker broker = TestBroker.prepare(disk.resolve("broker"), unlimited);
        Opening opening = TestQueues.opening()) {
      broker.restart();
      JobQueue queue = TestQueues.make(broker.address("full"), opening);
      for (int before = 0; before < 1000; before++) {
        queue.send(TestQueues.message(number), Duration.ZERO);
        sent.add(TestQueues.message(number++).json());
      }
      Path ballast = disk.resolve("ballast");
      fillWith(ballast);
      System.out.println("a full disk: " + fill(queue));
      Files.delete(ballast);
      broker.kill();
      broker.restart();
      assertThat(receiveAll(queue)).containsAll(sent);
    }
  }

  private static void fillWith(Path file) {
    byte[] block = new byte[65_536];
    try (OutputStream out = Files.newOutputStream(file)) {
      while (true) {
        out.write(block);
      }
    } catch (IOException _) {
      // the disk is full
    }
  }
}
