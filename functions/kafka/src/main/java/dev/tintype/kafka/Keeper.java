package dev.tintype.kafka;

import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.kafka.Holding.Request;
import dev.tintype.kafka.Holding.Wish;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Keeps a message hidden that was handed over, and does what is asked for, in the consumer's own
/// thread. The brokers' lock is short and the same for all, so it is renewed until the time is over
/// that was asked for; then the message is given back at once.
final class Keeper {

  private final LaneConsumer consumer;
  private final Holding holding;
  private long renewal;
  private Runnable last = () -> {};

  Keeper(LaneConsumer consumer, Holding holding) {
    this.consumer = consumer;
    this.holding = holding;
    this.renewal = nextRenewal();
  }

  private long nextRenewal() {
    return System.nanoTime() + consumer.lock().toNanos() / 2;
  }

  /// Returns when the message is no longer ours.
  ///
  /// @return tells whoever asked for the end that it is done
  /// @throws StoreUnavailable when it is unknown whether it is; it counts as lost, and the consumer
  ///   is of no use any more
  /// @throws InterruptedException when the queue is closed; the message is delivered again when the
  ///   consumer leaves its group
  Runnable keep() throws InterruptedException {
    @Nullable StoreUnavailable failure = null;
    try {
      boolean isOurs = true;
      while (isOurs) {
        Optional<Request> request = holding.next(renewal);
        isOurs = request.isPresent() ? isOursAfter(request.get()) : isOursAfterAll();
      }
      return last;
    } catch (StoreUnavailable e) {
      failure = e;
      throw e;
    } finally {
      holding.end(failure);
    }
  }

  private boolean isOursAfterAll() {
    if (System.nanoTime() - holding.until() >= 0) {
      consumer.release();
      return false;
    }
    return isRenewed();
  }

  private boolean isRenewed() {
    boolean isOurs = consumer.renew();
    renewal = nextRenewal();
    return isOurs;
  }

  private boolean isOursAfter(Request request) {
    try {
      boolean isDone =
          switch (request.wish()) {
            case EXTEND -> isRenewed();
            case ACCEPT -> consumer.accept();
            case RELEASE -> consumer.release();
          };
      boolean isKept = isDone && request.wish() == Wish.EXTEND;
      if (isKept) {
        holding.stays(request.until());
      }
      if (isKept) {
        request.answer().complete(true);
      } else {
        last = () -> request.answer().complete(isDone);
      }
      return isKept;
    } catch (StoreUnavailable e) {
      request.answer().completeExceptionally(e);
      throw e;
    }
  }
}
