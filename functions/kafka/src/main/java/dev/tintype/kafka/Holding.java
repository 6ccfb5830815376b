package dev.tintype.kafka;

import dev.tintype.core.port.JobReceiver.Delivery;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.state.Lane;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// A message that one consumer has. Threads ask for what is to be done with it; the consumer's own
/// thread does it and answers. Safe for use by many threads.
final class Holding {

  /// What is to be done.
  enum Wish {
    /// Hide it for longer.
    EXTEND,
    /// It has been dealt with.
    ACCEPT,
    /// Deliver it again at once.
    RELEASE
  }

  /// A wish and its answer, which is false when the message is no longer ours.
  record Request(Wish wish, long until, CompletableFuture<Boolean> answer) {}

  /// The consumer's thread answers sooner, since each of its calls has an end.
  private static final Duration PATIENCE = Duration.ofSeconds(45);

  private final Lane lane;
  private final LaneConsumer.Taken taken;
  private final String receipt;
  private final Deque<Request> requests = new ArrayDeque<>();
  private long until;
  private boolean over;

  /// @param lane where it came from
  /// @param receipt its name in this process
  /// @param visibility how long it is ours unless somebody asks for more
  Holding(Lane lane, LaneConsumer.Taken taken, String receipt, Duration visibility) {
    this.lane = lane;
    this.taken = taken;
    this.receipt = receipt;
    this.until = System.nanoTime() + visibility.toNanos();
  }

  Lane lane() {
    return lane;
  }

  String receipt() {
    return receipt;
  }

  Envelope envelope() {
    return taken.envelope();
  }

  /// @return how often the brokers delivered this record
  int deliveries() {
    return taken.deliveries();
  }

  /// @return how often the message was received in all
  int receiveCount() {
    return taken.envelope().received() + taken.deliveries();
  }

  /// @return the message for a new record, which counts how often it was received
  Envelope received() {
    return taken.envelope().received(receiveCount());
  }

  /// Gives it to whoever asked for a message.
  ///
  /// @param visibility how long it is hidden from now on
  synchronized Delivery deliver(Duration visibility) {
    until = System.nanoTime() + visibility.toNanos();
    notifyAll();
    return new Delivery(taken.envelope().body(), receipt, receiveCount(), lane);
  }

  /// Waits until it is done.
  ///
  /// @return false when the message is no longer ours
  /// @throws StoreUnavailable when it is unknown what came of it; the message is no longer ours
  boolean extend(Duration visibility) {
    return ask(new Request(Wish.EXTEND, System.nanoTime() + visibility.toNanos(), answer()));
  }

  /// As [#extend], for a message that has been dealt with.
  boolean accept() {
    return ask(new Request(Wish.ACCEPT, 0, answer()));
  }

  /// As [#extend], for a message that is to be delivered again at once.
  boolean release() {
    return ask(new Request(Wish.RELEASE, 0, answer()));
  }

  /// Gives the message back without waiting.
  void giveBack() {
    put(new Request(Wish.RELEASE, 0, answer()));
  }

  private static CompletableFuture<Boolean> answer() {
    return new CompletableFuture<>();
  }

  private synchronized void put(Request request) {
    if (over || System.nanoTime() - until >= 0) {
      request.answer().complete(false);
      return;
    }
    requests.add(request);
    notifyAll();
  }

  private boolean ask(Request request) {
    put(request);
    try {
      return request.answer().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreUnavailable("Kafka: the wait for an answer was interrupted", e);
    } catch (TimeoutException e) {
      throw new StoreUnavailable("Kafka: no answer for " + PATIENCE.toSeconds() + " s", e);
    } catch (ExecutionException e) {
      throw new StoreUnavailable(String.valueOf(KafkaErrors.cause(e).getMessage()), e);
    }
  }

  /// @return when the message is no longer ours unless somebody asks for more, by [System#nanoTime]
  synchronized long until() {
    return until;
  }

  /// The queue is closed: the consumer gives the message back.
  synchronized void abandon() {
    until = System.nanoTime();
    notifyAll();
  }

  /// For the consumer's thread: waits for a request.
  ///
  /// @param latest when to return without one, by [System#nanoTime]; it returns without one when
  ///   the time of the message is over, too
  synchronized Optional<Request> next(long latest) throws InterruptedException {
    while (requests.isEmpty()) {
      long left = Math.min(latest, until) - System.nanoTime();
      if (left <= 0) {
        return Optional.empty();
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
    return Optional.of(requests.remove());
  }

  /// For the consumer's thread: the message stays ours until then.
  synchronized void stays(long extended) {
    until = extended;
  }

  /// For the consumer's thread: the message is no longer ours. Whoever still asks hears that, or
  /// why that is unknown.
  synchronized void end(@Nullable StoreUnavailable why) {
    over = true;
    for (Request request : requests) {
      if (why == null) {
        request.answer().complete(false);
      } else {
        request.answer().completeExceptionally(why);
      }
    }
    requests.clear();
    notifyAll();
  }
}
