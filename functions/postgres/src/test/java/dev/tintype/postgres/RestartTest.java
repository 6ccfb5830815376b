package dev.tintype.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.ImageId;
import dev.tintype.core.Version;
import dev.tintype.core.port.JobReceiver.Delivery;
import dev.tintype.core.port.Message;
import dev.tintype.core.port.StoreUnavailable;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The server is started anew while messages are sent and received.
class RestartTest {

  private static final Duration HIDDEN = Duration.ofSeconds(1);

  @TempDir private Path folder;

  private final AtomicInteger number = new AtomicInteger();
  private final Set<String> sent = ConcurrentHashMap.newKeySet();
  private final Set<String> received = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean ending = new AtomicBoolean();

  private EmbeddedPostgres start(int port) throws IOException {
    return TestServer.embedded()
        .setServerConfig("fsync", "on")
        .setDataDirectory(folder.resolve("data"))
        .setCleanDataDirectory(false)
        .setPort(port)
        .start();
  }

  @Test
  void nothingThatWasAnsweredIsLost() throws Exception {
    EmbeddedPostgres server = start(0);
    int port = server.getPort();
    try (PostgresDatabase database =
            PostgresDatabase.open(
                TestServer.connections("postgres://postgres@127.0.0.1:" + port + "/postgres"));
        PostgresQueue queue = new PostgresQueue(database, 5);
        ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> sending = pool.submit(() -> send(queue));
      Future<?> receiving = pool.submit(() -> receive(queue));
      Thread.sleep(700);
      server.close();
      server = start(port);
      int before = received.size();
      while (received.size() < before + 50) {
        Thread.sleep(20);
      }
      ending.set(true);
      sending.get();
      receiving.get();
      assertThat(received).containsAll(sent);
    } finally {
      server.close();
    }
  }

  private void send(PostgresQueue queue) {
    while (!ending.get()) {
      Message message =
          new Message(
              new ImageId("01JD2Z6K7M8N9PQRSTVWXYZ012"),
              new Version("%016x".formatted(number.getAndIncrement())),
              "upload");
      try {
        queue.send(message, Duration.ZERO);
        sent.add(message.json());
      } catch (StoreUnavailable _) {
        // not answered
      }
    }
  }

  /// Until nothing is left. A message whose receiver was not answered is hidden for a while.
  private void receive(PostgresQueue queue) {
    boolean isEmpty = false;
    while (!ending.get() || !isEmpty) {
      try {
        Optional<Delivery> next = queue.receive(Duration.ofMillis(200), HIDDEN);
        isEmpty = next.isEmpty() && queue.depth().hidden() == 0;
        next.ifPresent(delivery -> {
          received.add(delivery.body());
          queue.acknowledge(delivery);
        });
      } catch (StoreUnavailable _) {
        isEmpty = false;
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
