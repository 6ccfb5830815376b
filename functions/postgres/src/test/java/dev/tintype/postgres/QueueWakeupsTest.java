package dev.tintype.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.ImageId;
import dev.tintype.core.Version;
import dev.tintype.core.port.JobReceiver;
import dev.tintype.core.port.JobSender.Sending;
import dev.tintype.core.port.Message;
import dev.tintype.core.port.Race;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.state.Lane;
import dev.tintype.sql.Sql;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Senders and receivers of one queue at the same time, and how receivers are woken.
class QueueWakeupsTest {

  private static final Duration HIDDEN = Duration.ofMinutes(1);

  private PostgresDatabase database;
  private PostgresQueue queue;

  @BeforeEach
  void open() throws Exception {
    database = TestServer.open("wakeups");
    queue = new PostgresQueue(database, 5);
  }

  @AfterEach
  void close() {
    queue.close();
    database.close();
  }

  private static Message message(int number) {
    return new Message(
        new ImageId("01JD2Z6K7M8N9PQRSTVWXYZ012"),
        new Version("%016x".formatted(number)),
        "upload");
  }

  private Optional<JobReceiver.Delivery> receive() throws InterruptedException {
    return queue.receive(Duration.ZERO, HIDDEN);
  }

  @Test
  void sendersAndReceiversOfOneVersionNeverFail() throws Exception {
    List<Integer> received =
        Race.of(
            6,
            i ->
                () -> {
                  int count = 0;
                  for (int turn = 0; turn < 60; turn++) {
                    queue.send(
                        message(turn % 2), i % 2 == 0 ? Lane.FRESH : Lane.BULK, Duration.ZERO);
                    Optional<JobReceiver.Delivery> next = receive();
                    if (next.isPresent()) {
                      count++;
                      end(turn, next.get());
                    }
                  }
                  return count;
                });
    assertThat(received.stream().mapToInt(Integer::intValue).sum()).isPositive();
    while (receive().isPresent()) {
      // what is left
    }
    assertThat(queue.depth().visible()).isZero();
    assertThat(queue.depth().hidden()).isLessThanOrEqualTo(4);
  }

  private void end(int turn, JobReceiver.Delivery delivery) {
    if (turn % 3 == 0) {
      queue.retryLater(delivery, Duration.ZERO);
    } else {
      queue.acknowledge(delivery);
    }
  }

  @Test
  void aReceiverIsWokenByAnotherProcess() throws Exception {
    try (PostgresDatabase elsewhere =
            PostgresDatabase.open(TestServer.connections(TestServer.address("wakeups")));
        PostgresQueue other = new PostgresQueue(elsewhere, 5)) {
      assertThat(queue.receive(Duration.ofMillis(10), HIDDEN)).isEmpty();
      for (int turn = 0; turn < 200 && !queue.isListening() && !TestServer.isPooled(); turn++) {
        queue.receive(Duration.ofMillis(50), HIDDEN);
      }
      assertThat(queue.isListening()).isEqualTo(!TestServer.isPooled());
      List<Optional<JobReceiver.Delivery>> results =
          Race.of(
              2,
              i ->
                  () -> {
                    if (i == 0) {
                      return queue.receive(Duration.ofSeconds(20), HIDDEN);
                    }
                    other.send(message(1), Duration.ZERO);
                    return Optional.empty();
                  });
      assertThat(results.getFirst()).isPresent();
    }
  }

  @Test
  void aReceiverIsWokenAlthoughTheServerEndedTheSessionThatListened() throws Exception {
    assertThat(queue.receive(Duration.ofMillis(10), HIDDEN)).isEmpty();
    for (int turn = 0; turn < 3; turn++) {
      TestServer.execute(
          "wakeups",
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
              + " WHERE datname = 'wakeups' AND pid <> pg_backend_pid()");
      Message message = message(turn);
      List<Optional<JobReceiver.Delivery>> results =
          Race.of(
              2,
              i ->
                  () -> {
                    if (i == 0) {
                      return patiently(() -> queue.receive(Duration.ofSeconds(20), HIDDEN));
                    }
                    return patiently(() -> {
                      queue.send(message, Duration.ZERO);
                      return Optional.empty();
                    });
                  });
      assertThat(results.getFirst()).isPresent();
    }
  }

  /// A thread that is interrupted can look, and cannot wait. It cannot wait for a connection of the
  /// pool either. Only a receiver that looks asks for one, so it may then ask again.
  private Optional<JobReceiver.Delivery> receiveWithoutWaiting() throws Exception {
    return patiently(() -> {
      Thread.currentThread().interrupt();
      try {
        return queue.receive(Duration.ofSeconds(10), HIDDEN);
      } finally {
        Thread.interrupted();
      }
    });
  }

  @Test
  void aReceiverOfTheFreshLaneThatFoundNothingKeepsNobodyFromLookingForBulkWork() throws Exception {
    queue.send(message(1), Lane.BULK, Duration.ZERO);
    assertThat(queue.receive(Duration.ZERO, HIDDEN, Set.of(Lane.FRESH))).isEmpty();
    assertThat(receiveWithoutWaiting()).isPresent();
  }

  @Test
  void aMessageThatIsToldWhileAReceiverLooksIsLookedFor() throws Exception {
    Sending sending = new Sending(message(1), Lane.FRESH, Duration.ZERO);
    Optional<JobReceiver.Delivery> looked = duringALook(() -> queue.sent(sending));
    assertThat(looked).isEmpty();
    assertThat(database.writeAll("a test", queue.put(sending))).isTrue();
    assertThat(receiveWithoutWaiting()).isPresent();
  }

  /// Runs while a receiver's look waits for a lock of the table.
  ///
  /// @return what the receiver found
  private Optional<JobReceiver.Delivery> duringALook(Runnable action) throws Exception {
    FutureTask<Optional<JobReceiver.Delivery>> look = new FutureTask<>(this::receive);
    try (Connection connection = TestServer.connect("wakeups")) {
      connection.setAutoCommit(false);
      Sql.execute(connection, "LOCK TABLE messages IN ACCESS EXCLUSIVE MODE");
      Thread.ofPlatform().start(look);
      Sql waiting =
          new Sql("SELECT 1 FROM pg_locks WHERE NOT granted AND relation = 'messages'::regclass");
      while (waiting.row(connection, row -> row.getInt(1)).isEmpty() && !look.isDone()) {
        Thread.onSpinWait();
      }
      action.run();
      connection.commit();
    }
    return look.get();
  }

  /// A statement whose connection the server ended may have had its effect, and says so.
  private static <T> T patiently(Callable<T> call) throws Exception {
    while (true) {
      try {
        return call.call();
      } catch (StoreUnavailable _) {
        Thread.sleep(5);
      }
    }
  }
}
