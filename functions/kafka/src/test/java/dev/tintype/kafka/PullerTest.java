package dev.tintype.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.state.Lane;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PullerTest {

  private static final Duration PATIENT = Duration.ofSeconds(20);

  private final FakeConsumer consumer = new FakeConsumer();
  private final MockProducer<String, String> producer =
      new MockProducer<>(true, null, new StringSerializer(), new StringSerializer());
  private final Held held = new Held();
  private final List<Puller> pullers = new CopyOnWriteArrayList<>();
  private final Desk desk = new Desk(this::start);

  private void start(Lane lane) {
    Sender sender = new Sender(KafkaAddress.parse("kafka://host"), producer);
    Puller puller = new Puller(lane, () -> consumer, desk, held, new Overdue(sender, 5, 50));
    pullers.add(puller);
    puller.start();
  }

  @AfterEach
  void close() throws Exception {
    desk.close();
    for (Puller puller : pullers) {
      puller.close();
      puller.join(PATIENT);
    }
    assertThat(consumer.isClosed()).isTrue();
  }

  private Optional<Holding> receive(Duration time) throws InterruptedException {
    Desk.Waiter waiter = desk.enter();
    desk.want(waiter, Lane.FRESH);
    long end = System.nanoTime() + time.toNanos();
    try {
      return desk.await(waiter, end, end);
    } finally {
      desk.leave(waiter);
    }
  }

  private void awaitEnd() throws InterruptedException {
    pullers.getFirst().join(PATIENT);
    assertThat(pullers.getFirst().isAlive()).isFalse();
  }

  private static String received(ProducerRecord<String, String> record) {
    return new String(record.headers().lastHeader("tintype-received").value());
  }

  @Test
  void oneConsumerHandsOverOneMessageAfterTheOther() throws Exception {
    consumer.put(FakeConsumer.message("one", 0, 1));
    Holding one = receive(PATIENT).orElseThrow();
    assertThat(held.of(one.receipt())).contains(one);
    assertThat(one.accept()).isTrue();
    consumer.put(FakeConsumer.message("two", 0, 1));
    Holding two = receive(PATIENT).orElseThrow();
    assertThat(two.release()).isTrue();
    assertThat(consumer.done()).containsExactly("accept", "release");
    assertThat(two.receipt()).isNotEqualTo(one.receipt());
    while (held.count(Lane.FRESH) > 0) {
      Thread.onSpinWait();
    }
    assertThat(pullers).hasSize(1);
  }

  @Test
  void aMessageThatNobodyWaitsForIsSentAgainUnderTheSameCount() throws Exception {
    assertThat(receive(Duration.ZERO)).isEmpty();
    consumer.put(FakeConsumer.message("late", 4, 2));
    while (consumer.done().isEmpty()) {
      Thread.onSpinWait();
    }
    assertThat(consumer.done()).containsExactly("accept");
    ProducerRecord<String, String> again = producer.history().getFirst();
    assertThat(again.topic()).isEqualTo("tintype-fresh");
    assertThat(again.value()).isEqualTo("late");
    assertThat(received(again)).isEqualTo("5");
  }

  @Test
  void aMessageThatTheBrokersWouldDropIsSentAgainBefore() throws Exception {
    consumer.put(FakeConsumer.message("often", 10, 5));
    consumer.put(FakeConsumer.message("next", 0, 1));
    assertThat(receive(PATIENT).orElseThrow().envelope().body()).isEqualTo("next");
    assertThat(producer.history()).hasSize(1);
    assertThat(received(producer.history().getFirst())).isEqualTo("14");
  }

  @Test
  void aMessageThatWasReceivedTooOftenBecomesADeadLetter() throws Exception {
    consumer.put(FakeConsumer.message("poison", 50, 1));
    consumer.put(FakeConsumer.message("next", 49, 1));
    assertThat(receive(PATIENT).orElseThrow().envelope().body()).isEqualTo("next");
    ProducerRecord<String, String> dead = producer.history().getFirst();
    assertThat(dead.topic()).isEqualTo("dlq.tintype");
    assertThat(Envelope.why(dead.headers())).contains("received 50 times without an end");
    assertThat(Envelope.lane(dead.headers())).contains(Lane.FRESH);
  }

  @Test
  void whoeverWaitsHearsThatAWornOutMessageCannotBeDealtWith() throws Exception {
    producer.sendException = new KafkaException("no room");
    consumer.put(FakeConsumer.message("poison", 50, 1));
    assertThatThrownBy(() -> receive(PATIENT))
        .isInstanceOf(StoreUnavailable.class)
        .hasMessage("Kafka, burying a message: no room");
    awaitEnd();
    assertThat(pullers).hasSize(1);
  }

  @Test
  void aRefusedConsumerTellsWhoeverWaitsAndIsClosed() throws Exception {
    consumer.fail();
    try {
      receive(PATIENT);
    } catch (StoreUnavailable e) {
      assertThat(e).hasMessage("refused");
      awaitEnd();
      return;
    }
    throw new AssertionError("nobody was told");
  }

  @Test
  void aConsumerThatFailsWithItsMessageIsClosed() throws Exception {
    consumer.put(FakeConsumer.message("one", 0, 1));
    Holding one = receive(PATIENT).orElseThrow();
    consumer.fail();
    assertThat(org.assertj.core.api.Assertions.catchThrowable(one::accept))
        .isInstanceOf(StoreUnavailable.class);
    awaitEnd();
    assertThat(held.count(Lane.FRESH)).isZero();
  }

  @Test
  void atTheEndAMessageThatIsWorkedOnIsGivenBack() throws Exception {
    consumer.put(FakeConsumer.message("one", 0, 1));
    Holding one = receive(PATIENT).orElseThrow();
    pullers.getFirst().close();
    awaitEnd();
    assertThat(one.accept()).isFalse();
    assertThat(consumer.done()).containsExactly("release");
  }
}
