package dev.tintype.redis.real;

import static dev.tintype.redis.real.TestMessages.NOW;
import static dev.tintype.redis.real.TestMessages.message;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.port.JobQueue;
import dev.tintype.core.port.JobQueue.DeadLetter;
import dev.tintype.core.port.JobReceiver.Delivery;
import dev.tintype.core.port.Race;
import dev.tintype.core.provider.Opening;
import dev.tintype.core.state.Lane;
import dev.tintype.redis.TestQueues;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.Jedis;

/// Random histories: whatever is sent twice, answered late or in another order, no message is lost,
/// and none is with two receivers that are both in time.
class HistoriesTest {

  private static final Duration SHORT = Duration.ofMillis(40);
  private static final Duration LONG = Duration.ofMinutes(5);
  private static final int VERSIONS = 5;
  private static final int STEPS = 250;

  @TempDir private static Path folder;
  private static TestBroker broker;

  @BeforeAll
  static void start() throws Exception {
    broker = TestBroker.start(folder, "--appendfsync", "no");
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  @BeforeEach
  void empty() {
    try (Jedis admin = broker.admin()) {
      admin.flushAll();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void noHistoryLosesAMessage(int seed) throws Exception {
    try (Opening opening = TestQueues.opening()) {
      new History(TestQueues.open(broker.address(), 1_000, opening), new Random(seed)).play();
    }
  }

  /// One history.
  private static final class History {

    private final JobQueue queue;
    private final Random random;

    /// What was sent, and not received since.
    private final Set<String> owed = ConcurrentHashMap.newKeySet();

    /// Deliveries that nobody answered in time so far, old ones too.
    private final List<Delivery> deliveries = new ArrayList<>();

    /// Ids of messages that a receiver has for long.
    private final Set<String> held = ConcurrentHashMap.newKeySet();

    History(JobQueue queue, Random random) {
      this.queue = queue;
      this.random = random;
    }

    void play() throws Exception {
      for (int step = 0; step < STEPS; step++) {
        switch (random.nextInt(9)) {
          case 0, 1, 2 -> send();
          case 3, 4 -> receive();
          case 5 -> acknowledge();
          case 6 -> giveBack();
          case 7 -> bury();
          default -> redrive();
        }
      }
      // What is still in time is given back, so that everything becomes visible.
      deliveries.forEach(delivery -> queue.retryLater(delivery, NOW));
      Set<String> all = receivedWithin(Duration.ofSeconds(2));
      all.addAll(queue.deadLetters(1_000).stream().map(DeadLetter::body).toList());
      assertThat(all).containsAll(owed);
      assertThat(queue.depth().visible()).isZero();
    }

    private void send() {
      int number = random.nextInt(VERSIONS);
      Lane lane = random.nextBoolean() ? Lane.FRESH : Lane.BULK;
      queue.send(message(number), lane, random.nextBoolean() ? NOW : SHORT);
      owed.add(message(number).json());
    }

    private void receive() throws InterruptedException {
      boolean isLong = random.nextBoolean();
      Optional<Delivery> next =
          queue.receive(Duration.ofMillis(random.nextInt(60)), isLong ? LONG : SHORT);
      if (next.isPresent()) {
        assertThat(held).as("nobody else has it in time").doesNotContain(id(next.get()));
        deliveries.add(next.get());
        if (isLong) {
          held.add(id(next.get()));
        }
      }
    }

    private static String id(Delivery delivery) {
      return delivery.receipt().split(":")[0];
    }

    private Optional<Delivery> any() {
      return deliveries.isEmpty()
          ? Optional.empty()
          : Optional.of(deliveries.get(random.nextInt(deliveries.size())));
    }

    /// Only an acknowledgement that holds pays what is owed, and only if nothing was sent since.
    private void acknowledge() throws InterruptedException {
      Optional<Delivery> delivery = any().filter(one -> queue.extend(one, LONG));
      if (delivery.isEmpty()) {
        return;
      }
      queue.acknowledge(delivery.get());
      deliveries.remove(delivery.get());
      held.remove(id(delivery.get()));
      if (isUnknown(delivery.get().body())) {
        owed.remove(delivery.get().body());
      }
    }

    /// Whether neither the queue nor a receiver has a message with this body.
    private static boolean isUnknown(String body) {
      try (Jedis admin = broker.admin()) {
        return admin.hvals("{tintype}:texts").stream().noneMatch(text -> text.endsWith(body));
      }
    }

    private void giveBack() {
      answer(delivery -> queue.retryLater(delivery, random.nextBoolean() ? NOW : SHORT));
    }

    private void bury() {
      answer(delivery -> queue.deadLetter(delivery, "because"));
    }

    /// Answers any delivery, ours or not.
    private void answer(Consumer<Delivery> answer) {
      any()
          .ifPresent(delivery -> {
            boolean isOurs = queue.extend(delivery, LONG);
            answer.accept(delivery);
            if (isOurs) {
              held.remove(id(delivery));
            }
          });
    }

    private void redrive() {
      queue.deadLetters(10).stream().findAny().ifPresent(queue::redrive);
    }

    private Set<String> receivedWithin(Duration time) throws InterruptedException {
      Set<String> bodies = ConcurrentHashMap.newKeySet();
      Optional<Delivery> next = queue.receive(time, LONG);
      while (next.isPresent()) {
        bodies.add(next.get().body());
        queue.acknowledge(next.get());
        next = queue.receive(SHORT.multipliedBy(5), LONG);
      }
      return bodies;
    }
  }

  @Test
  void receiversThatAnswerTwiceAndLateLoseNothing() throws Exception {
    AtomicInteger sent = new AtomicInteger();
    Set<String> received = ConcurrentHashMap.newKeySet();
    int each = 150;
    try (Opening opening = TestQueues.opening()) {
      JobQueue queue = TestQueues.open(broker.address(), 1_000, opening);
      Race.of(
          6,
          i ->
              () -> {
                for (int turn = 0; turn < each; turn++) {
                  if (i < 2) {
                    int number = sent.getAndIncrement();
                    queue.send(message(number), NOW);
                    queue.send(message(number), NOW);
                  } else {
                    Optional<Delivery> next = queue.receive(SHORT, turn % 3 == 0 ? SHORT : LONG);
                    next.ifPresent(delivery -> {
                      received.add(delivery.body());
                      queue.acknowledge(delivery);
                      queue.acknowledge(delivery);
                      queue.retryLater(delivery, NOW);
                    });
                  }
                }
                return true;
              });
      received.addAll(TestMessages.drain(queue));
      Set<String> all =
          java.util.stream.IntStream.range(0, sent.get())
              .mapToObj(number -> message(number).json())
              .collect(Collectors.toSet());
      assertThat(received).isEqualTo(all);
    }
  }
}
