package dev.tintype.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tintype.core.port.JobReceiver.Delivery;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.state.Lane;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KeeperTest {

  private static final Duration HIDDEN = Duration.ofMinutes(5);

  private final FakeConsumer consumer = new FakeConsumer();
  private final ExecutorService pool = Executors.newSingleThreadExecutor();
  private final Holding holding =
      new Holding(Lane.BULK, FakeConsumer.message("body", 3, 2), "receipt", HIDDEN);

  @AfterEach
  void close() {
    pool.shutdownNow();
  }

  private Future<?> keep() {
    return pool.submit(() -> {
      new Keeper(consumer, holding).keep().run();
      return true;
    });
  }

  @Test
  void aDeliveryTellsWhatIsKnownOfTheMessage() {
    assertThat(holding.deliver(HIDDEN)).isEqualTo(new Delivery("body", "receipt", 5, Lane.BULK));
  }

  @Test
  void aMessageIsAcceptedOnce() throws Exception {
    Future<?> keeping = keep();
    assertThat(holding.accept()).isTrue();
    keeping.get();
    assertThat(holding.accept()).isFalse();
    assertThat(holding.extend(HIDDEN)).isFalse();
    assertThat(consumer.done()).containsExactly("accept");
  }

  @Test
  void anExtensionRenewsTheLock() throws Exception {
    Future<?> keeping = keep();
    assertThat(holding.extend(HIDDEN)).isTrue();
    assertThat(holding.extend(HIDDEN)).isTrue();
    assertThat(holding.release()).isTrue();
    keeping.get();
    assertThat(consumer.done()).containsExactly("renew", "renew", "release");
  }

  @Test
  void theShortLockIsRenewedWhileTheMessageIsHidden() throws Exception {
    consumer.lock(Duration.ofMillis(20));
    Future<?> keeping = keep();
    while (consumer.done().size() < 5) {
      Thread.onSpinWait();
    }
    assertThat(holding.accept()).isTrue();
    keeping.get();
    assertThat(consumer.done()).startsWith("renew", "renew", "renew", "renew").endsWith("accept");
  }

  @Test
  void aMessageWhoseTimeIsOverIsGivenBackAtOnce() throws Exception {
    holding.deliver(Duration.ofMillis(50));
    keep().get();
    assertThat(consumer.done()).containsExactly("release");
    assertThat(holding.accept()).isFalse();
    assertThat(holding.extend(HIDDEN)).isFalse();
  }

  @Test
  void aMessageThatAnotherHasIsNoLongerOurs() throws Exception {
    consumer.lose();
    Future<?> keeping = keep();
    assertThat(holding.extend(HIDDEN)).isFalse();
    keeping.get();
    assertThat(holding.extend(HIDDEN)).isFalse();
    assertThat(consumer.done()).containsExactly("renew");
  }

  @Test
  void aLostMessageIsNoticedWithoutAQuestion() throws Exception {
    consumer.lock(Duration.ofMillis(10));
    consumer.lose();
    keep().get();
    assertThat(holding.accept()).isFalse();
    assertThat(consumer.done()).isEqualTo(List.of("renew"));
  }

  @Test
  void whoeverAsksHearsThatTheServerDoesNotAnswer() {
    consumer.fail();
    Future<?> keeping = keep();
    assertThatThrownBy(holding::accept).isInstanceOf(StoreUnavailable.class);
    assertThatThrownBy(keeping::get).hasCauseInstanceOf(StoreUnavailable.class);
    assertThat(holding.accept()).isFalse();
  }
}
