package dev.tintype.server.http;

import dev.tintype.core.json.Json;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;

/// `GET /healthz` and `/readyz`: whether the process lives, and whether it should be sent requests.
final class Probe implements Endpoint {

  private final String name;
  private final Supplier<Optional<String>> complaint;

  /// @param complaint what is wrong now, if anything is
  Probe(String name, Supplier<Optional<String>> complaint) {
    this.name = name;
    this.complaint = complaint;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void answer(Exchange exchange) throws IOException {
    if (!exchange.isMethod("GET", "HEAD")) {
      exchange.set("allow", "GET, HEAD");
      exchange.answer(HttpProblem.METHOD_NOT_ALLOWED);
      return;
    }
    Optional<String> wrong = complaint.get();
    if (wrong.isPresent()) {
      exchange.answer(HttpProblem.UNAVAILABLE.saying(wrong.get()));
      return;
    }
    exchange.set("content-type", "application/json");
    exchange.answer(200, Json.bytes(Json.object().put("status", "ok")));
  }
}
