package dev.tintype.server.http.exchange;

import java.io.IOException;
import java.time.Duration;

/// The rest of a body that is not needed.
public final class UnreadBody {

  private static final long MOST_BYTES = 128L << 20;
  private static final Duration LONGEST = Duration.ofSeconds(3);

  /// No rate applies; reading stops after a few seconds in any case.
  private static final SlowestClient ANY = new SlowestClient(1, LONGEST, LONGEST);

  private long bytes;

  private UnreadBody() {}

  /// Reads the body to its end, for at most a few seconds. If the connection closed while the
  /// client still sends, the client would see the reset and not the answer.
  public static void drain(Exchange exchange) throws IOException, InterruptedException {
    UnreadBody leftover = new UnreadBody();
    try {
      exchange.body(ANY).transferTo(piece -> leftover.isMoreWanted(piece.remaining()));
    } catch (Body.TooSlow _) {
      // The client has its answer, and the connection is closed in any case.
      return;
    }
  }

  private boolean isMoreWanted(int more) {
    bytes += more;
    return bytes <= MOST_BYTES;
  }
}
