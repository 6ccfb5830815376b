package dev.tintype.sqs;

import dev.tintype.core.port.JobQueue;
import dev.tintype.core.port.Message;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.provider.InvalidAddress;
import dev.tintype.core.state.Lane;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongSupplier;

/// The queue in Amazon SQS: a standard queue for each lane and one for the dead letters of both.
/// The order of messages is about that in which they were sent. Numbers are approximate, as SQS
/// counts them. Safe for use by many threads, processes and hosts.
final class SqsQueue implements JobQueue {

  private final SqsJobSender sender;
  private final SqsJobReceiver receiver;
  private final DeadLetterBox box;
  private final Function<String, Optional<FoundQueue>> look;
  private final ThreeQueues queues;
  private final int mostReceives;

  /// @param connection kept open by its owner for as long as the queue is used
  /// @param queues the queues, as they were found
  /// @param mostReceives a message that was received so often without an end becomes a dead letter
  ///   instead of being received again; at least 1. A redrive policy may do that earlier
  /// @param nanos a clock that only runs forward, nanoseconds
  SqsQueue(SqsConnection connection, ThreeQueues queues, int mostReceives, LongSupplier nanos) {
    SqsQueues urls = queues.urls();
    this.sender = new SqsJobSender(connection.sqs(), urls);
    this.box = new DeadLetterBox(connection.sqs(), urls, queues.dead().url(), nanos);
    this.receiver = new SqsJobReceiver(connection.sqs(), urls, box, nanos);
    this.look = connection::queue;
    this.queues = queues;
    this.mostReceives = mostReceives;
  }

  @Override
  public void send(Message message, Lane lane, Duration delay) {
    sender.send(message, lane, delay);
  }

  @Override
  public Optional<Delivery> receive(Duration wait, Duration visibility, Set<Lane> lanes) {
    while (true) {
      Optional<Delivery> next = receiver.receive(wait, visibility, lanes);
      if (next.isEmpty() || next.get().receiveCount() <= mostReceives) {
        return next;
      }
      deadLetter(next.get(), "received " + mostReceives + " times without an end");
    }
  }

  @Override
  public boolean extend(Delivery delivery, Duration visibility) {
    return receiver.extend(delivery, visibility);
  }

  @Override
  public void acknowledge(Delivery delivery) {
    receiver.acknowledge(delivery);
  }

  @Override
  public void retryLater(Delivery delivery, Duration delay) {
    receiver.retryLater(delivery, delay);
  }

  @Override
  public void deadLetter(Delivery delivery, String why) {
    receiver.deadLetter(delivery, why);
  }

  /// Hides the dead letters from other readers for five minutes. There may be older ones: SQS hands
  /// out some, about in their order.
  @Override
  public List<DeadLetter> deadLetters(int limit) {
    return box.letters(limit);
  }

  /// Only the process that read the dead letter can move it, within five minutes. When its removal
  /// fails, it is in both places.
  @Override
  public boolean redrive(DeadLetter letter) {
    return box.redrive(letter);
  }

  /// Only the process that read the dead letter can remove it, within five minutes.
  @Override
  public boolean discard(DeadLetter letter) {
    return box.discard(letter);
  }

  /// The numbers are those of the last minute or so, and of three moments. Dead letters that
  /// somebody has read count too.
  @Override
  public Depth depth() {
    FoundQueue fresh = found(queues.fresh());
    FoundQueue dead = found(queues.dead());
    long letters = dead.visible() + dead.hidden();
    if (queues.lanes().size() == 1) {
      return new Depth(fresh.visible(), fresh.hidden(), letters);
    }
    FoundQueue bulk = found(queues.bulk());
    return new Depth(
        fresh.visible() + bulk.visible(),
        fresh.hidden() + bulk.hidden(),
        letters,
        bulk.visible(),
        bulk.hidden());
  }

  private FoundQueue found(FoundQueue queue) {
    try {
      return look.apply(queue.name())
          .orElseThrow(() -> new StoreUnavailable("the SQS queue " + queue.name() + " is gone"));
    } catch (InvalidAddress e) {
      throw new StoreUnavailable("SQS refuses to count messages: " + e.getMessage(), e);
    }
  }
}
