package dev.tintype.server.http.exchange;

import java.io.IOException;
import java.time.Duration;

/// The rest of a body that is not needed.
public final class UnreadBody {

  private static final long MOST_BYTES = 128L << 20;
  private static final Duration AFTER_ANSWER = Duration.ofSeconds(3);

  /// Shorter than a proxy waits for an answer.
  private static final Duration BEFORE_ANSWER = Duration.ofSeconds(10);

  private long bytes;

  private UnreadBody() {}

  /// Something that writes an answer.
  @FunctionalInterface
  public interface Answering {
    void answer() throws IOException, InterruptedException;
  }

  /// Answers a request whose body, or the rest of it, is not needed.
  ///
  /// A client that is connected directly has its answer at once. Then its body is read for a few
  /// seconds: if the connection closed while the client still sends, it would see the reset and not
  /// the answer.
  ///
  /// A request that came through a proxy is answered after its body, if that comes within a few
  /// seconds. Caddy stops reading from its client when the answer comes early, and the client often
  /// does not see it.
  ///
  /// @throws IOException when the client disconnected
  public static void answer(Exchange exchange, Answering answering)
      throws IOException, InterruptedException {
    if (!exchange.hasBody()) {
      answering.answer();
    } else if (exchange.isForwarded() && exchange.contentLength() <= MOST_BYTES) {
      if (!drain(exchange, BEFORE_ANSWER)) {
        exchange.set("connection", "close");
      }
      answering.answer();
    } else {
      exchange.set("connection", "close");
      answering.answer();
      drain(exchange, AFTER_ANSWER);
    }
  }

  /// @return whether the body was read to its end
  private static boolean drain(Exchange exchange, Duration longest)
      throws IOException, InterruptedException {
    UnreadBody rest = new UnreadBody();
    try {
      // No rate applies, because the time is short.
      return exchange
          .body(new SlowestClient(1, longest, longest))
          .transferTo(piece -> rest.isMoreWanted(piece.remaining()));
    } catch (Body.TooSlow _) {
      return false;
    }
  }

  private boolean isMoreWanted(int more) {
    bytes += more;
    return bytes <= MOST_BYTES;
  }
}
