package dev.tintype.server.http;

import java.io.IOException;

/// Answers the requests of some paths, on a thread that may wait. Safe for use by many threads.
interface Endpoint {

  /// @return its name in metrics
  String name();

  /// Answers.
  ///
  /// @throws IOException when the client is gone or too slow: there is nobody to answer
  /// @throws dev.tintype.core.port.StoreUnavailable when a store does not answer
  void answer(Exchange exchange) throws IOException, InterruptedException;
}
