package dev.tintype.kafka;

import dev.tintype.core.port.JobQueue;
import dev.tintype.core.port.JobSender;
import dev.tintype.core.port.Message;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.state.Lane;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The queue in two topics of Kafka, one for each lane, that share groups read. A message is hidden
/// by the brokers' lock on its record, which its consumer renews; so only the process that received
/// it can deal with it. Kafka has no delays: what is to be delivered later waits in the process
/// that wants it so. Safe for use by many threads, processes and hosts.
final class KafkaQueue implements JobQueue, AutoCloseable {

  /// A message received so often without an end is set aside: only what kills its worker each time
  /// comes so far.
  static final int MOST_RECEIVES = 50;

  /// A consumer that is new joins its group in about a second.
  private static final Duration FIRST_LOOK = Duration.ofSeconds(5);

  private static final Duration CLOSING = Duration.ofSeconds(4);
  private static final Duration SENDING_REST = Duration.ofSeconds(2);

  private final KafkaClients clients;
  private final Map<Lane, Integer> deliveries;
  private final Sender sender;
  private final Backlog backlog;
  private final DeadLetters deadLetters;
  private final Delays delays;
  private final Held held = new Held();
  private final Desk desk = new Desk(this::start);
  private final List<Puller> pullers = new ArrayList<>();

  /// @param clients makes the clients that are needed
  /// @param backlog closed by its owner
  /// @param deliveries how often the brokers deliver a record of each lane
  KafkaQueue(KafkaClients clients, Backlog backlog, Map<Lane, Integer> deliveries) {
    this.clients = clients;
    this.deliveries = Map.copyOf(deliveries);
    this.backlog = backlog;
    this.sender = new Sender(clients.address(), clients.producer());
    this.delays = new Delays(sender::trySend, SENDING_REST);
    this.deadLetters = new DeadLetters(clients.address(), clients::deadReader, System::nanoTime);
  }

  /// Called by the desk.
  private void start(Lane lane) {
    Puller puller =
        new Puller(
            lane,
            () -> new GroupMember(clients.consumer(lane)),
            desk,
            held,
            new Overdue(sender, deliveries.getOrDefault(lane, MOST_RECEIVES), MOST_RECEIVES));
    synchronized (pullers) {
      pullers.removeIf(old -> !old.isAlive());
      puller.start();
      pullers.add(puller);
    }
  }

  @Override
  public void send(Message message, Lane lane, Duration delay) {
    JobSender.check(delay);
    if (delay.isZero()) {
      sender.send(lane, Envelope.of(message));
    } else {
      delays.add(lane, Envelope.of(message), delay);
    }
  }

  @Override
  public Optional<Delivery> receive(Duration wait, Duration visibility, Set<Lane> lanes)
      throws InterruptedException {
    long begin = System.nanoTime();
    long end = begin + wait.toNanos();
    long latest = begin + FIRST_LOOK.toNanos();
    Desk.Waiter waiter = desk.enter();
    Optional<Holding> found;
    try {
      desk.want(waiter, Lane.FRESH);
      if (lanes.contains(Lane.BULK)) {
        found = desk.await(waiter, begin, latest);
        if (found.isEmpty()) {
          desk.want(waiter, Lane.BULK);
          found = desk.await(waiter, end, Math.max(end, latest));
        }
      } else {
        found = desk.await(waiter, end, Math.max(end, latest));
      }
      if (found.isEmpty() && desk.isSilent(waiter)) {
        throw new StoreUnavailable(
            "Kafka, receiving a message: nothing is heard from " + clients.address().servers());
      }
    } finally {
      desk.leave(waiter).ifPresent(Holding::giveBack);
    }
    return found.map(holding -> holding.deliver(visibility));
  }

  @Override
  public boolean extend(Delivery delivery, Duration visibility) {
    return held.of(delivery.receipt()).map(holding -> holding.extend(visibility)).orElse(false);
  }

  @Override
  public void acknowledge(Delivery delivery) {
    held.take(delivery.receipt()).ifPresent(Holding::accept);
  }

  @Override
  public void retryLater(Delivery delivery, Duration delay) {
    held.take(delivery.receipt())
        .ifPresent(holding -> {
          if (delay.isZero()) {
            holding.release();
          } else {
            delays.retry(holding, delay);
          }
        });
  }

  @Override
  public void deadLetter(Delivery delivery, String why) {
    held.take(delivery.receipt())
        .ifPresent(holding -> {
          sender.bury(holding.lane(), holding.received(), why);
          holding.accept();
        });
  }

  @Override
  public List<DeadLetter> deadLetters(int limit) {
    return deadLetters.oldest(limit);
  }

  @Override
  public boolean redrive(DeadLetter letter) {
    if (!deadLetters.isThere(letter)) {
      return false;
    }
    sender.send(letter.lane(), new Envelope(letter.body(), 0, Optional.of(letter.sentAt())));
    return deadLetters.dealtWith(letter);
  }

  @Override
  public boolean discard(DeadLetter letter) {
    return deadLetters.dealtWith(letter);
  }

  @Override
  public Depth depth() {
    Map<Lane, Long> counts = backlog.counts();
    Map<Lane, Long> delayed = delays.counts();
    long bulkHeld = held.count(Lane.BULK);
    long freshHeld = held.count(Lane.FRESH);
    long bulk = Math.max(0, counts.getOrDefault(Lane.BULK, 0L) - bulkHeld);
    long fresh = Math.max(0, counts.getOrDefault(Lane.FRESH, 0L) - freshHeld);
    long bulkHidden = bulkHeld + delayed.getOrDefault(Lane.BULK, 0L);
    long freshHidden = freshHeld + delayed.getOrDefault(Lane.FRESH, 0L);
    return new Depth(fresh + bulk, freshHidden + bulkHidden, deadLetters.count(), bulk, bulkHidden);
  }

  /// Gives back what this process has, and sends what waits in it. One that waits for a message
  /// gets none.
  @Override
  public void close() {
    desk.close();
    List<Puller> last;
    synchronized (pullers) {
      last = List.copyOf(pullers);
    }
    last.forEach(Puller::close);
    long end = System.nanoTime() + CLOSING.toNanos();
    try {
      for (Puller puller : last) {
        puller.join(Duration.ofNanos(Math.max(1, end - System.nanoTime())));
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    delays.close();
    sender.close();
    deadLetters.close();
  }
}
