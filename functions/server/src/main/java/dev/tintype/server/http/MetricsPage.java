package dev.tintype.server.http;

import dev.tintype.core.api.Problem;
import dev.tintype.core.api.Scope;
import dev.tintype.server.http.exchange.Endpoint;
import dev.tintype.server.http.exchange.Exchange;
import dev.tintype.server.metrics.Metrics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// `GET /metrics` in Prometheus' format, for tokens with the read scope.
final class MetricsPage implements Endpoint {

  private final Metrics metrics;
  private final Authentication authentication;

  MetricsPage(Metrics metrics, Authentication authentication) {
    this.metrics = metrics;
    this.authentication = authentication;
  }

  @Override
  public String name() {
    return "metrics";
  }

  @Override
  public void answer(Exchange exchange) throws IOException {
    if (!exchange.isMethod("GET", "HEAD")) {
      exchange.set("allow", "GET, HEAD");
      exchange.answer(Problem.METHOD_NOT_ALLOWED);
    } else if (authentication.permits(exchange, Scope.READ)) {
      exchange.set("content-type", "text/plain; version=0.0.4; charset=utf-8");
      exchange.answer(200, metrics.text().getBytes(StandardCharsets.UTF_8));
    }
  }
}
