package dev.tintype.nats;

import dev.tintype.core.json.Json;
import dev.tintype.core.port.JobQueue;
import dev.tintype.core.port.JobSender;
import dev.tintype.core.port.Message;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.state.Lane;
import io.nats.client.impl.Headers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;

/// The queue in two streams of JetStream, one for messages and one for dead letters, with a
/// consumer for each lane. A receiver waits for a fresh message and looks at the bulk lane between,
/// every one to five seconds. A delayed message waits on the server, which stores it in its lane
/// when it is due; a message is hidden by an answer "later". A message that was redriven while the
/// connection failed may be both a dead letter and in its lane; a second try then moves nothing
/// twice within two minutes. Safe for use by many threads, processes and hosts.
final class NatsQueue implements JobQueue {

  /// How long a receiver waits for a fresh message before it looks at the bulk lane again: the
  /// longer, the longer there was no bulk message, because each look costs processor time.
  private static final Duration SHORTEST_WAIT = Duration.ofSeconds(1);

  /// What of a wait has passed when a message comes is taken from the time for which the message is
  /// ours.
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

  /// A receiver waits for this share of the time since the last bulk message.
  private static final int SHARE = 10;

  private static final byte[] ACKNOWLEDGE = ascii("+ACK");
  private static final byte[] REMOVE = ascii("+TERM");

  private final NatsLink link;
  private final Api api;
  private final Names names;
  private final ServerClock clock;
  private final Held held;
  private final DeadLetters dead;
  private final int mostReceives;
  private volatile long bulkSeen = System.nanoTime();

