package dev.tintype.backends.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.backends.sqlite.SqliteQueue.DeadLetter;
import dev.tintype.backends.sqlite.SqliteQueue.Depth;
import dev.tintype.core.ImageId;
import dev.tintype.core.Version;
import dev.tintype.core.port.JobQueueContract;
import dev.tintype.core.port.JobReceiver;
import dev.tintype.core.port.JobSender;
import dev.tintype.core.port.Message;
import dev.tintype.core.port.Race;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteQueueTest extends JobQueueContract {

  private static final Duration HIDDEN = Duration.ofMinutes(1);

  private final MovableClock clock = new MovableClock(Instant.parse("2026-11-23T10:00:00Z"));
  private SqliteDatabase database;
  private SqliteQueue queue;

  @BeforeEach
  void open(@TempDir Path folder) {
    database = SqliteDatabase.open(folder.resolve("tintype.db"));
    queue = new SqliteQueue(database, clock, 5);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Override
  protected JobSender sender() {
    return queue;
  }

  @Override
  protected JobReceiver receiver() {
    return queue;
  }

  @Override
  protected void pass(Duration time) {
    clock.move(time);
  }

  @Override
  protected List<String> deadLetters() {
    return queue.deadLetters(100).stream().map(DeadLetter::body).toList();
  }

  @Override
  protected Duration shortWait() {
    return Duration.ofMillis(50);
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
  void whatBecameVisibleFirstIsReceivedFirst() throws Exception {
    queue.send(message(1), Duration.ofSeconds(3));
    queue.send(message(2), Duration.ZERO);
    queue.send(message(3), Duration.ofSeconds(1));
    clock.move(Duration.ofSeconds(1));
    queue.send(message(4), Duration.ZERO);
    queue.send(message(5), Duration.ofSeconds(1));
    clock.move(Duration.ofSeconds(5));
    for (int expected : List.of(2, 3, 4, 5, 1)) {
      assertThat(receive().orElseThrow().body()).isEqualTo(message(expected).json());
    }
  }

  @Test
  void aMessageReceivedTooOftenBecomesADeadLetterAndTheNextOneIsReceived() throws Exception {
    queue.send(message(1), Duration.ZERO);
    for (int count = 1; count <= 5; count++) {
      assertThat(receive().orElseThrow().receiveCount()).isEqualTo(count);
      clock.move(HIDDEN);
    }
    queue.send(message(2), Duration.ZERO);
    assertThat(receive().orElseThrow().body()).isEqualTo(message(2).json());
    DeadLetter letter = queue.deadLetters(10).getFirst();
    assertThat(letter.body()).isEqualTo(message(1).json());
    assertThat(letter.why()).contains("5 times");
    assertThat(letter.sentAt()).isEqualTo(Instant.parse("2026-11-23T10:00:00Z"));
    assertThat(letter.diedAt()).isEqualTo(clock.instant());
  }

  @Test
  void aRedrivenLetterIsReceivedAsNew() throws Exception {
    queue.send(message(1), Duration.ZERO);
    queue.deadLetter(receive().orElseThrow(), "why not");
    DeadLetter letter = queue.deadLetters(10).getFirst();
    assertThat(letter.why()).isEqualTo("why not");
    assertThat(queue.redrive(letter)).isTrue();
    assertThat(queue.redrive(letter)).isFalse();
    assertThat(queue.deadLetters(10)).isEmpty();
    assertThat(receive().orElseThrow().receiveCount()).isEqualTo(1);
    assertThat(receive()).isEmpty();
  }

  @Test
  void aDiscardedLetterIsGone() throws Exception {
    queue.send(message(1), Duration.ZERO);
    queue.deadLetter(receive().orElseThrow(), "why not");
    DeadLetter letter = queue.deadLetters(10).getFirst();
    assertThat(queue.discard(letter)).isTrue();
    assertThat(queue.discard(letter)).isFalse();
    assertThat(queue.depth()).isEqualTo(new Depth(0, 0, 0));
  }

  @Test
  void theDepthTellsWhereMessagesStand() throws Exception {
    for (int number = 0; number < 4; number++) {
      queue.send(message(number), Duration.ZERO);
    }
    queue.send(message(9), Duration.ofMinutes(1));
    receive();
    queue.deadLetter(receive().orElseThrow(), "x");
    assertThat(queue.depth()).isEqualTo(new Depth(2, 2, 1));
  }

  @Test
  void noTwoReceiversAreGivenTheSameMessage() throws Exception {
    List<String> sent = new ArrayList<>();
    for (int number = 0; number < 100; number++) {
      sent.add(message(number).json());
      queue.send(message(number), Duration.ZERO);
    }
    List<String> received =
        Race.of(8, i -> this::receiveAll).stream().flatMap(List::stream).toList();
    assertThat(received).containsExactlyInAnyOrderElementsOf(sent);
  }

  private List<String> receiveAll() throws InterruptedException {
    List<String> bodies = new ArrayList<>();
    for (var next = receive(); next.isPresent(); next = receive()) {
      bodies.add(next.get().body());
    }
    return bodies;
  }
}
