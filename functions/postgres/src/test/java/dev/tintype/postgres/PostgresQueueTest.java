package dev.tintype.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.port.JobQueue;
import dev.tintype.core.port.JobQueue.DeadLetter;
import dev.tintype.core.port.JobReceiver;
import dev.tintype.sql.Sql;
import dev.tintype.sql.SqlQueueContract;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PostgresQueueTest extends SqlQueueContract {

  private PostgresDatabase database;
  private PostgresQueue queue;

  @BeforeEach
  void open() throws Exception {
    database = TestServer.open("queue");
    queue = new PostgresQueue(database, MOST_RECEIVES);
  }

  @AfterEach
  void close() {
    queue.close();
    database.close();
  }

  @Override
  protected JobQueue queue() {
    return queue;
  }

  @Override
  protected void pass(Duration time) {
    Sql sql =
        new Sql(
            "UPDATE messages SET due_at = due_at - make_interval(secs => ?),"
                + " lease_until = lease_until - make_interval(secs => ?)",
            time.toMillis() / 1000.0,
            time.toMillis() / 1000.0);
    database.write("a test", sql::update);
  }

  @Test
  void aDeadLetterTellsWhenItWasSentAndWhenItDiedByTheClockOfTheServer() throws Exception {
    queue.send(message(1), Duration.ZERO);
    queue.deadLetter(receive().orElseThrow(), "why not");
    DeadLetter letter = queue.deadLetters(10).getFirst();
    Instant now = new PostgresLoopLeases(database).now();
    assertThat(letter.diedAt()).isBetween(now.minusSeconds(60), now);
    assertThat(letter.sentAt()).isBetween(now.minusSeconds(60), letter.diedAt());
  }

  @Test
  void anAcknowledgementAfterTheTimeLeavesTheMessageThatCameSince() throws Exception {
    queue.send(message(1), Duration.ZERO);
    JobReceiver.Delivery slow = receive().orElseThrow();
    pass(HIDDEN);
    queue.send(caused(1, "sweep"), Duration.ZERO);
    queue.acknowledge(slow);
    assertThat(receive().orElseThrow().body()).isEqualTo(caused(1, "sweep").json());
  }
}
