package dev.tintype.kafka;

import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.state.Lane;
import dev.tintype.kafka.LaneConsumer.Taken;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One consumer and its thread: it looks for a message while somebody waits for one, hands it over,
/// keeps it hidden for as long as it is worked on, and looks for the next one.
final class Puller {

  private static final Logger LOGGER = System.getLogger("dev.tintype.kafka");

  /// Whoever waits again and again is away for a moment only.
  private static final Duration PATIENCE = Duration.ofMillis(300);

  /// A consumer that nobody has needed for so long leaves its group.
  private static final Duration UNUSED = Duration.ofMinutes(5);

  private static final Duration LONG_POLL = Duration.ofSeconds(5);
  private static final Duration SHORT_POLL = Duration.ofMillis(100);

  /// A message is ours for so long until it is handed over.
  private static final Duration AT_FIRST = Duration.ofSeconds(10);

  private final Lane lane;
  private final Supplier<LaneConsumer> open;
  private final Desk desk;
  private final Held held;
  private final Overdue overdue;
  private final Thread thread;
  private volatile boolean closing;
  private volatile @Nullable Holding current;
  private volatile @Nullable LaneConsumer opened;

  /// @param open makes the consumer
  /// @param desk where messages are handed over
  /// @param held knows which messages this process has
  /// @param overdue deals with the messages that are not handed over
  Puller(Lane lane, Supplier<LaneConsumer> open, Desk desk, Held held, Overdue overdue) {
    this.lane = lane;
    this.open = open;
    this.desk = desk;
    this.held = held;
    this.overdue = overdue;
    this.thread = Thread.ofPlatform().daemon().name("kafka-" + lane.code()).unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  boolean isAlive() {
    return thread.isAlive();
  }

  /// Ends the thread; what it has is delivered again. The desk is closed before.
  void close() {
    closing = true;
    Holding holding = current;
    LaneConsumer consumer = opened;
    if (holding != null) {
      holding.abandon();
    } else if (consumer != null) {
      consumer.wake();
    }
  }

  /// Waits until the thread has ended.
  void join(Duration atMost) throws InterruptedException {
    thread.join(atMost);
  }

  private void run() {
    try (LaneConsumer consumer = open.get()) {
      opened = consumer;
      serve(consumer);
    } catch (StoreUnavailable e) {
      desk.stopped(lane, Optional.empty(), Optional.of(e));
    }
  }

  /// Called while the desk counts this consumer among those that look.
  private void serve(LaneConsumer consumer) {
    boolean looks = true;
    Optional<StoreUnavailable> failure = Optional.empty();
    try {
      for (Optional<Taken> taken = look(consumer); taken.isPresent(); taken = look(consumer)) {
        looks = false;
        deal(consumer, taken.get());
        looks = !closing && desk.isCalled(lane, UNUSED);
        if (!looks) {
          break;
        }
      }
    } catch (StoreUnavailable e) {
      failure = Optional.of(e);
    } catch (InterruptedException _) {
      // The queue is closed.
    } catch (RuntimeException e) {
      LOGGER.log(Level.ERROR, "event=queue.consumer_failed", e);
      failure = Optional.of(new StoreUnavailable("Kafka, receiving a message: " + e, e));
    }
    if (looks) {
      desk.stopped(lane, Optional.of(consumer), failure);
    }
  }

  private Optional<Taken> look(LaneConsumer consumer) {
    while (!closing && !desk.isUnwanted(lane, UNUSED)) {
      boolean isJoined = consumer.isJoined();
      desk.looks(lane, consumer, isJoined);
      Optional<Taken> taken = consumer.take(isJoined ? LONG_POLL : SHORT_POLL);
      if (taken.isPresent()) {
        return taken;
      }
    }
    return Optional.empty();
  }

  private void deal(LaneConsumer consumer, Taken taken) throws InterruptedException {
    Holding holding = held.add(lane, taken, AT_FIRST);
    current = holding;
    Runnable done = () -> {};
    try {
      if (overdue.isWornOut(holding)) {
        desk.pauses(lane, consumer);
        dealWithWornOut(consumer, holding);
      } else if (desk.offer(consumer, holding, PATIENCE)) {
        if (closing) {
          holding.abandon();
        }
        done = new Keeper(consumer, holding).keep();
      } else if (!closing) {
        overdue.passOn(consumer, holding);
      }
    } finally {
      current = null;
      held.drop(holding);
    }
    // Whoever asked for the end may wait for the next message at once.
    desk.free(lane);
    done.run();
  }

  /// When that fails, this consumer ends, and whoever waits for it hears why.
  private void dealWithWornOut(LaneConsumer consumer, Holding holding) {
    try {
      overdue.dealWith(consumer, holding);
    } catch (StoreUnavailable e) {
      desk.fail(lane, e);
      throw e;
    }
  }
}
