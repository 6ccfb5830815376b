package dev.tintype.server.http.exchange;

import java.io.IOException;
import org.eclipse.jetty.util.Callback;

/// Answers the requests of some paths, on a thread that may wait. Safe for use by many threads.
public interface Endpoint {

  /// @return its name in metrics
  String name();

  /// Answers without waiting for anything, where that is possible, on the thread that serves many
  /// connections.
  ///
  /// @param callback completed when the answer was sent; not touched when there is none
  /// @return whether the request is answered so
  default boolean answersAtOnce(Exchange exchange, Callback callback) {
    return false;
  }

  /// Answers.
  ///
  /// @throws IOException when the client is gone or too slow: there is nobody to answer
  /// @throws dev.tintype.core.port.StoreUnavailable when a store does not answer
  void answer(Exchange exchange) throws IOException, InterruptedException;
}
