package dev.tintype.server.http;

import dev.tintype.core.api.Problem;
import dev.tintype.server.http.exchange.Endpoint;
import dev.tintype.server.http.exchange.Exchange;
import java.io.IOException;

/// Answers every path that a host does not serve.
final class Nowhere implements Endpoint {

  Nowhere() {}

  @Override
  public String name() {
    return "none";
  }

  @Override
  public void answer(Exchange exchange) throws IOException {
    exchange.answer(Problem.NOT_FOUND);
  }
}
