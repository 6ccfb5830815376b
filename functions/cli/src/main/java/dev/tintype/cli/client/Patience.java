package dev.tintype.cli.client;

import java.io.IOException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// How long the body of an answer may send nothing. The HTTP client itself has no limit for that.
///
/// @param longest more than zero
record Patience(Duration longest) {

  /// Reads on a thread of its own. If the caller gives up, that thread still reads: it ends when
  /// the caller closes the stream.
  ///
  /// @throws HttpTimeoutException when the read did not end in time
  /// @throws IOException when the read failed
  <T> T await(Callable<T> read) throws IOException, InterruptedException {
    FutureTask<T> reading = new FutureTask<>(read);
    Thread.ofVirtual().start(reading);
    try {
      return reading.get(longest.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      HttpTimeoutException late = new HttpTimeoutException("nothing arrived for " + longest);
      late.initCause(e);
      throw late;
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException failure ? failure : new IOException(e);
    }
  }
}
