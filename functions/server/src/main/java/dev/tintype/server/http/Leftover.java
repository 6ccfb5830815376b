package dev.tintype.server.http;

import java.io.IOException;
import java.io.InputStream;
import java.time.InstantSource;

/// The rest of a body nobody wants.
final class Leftover {

  private static final long MOST_BYTES = 128L << 20;
  private static final long MOST_MILLIS = 3_000;

  private Leftover() {}

  /// Reads it to its end, but no more than a few seconds.
  static void drain(InputStream body, InstantSource clock) throws IOException {
    long until = clock.millis() + MOST_MILLIS;
    byte[] buffer = new byte[1 << 16];
    long bytes = 0;
    for (int n = body.read(buffer); n >= 0; n = body.read(buffer)) {
      bytes += n;
      if (bytes > MOST_BYTES || clock.millis() > until) {
        return;
      }
    }
  }
}
