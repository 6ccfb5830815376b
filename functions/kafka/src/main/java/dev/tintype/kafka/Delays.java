package dev.tintype.kafka;

import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.state.Lane;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/// Messages that are to be sent later. Kafka has no delays, so they are kept in this process: when
/// it dies, the sweeper sends them when their versions are due. Safe for use by many threads.
final class Delays implements AutoCloseable {

  /// More are refused.
  static final int MOST = 10_000;

  private static final Logger LOGGER = System.getLogger("dev.tintype.kafka");

  private final BiConsumer<Lane, Envelope> send;
  private final Duration closing;
  private final Set<Delayed> waiting = ConcurrentHashMap.newKeySet();
  private final ScheduledThreadPoolExecutor timer;

  /// @param send sends a message if that is possible, and does not wait for an answer
  /// @param closing how long [#close] takes at most
  Delays(BiConsumer<Lane, Envelope> send, Duration closing) {
    this.send = send;
    this.closing = closing;
    this.timer =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("kafka-delays").factory());
    timer.setRemoveOnCancelPolicy(true);
  }

  /// A message that waits. Each is another one, whatever its text.
  static final class Delayed {
    private final Lane lane;
    private final Envelope envelope;

    private Delayed(Lane lane, Envelope envelope) {
      this.lane = lane;
      this.envelope = envelope;
    }
  }

  /// Sends a message later.
  ///
  /// @return ends the wait, so that it is not sent
  /// @throws StoreUnavailable when [#MOST] wait already, or after the end
  Runnable add(Lane lane, Envelope envelope, Duration delay) {
    if (waiting.size() >= MOST) {
      throw new StoreUnavailable(
          "Kafka, delaying a message: " + MOST + " wait in this process already");
    }
    Delayed delayed = new Delayed(lane, envelope);
    waiting.add(delayed);
    ScheduledFuture<?> turn;
    try {
      turn = timer.schedule(() -> sendNow(delayed), delay.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      waiting.remove(delayed);
      throw new StoreUnavailable("Kafka, delaying a message: the queue is closed", e);
    }
    return () -> {
      waiting.remove(delayed);
      turn.cancel(false);
    };
  }

  /// Sends a message later in place of its record. If that cannot be, the record is delivered again
  /// at once.
  ///
  /// @throws StoreUnavailable when it is unknown whether the record is gone; the message may come
  ///   twice
  void retry(Holding holding, Duration delay) {
    Runnable undo;
    try {
      undo = add(holding.lane(), holding.received(), delay);
    } catch (StoreUnavailable _) {
      holding.release();
      return;
    }
    if (!holding.accept()) {
      undo.run();
    }
  }

  private void sendNow(Delayed delayed) {
    if (waiting.remove(delayed)) {
      send.accept(delayed.lane, delayed.envelope);
    }
  }

  /// @return how many wait, by lane
  Map<Lane, Long> counts() {
    return waiting.stream()
        .collect(
            java.util.stream.Collectors.groupingBy(
                delayed -> delayed.lane, java.util.stream.Collectors.counting()));
  }

  /// Sends what waits at once: a worker that has it too early waits itself. What cannot be sent in
  /// time is left to the sweeper.
  @Override
  public void close() {
    timer.shutdownNow();
    Thread last =
        Thread.ofPlatform()
            .daemon()
            .name("kafka-delays-end")
            .start(() -> Set.copyOf(waiting).forEach(this::sendNow));
    try {
      last.join(closing);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    long left = Set.copyOf(waiting).stream().filter(waiting::remove).count();
    if (left > 0) {
      LOGGER.log(Level.WARNING, () -> "event=queue.delayed_not_sent messages=" + left);
    }
  }
}
