package dev.tintype.kafka;

import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.provider.ServerAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.GroupMaxSizeReachedException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/// Sorts the errors of Kafka's clients by their types, which stand for the protocol's codes.
final class KafkaErrors {

  /// Kafka's clients give up sooner by themselves.
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private KafkaErrors() {}

  /// @param what was tried, such as `sending a message`
  static StoreUnavailable unavailable(String what, Throwable thrown) {
    Throwable cause = cause(thrown);
    return new StoreUnavailable(
        "Kafka, "
            + what
            + ": "
            + advice(cause).map(advice -> advice + ": ").orElse("")
            + text(cause),
        cause);
  }

  private static Optional<String> advice(Throwable cause) {
    return switch (cause) {
      case SslAuthenticationException _ -> Optional.of("no TLS connection can be made");
      case AuthenticationException _ -> Optional.of("the server refuses user or password");
      case AuthorizationException _ -> Optional.of("the user lacks a right");
      case UnknownTopicOrPartitionException _ ->
          Optional.of("a topic is gone, which 'tintype queue init' makes again");
      case GroupMaxSizeReachedException _ ->
          Optional.of("the share group is full, raise group.share.max.size of the brokers");
      default -> Optional.empty();
    };
  }

  /// Sorts an error at opening.
  ///
  /// @return a complaint about the address when the server refuses us, an [IllegalStateException]
  ///   when it is too old, else as [#unavailable]
  static RuntimeException refusal(ServerAddress address, String what, Throwable thrown) {
    Throwable cause = cause(thrown);
    return switch (cause) {
      case AuthenticationException _, AuthorizationException _ -> {
        var refused =
            address.wrong(
                "was refused by the server: " + advice(cause).orElseThrow() + ": " + text(cause));
        refused.initCause(cause);
        yield refused;
      }
      case UnsupportedVersionException _ ->
          new IllegalStateException(
              "the brokers at "
                  + address.shown()
                  + " are too old: Kafka 4.2 or later is needed: "
                  + text(cause),
              cause);
      default -> unavailable(what, cause);
    };
  }

  /// @return what a future or a constructor has wrapped
  static Throwable cause(Throwable thrown) {
    Throwable cause = thrown;
    while (cause.getCause() != null && isWrapper(cause)) {
      cause = cause.getCause();
    }
    return cause;
  }

  private static boolean isWrapper(Throwable thrown) {
    return thrown instanceof ExecutionException
        || thrown instanceof CompletionException
        || thrown.getClass().equals(org.apache.kafka.common.KafkaException.class);
  }

  private static String text(Throwable cause) {
    String message = cause.getMessage();
    return message == null || message.isEmpty() ? cause.getClass().getSimpleName() : message;
  }

  /// Waits for the answer to a request.
  ///
  /// @throws ExecutionException when the request failed, or nothing was heard
  static <T> T answer(Future<T> request) throws ExecutionException {
    try {
      return request.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ExecutionException("the wait for the answer was interrupted", e);
    } catch (java.util.concurrent.TimeoutException e) {
      throw new ExecutionException("no answer for " + PATIENCE.toSeconds() + " s", e);
    }
  }
}
