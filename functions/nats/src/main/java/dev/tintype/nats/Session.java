package dev.tintype.nats;

import dev.tintype.core.port.StoreUnavailable;
import io.nats.client.Connection;
import io.nats.client.JetStreamStatusException;
import io.nats.client.Message;
import io.nats.client.api.ServerInfo;
import io.nats.client.impl.Headers;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// One connection, until it is lost. Safe for use by many threads.
final class Session implements AutoCloseable {

  /// How long a server may take to answer.
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Connection connection;
  private final Watch watch;
  private final Pulls pulls;

  /// @param connection is closed with this
  /// @param watch listens to the connection
  /// @param nanos goes on while the machine is suspended
  Session(Connection connection, Watch watch, LongSupplier nanos) {
    this.connection = connection;
    this.watch = watch;
    this.pulls = new Pulls(connection, nanos);
    watch.atLoss(pulls::lost);
  }

  /// @return whether requests may be answered
  boolean isUsable() {
    return connection.getStatus() == Connection.Status.CONNECTED;
  }

  /// @return what the server tells of itself
  ServerInfo server() {
    return connection.getServerInfo();
  }

  /// Sends a request and waits for the answer.
  ///
  /// @param what is done, for complaints
  /// @param headers null for none
  /// @throws StoreUnavailable when there is no answer: it is unknown what came of the request
  Message request(String what, String subject, @Nullable Headers headers, byte[] body) {
    try {
      return connection
          .requestWithTimeout(subject, headers, body, PATIENCE)
          .get(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new StoreUnavailable(
          "NATS, %s: no answer from %s within %d s%s"
              .formatted(what, subject, PATIENCE.toSeconds(), watch.explanation()),
          e);
    } catch (ExecutionException e) {
      boolean isNobody = e.getCause() instanceof JetStreamStatusException;
      throw new StoreUnavailable(
          "NATS, " + what + ": " + (isNobody ? nobody(subject) : "" + e.getCause()), e);
    } catch (IllegalStateException e) {
      throw new StoreUnavailable(
          "NATS, " + what + ": the connection is lost" + watch.explanation(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreUnavailable("NATS, " + what + ": interrupted", e);
    }
  }

  /// @return that nobody listens to a subject, as the end of a sentence
  static String nobody(String subject) {
    return "nobody answers to "
        + subject
        + ": JetStream is not available, or the stream was removed, which 'tintype queue init'"
        + " makes again";
  }

  /// Asks a consumer for one message, as [Pulls#pull] does.
  Optional<Message> pull(String subject, Duration wait) throws InterruptedException {
    return pulls.pull(subject, wait);
  }

  /// Closes the connection; what waits ends.
  @Override
  public void close() {
    try {
      connection.close();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    pulls.lost();
  }
}