  /// @param link kept open by its owner for as long as the queue is used
  /// @param names what streams and consumers are called; they are there
  /// @param mostReceives a message that was received so often without an end becomes a dead letter
  ///   instead of being received again; at least 1
  /// @param nanos goes on while the machine is suspended
  /// @throws StoreUnavailable when the server does not answer
  NatsQueue(NatsLink link, Names names, int mostReceives, LongSupplier nanos) {
    if (mostReceives < 1) {
      throw new IllegalArgumentException("mostReceives must be at least 1, not " + mostReceives);
    }
    this.link = link;
    this.api = new Api(link);
    this.names = names;
    this.clock = new ServerClock(() -> Counts.stream(api, names), nanos);
    this.held = new Held(nanos);
    this.dead = new DeadLetters(api, names);
    this.mostReceives = mostReceives;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public void send(Message message, Lane lane, Duration delay) {
    JobSender.check(delay);
    byte[] body = message.json().getBytes(StandardCharsets.UTF_8);
    if (delay.isZero()) {
      api.publish("sending a message", names.subject(lane), null, body);
      return;
    }
    Headers schedule =
        new Headers()
            .put("Nats-Schedule", "@at " + clock.instant().plus(delay))
            .put("Nats-Schedule-Target", names.subject(lane));
    String later = names.later(lane, UUID.randomUUID().toString());
    api.publish("sending a delayed message", later, schedule, body);
  }

  @Override
  public Optional<Delivery> receive(Duration wait, Duration visibility, Set<Lane> lanes)
      throws InterruptedException {
    long end = System.nanoTime() + wait.toNanos();
    Optional<Delivery> next = take(Lane.FRESH, Duration.ZERO, visibility);
    while (next.isEmpty()) {
      if (lanes.contains(Lane.BULK)) {
        next = take(Lane.BULK, Duration.ZERO, visibility);
      }
      Duration left = Duration.ofNanos(end - System.nanoTime());
      if (next.isPresent() || left.toMillis() <= 0) {
        return next;
      }
      Duration most = lanes.contains(Lane.BULK) ? untilNextLook() : LONGEST_WAIT;
      next = take(Lane.FRESH, least(left, most), visibility);
    }
    return next;
  }

  private Duration untilNextLook() {
    Duration share = Duration.ofNanos((System.nanoTime() - bulkSeen) / SHARE);
    return share.compareTo(SHORTEST_WAIT) < 0 ? SHORTEST_WAIT : least(share, LONGEST_WAIT);
  }

  private static Duration least(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private Optional<Delivery> take(Lane lane, Duration wait, Duration visibility)
      throws InterruptedException {
    String requests = "$JS.API.CONSUMER.MSG.NEXT." + names.stream() + "." + names.consumer(lane);
    while (true) {
      // The server hides the message from a moment on that is not before this one.
      long since = held.now();
      Optional<Taken> taken =
          link.session().pull(requests, wait).map(message -> Taken.of(message, lane));
      if (taken.isPresent() && lane == Lane.BULK) {
        bulkSeen = System.nanoTime();
      }
      if (taken.isEmpty() || taken.get().count() <= mostReceives) {
        taken.ifPresent(message -> hold(message, since, visibility));
        return taken.map(Taken::delivery);
      }
      held.hold(taken.get(), since, Layout.VISIBILITY);
      bury(taken.get(), "received " + mostReceives + " times without an end");
    }
  }

  private void hold(Taken taken, long since, Duration visibility) {
    held.hold(taken, since, Layout.VISIBILITY);
    if (!visibility.equals(Layout.VISIBILITY)) {
      var _ = hide(taken.receipt(), visibility, "hiding a message");
    }
  }

  /// Hides a message from now on. If it is not known whether the server did, the message is ours
  /// until the earlier end.
  ///
  /// @return whether the message was ours
  private boolean hide(String receipt, Duration visibility, String what) {
    return whileOurs(
        receipt,
        (session, taken) -> {
          long since = held.now();
          held.shorten(taken, since, visibility);
          answer(session, taken, later(visibility), what);
          held.renew(taken, since, visibility);
        });
  }

  /// Answers a delivery if it is ours. The connection comes first, because the time of the delivery
  /// may pass while a lost one is replaced.
  ///
  /// @return whether the delivery was ours
  private boolean whileOurs(String receipt, BiConsumer<Session, Taken> work) {
    if (held.of(receipt).isEmpty()) {
      return false;
    }
    Session session = link.session();
    return held.whileOurs(receipt, taken -> work.accept(session, taken));
  }

  private static byte[] later(Duration delay) {
    return delay.isZero()
        ? Pulls.GIVE_BACK
        : ascii("-NAK " + Json.write(Json.object().put("delay", delay.toNanos())));
  }

  private static void answer(Session session, Taken taken, byte[] answer, String what) {
    var _ = session.request(what, taken.receipt(), null, answer);
  }

  @Override
  public boolean extend(Delivery delivery, Duration visibility) {
    return hide(delivery.receipt(), visibility, "hiding a message for longer");
  }

  @Override
  public void acknowledge(Delivery delivery) {
    var _ =
        whileOurs(
            delivery.receipt(),
            (session, taken) -> {
              answer(session, taken, ACKNOWLEDGE, "acknowledging a message");
              held.release(taken);
            });
  }

  @Override
  public void retryLater(Delivery delivery, Duration delay) {
    var _ =
        whileOurs(
            delivery.receipt(),
            (session, taken) -> {
              held.release(taken);
              answer(session, taken, later(delay), "giving a message back");
            });
  }

  @Override
  public void deadLetter(Delivery delivery, String why) {
    held.of(delivery.receipt()).ifPresent(taken -> bury(taken, why));
  }

  /// First keeps the dead letter, then removes the message: if it fails between, the message is
  /// delivered again, and the letter is not kept twice.
  private void bury(Taken taken, String why) {
    dead.bury(taken, why);
    var _ =
        whileOurs(
            taken.receipt(),
            (session, ours) -> {
              answer(session, ours, REMOVE, "removing a buried message");
              held.release(ours);
            });
  }

  @Override
  public List<DeadLetter> deadLetters(int limit) {
    return dead.oldest(limit);
  }

  @Override
  public boolean redrive(DeadLetter letter) {
    return dead.redrive(letter);
  }

  @Override
  public boolean discard(DeadLetter letter) {
    return dead.discard(letter);
  }

  /// A message whose receiver let its time pass counts as hidden until it is received again.
  @Override
  public Depth depth() {
    return Counts.of(api, names).depth(dead.count());
  }
}
