package dev.tintype.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.port.JobQueue;
import dev.tintype.core.port.JobQueue.DeadLetter;
import dev.tintype.core.port.JobQueue.Depth;
import dev.tintype.core.port.JobReceiver;
import dev.tintype.core.port.TestClock;
import dev.tintype.sql.Nanos;
import dev.tintype.sql.Sql;
import dev.tintype.sql.SqlQueueContract;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SqliteQueueTest extends SqlQueueContract {

  private static final Instant START = Instant.parse("2026-11-23T10:00:00Z");

  private final TestClock clock = new TestClock(START);
  private SqliteDatabase database;
  private SqliteQueue queue;

  @BeforeEach
  void open(@TempDir Path folder) {
    database = SqliteDatabase.open(folder.resolve("tintype.db"));
    queue = new SqliteQueue(database, clock, MOST_RECEIVES);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Override
  protected JobQueue queue() {
    return queue;
  }

  @Override
  protected void pass(Duration time) {
    clock.advance(time);
  }

  @Test
  void aDeadLetterTellsWhenItWasSentAndWhenItDied() throws Exception {
    queue.send(message(1), Duration.ZERO);
    JobReceiver.Delivery delivery = receive().orElseThrow();
    pass(Duration.ofSeconds(7));
    queue.deadLetter(delivery, "why not");
    DeadLetter letter = queue.deadLetters(10).getFirst();
    assertThat(letter.sentAt()).isEqualTo(START);
    assertThat(letter.diedAt()).isEqualTo(START.plusSeconds(7));
  }

  @Test
  void whoLetItsTimePassCannotRemoveTheMessageThatWaits() throws Exception {
    queue.send(message(1), Duration.ZERO);
    JobReceiver.Delivery slow = receive().orElseThrow();
    pass(HIDDEN);
    queue.send(message(1), Duration.ZERO);
    assertThat(queue.depth()).isEqualTo(new Depth(1, 0, 0));
    assertThat(queue.extend(slow, HIDDEN)).isFalse();
    queue.acknowledge(slow);
    queue.deadLetter(slow, "late");
    queue.retryLater(slow, Duration.ofMinutes(9));
    assertThat(queue.depth()).isEqualTo(new Depth(1, 0, 0));
    assertThat(receive()).isPresent();
  }

  @Test
  void whatAClockThatWasAheadHidIsVisibleOnceItIsCorrected() throws Exception {
    pass(Duration.ofHours(2));
    queue.send(message(1), Duration.ZERO);
    queue.send(message(2), Duration.ofMinutes(5));
    queue.send(message(3), Duration.ZERO);
    assertThat(receive().orElseThrow().body()).isEqualTo(message(1).json());
    pass(Duration.ofHours(-2));
    assertThat(queue.depth()).isEqualTo(new Depth(3, 0, 0));
    List<String> bodies = receiveAll();
    assertThat(bodies)
        .containsExactlyInAnyOrder(message(1).json(), message(2).json(), message(3).json());
    assertThat(queue.depth()).isEqualTo(new Depth(0, 3, 0));
  }

  @Test
  void theLongestDelayIsKeptThoughTheClockIsSetBackALittle() throws Exception {
    queue.send(message(1), Duration.ofMinutes(15));
    pass(Duration.ofSeconds(-50));
    assertThat(receive()).isEmpty();
    assertThat(queue.depth()).isEqualTo(new Depth(0, 1, 0));
  }

  @ParameterizedTest
  @CsvSource({"1500, 10", "10, 1500", "1200, 1300", "0, 0"})
  void theDepthIsExactHoweverMuchIsVisibleOrHidden(int visible, int hidden) {
    database.write(
        "a test",
        c -> {
          for (int i = 0; i < visible + hidden; i++) {
            long at = Nanos.of(clock.instant().plusSeconds(i < visible ? -1 : 60));
            new Sql("INSERT INTO messages (body, sent_at, visible_at) VALUES ('', 0, ?)", at)
                .update(c);
          }
          return true;
        });
    assertThat(queue.depth()).isEqualTo(new Depth(visible, hidden, 0));
  }
}
