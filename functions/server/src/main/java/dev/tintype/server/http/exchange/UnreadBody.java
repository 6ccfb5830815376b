package dev.tintype.server.http.exchange;

import java.io.IOException;
import java.time.Duration;

/// The rest of a body nobody wants.
public final class UnreadBody {

  private static final long MOST_BYTES = 128L << 20;
  private static final Duration LONGEST = Duration.ofSeconds(3);

  /// No rate counts: who trickles is left after the same few seconds.
  private static final SlowestClient ANY = new SlowestClient(1, LONGEST, LONGEST);

  private long bytes;

  private UnreadBody() {}

  /// Reads it to its end, but no more than a few seconds. A client that is still sending when its
  /// connection closes would see that, and not the answer.
  public static void drain(Exchange exchange) throws IOException, InterruptedException {
    UnreadBody leftover = new UnreadBody();
    try {
      exchange.body(ANY).transferTo(piece -> leftover.isMoreWanted(piece.remaining()));
    } catch (Body.TooSlow _) {
      // It has its answer; the connection is closed all the same.
      return;
    }
  }

  private boolean isMoreWanted(int more) {
    bytes += more;
    return bytes <= MOST_BYTES;
  }
}
