package dev.tintype.redis.real;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.port.JobQueue;
import dev.tintype.core.port.JobQueue.DeadLetter;
import dev.tintype.core.port.JobQueue.Depth;
import dev.tintype.core.port.JobReceiver.Delivery;
import dev.tintype.core.provider.Opening;
import dev.tintype.core.state.Lane;
import dev.tintype.redis.TestQueues;
import dev.tintype.sql.SqlQueueContract;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

class RedisQueueTest extends SqlQueueContract {

  /// Moves everything that is to become visible towards now.
  private static final String PASS =
      """
      for _, lane in ipairs(KEYS) do
        for _, id in ipairs(redis.call('ZRANGE', lane, 0, -1)) do
          redis.call('ZINCRBY', lane, '-' .. ARGV[1], id)
        end
      end\
      """;

  @TempDir private static Path folder;
  private static TestBroker broker;

  private Opening opening;
  private JobQueue queue;

  @BeforeAll
  static void start() throws Exception {
    broker = TestBroker.start(folder);
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  @BeforeEach
  void open() {
    try (Jedis admin = broker.admin()) {
      admin.flushAll();
    }
    opening = TestQueues.opening();
    queue = TestQueues.open(broker.address(), MOST_RECEIVES, opening);
  }

  @AfterEach
  void close() {
    opening.close();
  }

  @Override
  protected JobQueue queue() {
    return queue;
  }

  @Override
  protected void pass(Duration time) {
    try (Jedis admin = broker.admin()) {
      admin.eval(
          PASS,
          List.of("{tintype}:fresh", "{tintype}:bulk"),
          List.of(Long.toString(time.toNanos() / 1_000)));
    }
  }

  private static long size(String key) {
    try (Jedis admin = broker.admin()) {
      return switch (admin.type(key)) {
        case "list" -> admin.llen(key);
        case "hash" -> admin.hlen(key);
        case "zset" -> admin.zcard(key);
        default -> 0;
      };
    }
  }

  @Test
  void nothingIsLeftOfAMessageThatWasDealtWith() throws Exception {
    queue.send(message(1), Duration.ZERO);
    queue.send(message(2), Lane.BULK, Duration.ZERO);
    queue.acknowledge(receive().orElseThrow());
    queue.deadLetter(receive().orElseThrow(), "why");
    queue.discard(queue.deadLetters(1).getFirst());
    assertThat(receive()).isEmpty();
    try (Jedis admin = broker.admin()) {
      assertThat(admin.keys("*")).isEmpty();
    }
  }

  @Test
  void whatWakesReceiversDoesNotGrowWhenNobodyWaits() throws Exception {
    for (int number = 0; number < 300; number++) {
      queue.send(message(number), Duration.ZERO);
    }
    assertThat(size("{tintype}:wake-fresh")).isEqualTo(100);
    assertThat(receiveAll()).hasSize(300);
    assertThat(size("{tintype}:wake-fresh")).isZero();
  }

  @Test
  void aServerThatForgotTheScriptsIsSentThemAgain() throws Exception {
    queue.send(message(1), Duration.ZERO);
    try (Jedis admin = broker.admin()) {
      admin.scriptFlush();
    }
    assertThat(receive()).isPresent();
  }

  @Test
  void aReceiptFromBeforeTheDeathDoesNotHoldAfterTheRedrive() throws Exception {
    queue.send(message(1), Duration.ZERO);
    Delivery before = receive().orElseThrow();
    queue.deadLetter(before, "why");
    DeadLetter letter = queue.deadLetters(1).getFirst();
    queue.redrive(letter);
    Delivery after = receive().orElseThrow();
    assertThat(after.receiveCount()).isEqualTo(before.receiveCount());
    queue.acknowledge(before);
    assertThat(queue.extend(before, HIDDEN)).isFalse();
    assertThat(queue.extend(after, HIDDEN)).isTrue();
    queue.deadLetter(after, "again");
    assertThat(queue.deadLetters(1).getFirst().sentAt()).isEqualTo(letter.sentAt());
  }

  @Test
  void aDeliveryWhoseTimeIsOverCannotBeExtended() throws Exception {
    queue.send(message(1), Duration.ZERO);
    Delivery slow = receive().orElseThrow();
    pass(HIDDEN);
    assertThat(queue.extend(slow, HIDDEN)).isFalse();
    assertThat(queue.depth()).isEqualTo(new Depth(1, 0, 0));
  }

  @Test
  void aDeliveryGivenBackIsNoLongerOurs() throws Exception {
    queue.send(message(1), Duration.ZERO);
    Delivery ours = receive().orElseThrow();
    queue.retryLater(ours, Duration.ofMinutes(1));
    assertThat(queue.extend(ours, HIDDEN)).isFalse();
    queue.acknowledge(ours);
    queue.deadLetter(ours, "late");
    assertThat(queue.depth()).isEqualTo(new Depth(0, 1, 0));
  }

  @Test
  void aReasonMayHaveAnyText() throws Exception {
    queue.send(message(1), Lane.BULK, Duration.ZERO);
    String why = "two\nlines: with 'ü', \"€\" and  blanks ";
    queue.deadLetter(receive().orElseThrow(), why);
    DeadLetter letter = queue.deadLetters(1).getFirst();
    assertThat(letter.why()).isEqualTo(why);
    assertThat(letter.lane()).isEqualTo(Lane.BULK);
    assertThat(letter.receiveCount()).isEqualTo(1);
  }

  @Test
  void instantsAreThoseOfTheServer() throws Exception {
    queue.send(message(1), Duration.ZERO);
    queue.deadLetter(receive().orElseThrow(), "why");
    DeadLetter letter = queue.deadLetters(1).getFirst();
    Instant now;
    try (Jedis admin = broker.admin()) {
      now = Instant.ofEpochSecond(Long.parseLong(admin.time().getFirst()));
    }
    assertThat(letter.diedAt()).isBetween(now.minusSeconds(60), now.plusSeconds(1));
    assertThat(letter.sentAt()).isBetween(now.minusSeconds(60), letter.diedAt());
  }

  @Test
  void queuesWithOtherPrefixesOrDatabasesAreApart() throws Exception {
    JobQueue shop = TestQueues.open(broker.address() + "?prefix=shop", MOST_RECEIVES, opening);
    JobQueue third = TestQueues.open(broker.address() + "/3", MOST_RECEIVES, opening);
    queue.send(message(1), Duration.ZERO);
    assertThat(shop.receive(Duration.ZERO, HIDDEN)).isEmpty();
    assertThat(third.receive(Duration.ZERO, HIDDEN)).isEmpty();
    shop.send(message(2), Duration.ZERO);
    third.send(message(3), Duration.ZERO);
    assertThat(receiveAll()).containsExactly(message(1).json());
  }
}
