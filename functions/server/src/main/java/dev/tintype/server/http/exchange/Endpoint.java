package dev.tintype.server.http.exchange;

import java.io.IOException;
import org.eclipse.jetty.util.Callback;

/// Answers the requests of some paths on a thread that may block. Safe for use by many threads.
public interface Endpoint {

  /// @return its name in metrics
  String name();

  /// Answers without blocking if that is possible, on the thread that serves many connections.
  ///
  /// @param callback completed when the answer was sent; not used when this returns false
  /// @return whether the request is answered
  default boolean answersAtOnce(Exchange exchange, Callback callback) {
    return false;
  }

  /// Answers the request.
  ///
  /// @throws IOException when the client disconnected or is too slow, so nobody can be answered
  /// @throws dev.tintype.core.port.StoreUnavailable when a store does not answer
  void answer(Exchange exchange) throws IOException, InterruptedException;
}
