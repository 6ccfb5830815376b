package dev.tintype.nats;

import dev.tintype.core.json.Json;
import dev.tintype.core.port.StoreUnavailable;
import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.Message;
import io.nats.client.Subscription;
import io.nats.client.support.Status;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

/// Asks the consumers for messages, over one connection. A server that is asked to wait answers
/// when the wait is over, so no request is given up before: a message that comes for a request that
/// nobody waits for would be hidden for a whole visibility timeout. If one comes nevertheless, it
/// is given back at once, unless somebody else may have it by then. Safe for use by many threads.
final class Pulls {

  /// What gives a message back to the server.
  static final byte[] GIVE_BACK = "-NAK".getBytes(StandardCharsets.US_ASCII);

  /// How long after the end of its wait a server must have answered.
  private static final Duration GRACE = Duration.ofSeconds(3);

  /// For how long an answer to a request that was given up may come.
  private static final Duration LATE = Duration.ofMinutes(1);

  private final Connection connection;
  private final LongSupplier nanos;
  private final Dispatcher dispatcher;
  private final Queue<Inbox> free = new ConcurrentLinkedQueue<>();
  private final Queue<GivenUp> givenUp = new ConcurrentLinkedQueue<>();
  private final Set<Inbox> waiting = ConcurrentHashMap.newKeySet();

  /// @param nanos goes on while the machine is suspended
  Pulls(Connection connection, LongSupplier nanos) {
    this.connection = connection;
    this.nanos = nanos;
    this.dispatcher = connection.createDispatcher();
  }

  private record GivenUp(Inbox inbox, long at) {}

  /// Where the answer to one request at a time arrives. A message that comes has the subject that
  /// it was sent to, so only the subscription tells for which request it is.
  private final class Inbox {
    private final String subject = connection.createInbox();
    private final AtomicReference<Optional<CompletableFuture<Message>>> request =
        new AtomicReference<>(Optional.empty());
    private final Subscription subscription = dispatcher.subscribe(subject, this::arrived);

    /// When the last request began: the server hides a message from a moment on that is not before.
    private volatile long since;

    private void begin(CompletableFuture<Message> answer) {
      since = nanos.getAsLong();
      request.set(Optional.of(answer));
    }

    private void arrived(Message message) {
      boolean isAwaited =
          request
              .getAndSet(Optional.empty())
              .filter(answer -> answer.complete(message))
              .isPresent();
      if (!isAwaited) {
        giveBack(message, since);
      }
    }
  }

  /// Asks for one message.
  ///
  /// @param subject of the consumer's requests
  /// @param wait how long the server waits for a message; zero to only look
  /// @throws StoreUnavailable when there is no answer, or none that is expected
  Optional<Message> pull(String subject, Duration wait) throws InterruptedException {
    try {
      return message(subject, answer(subject, wait));
    } catch (TimeoutException e) {
      throw new StoreUnavailable("NATS, receiving a message: no answer from " + subject, e);
    } catch (ExecutionException | IllegalStateException e) {
      throw new StoreUnavailable("NATS, receiving a message: the connection is lost", e);
    }
  }

  private Message answer(String subject, Duration wait)
      throws InterruptedException, ExecutionException, TimeoutException {
    CompletableFuture<Message> answer = new CompletableFuture<>();
    Inbox inbox = Optional.ofNullable(free.poll()).orElseGet(Inbox::new);
    inbox.begin(answer);
    waiting.add(inbox);
    try {
      connection.publish(subject, inbox.subject, request(wait));
      Message message = answer.get(wait.plus(GRACE).toMillis(), TimeUnit.MILLISECONDS);
      free.add(inbox);
      return message;
    } catch (TimeoutException | InterruptedException e) {
      giveUp(inbox, answer);
      throw e;
    } finally {
      waiting.remove(inbox);
    }
  }

  private static byte[] request(Duration wait) {
    var request = Json.object().put("batch", 1);
    return Json.bytes(
        wait.isZero() ? request.put("no_wait", true) : request.put("expires", wait.toNanos()));
  }

  private static Optional<Message> message(String subject, Message answer) {
    if (!answer.isStatusMessage()) {
      return Optional.of(answer);
    }
    Status status = answer.getStatus();
    return switch (status.getCode()) {
      case Status.NOT_FOUND_CODE, Status.REQUEST_TIMEOUT_CODE -> Optional.empty();
      case Status.NO_RESPONDERS_CODE ->
          throw new StoreUnavailable("NATS, receiving a message: " + Session.nobody(subject));
      default ->
          throw new StoreUnavailable(
              "NATS, receiving a message: %s (%d)"
                  .formatted(status.getMessage(), status.getCode()));
    };
  }

  /// Leaves the inbox for a while to a message that may still come.
  private void giveUp(Inbox inbox, CompletableFuture<Message> answer) {
    if (!answer.cancel(false) && answer.state() == Future.State.SUCCESS) {
      giveBack(answer.resultNow(), inbox.since);
    }
    long now = nanos.getAsLong();
    givenUp.add(new GivenUp(inbox, now));
    GivenUp oldest = givenUp.peek();
    while (oldest != null && now - oldest.at() > LATE.toNanos()) {
      if (givenUp.remove(oldest)) {
        dispatcher.unsubscribe(oldest.inbox().subscription);
      }
      oldest = givenUp.peek();
    }
  }

  private void giveBack(Message message, long since) {
    boolean isOurs = Held.end(since, Layout.VISIBILITY) - nanos.getAsLong() > 0;
    if (message.isJetStream() && isOurs) {
      try {
        connection.publish(message.getReplyTo(), GIVE_BACK);
      } catch (IllegalStateException _) {
        // The connection is lost: the message is delivered again when its time is over.
      }
    }
  }

  /// Ends every wait, because the connection is lost.
  void lost() {
    waiting.forEach(inbox ->
        inbox
            .request
            .get()
            .ifPresent(answer -> answer.completeExceptionally(new LostConnection())));
  }

  /// Why a wait ended.
  private static final class LostConnection extends Exception {}
}
