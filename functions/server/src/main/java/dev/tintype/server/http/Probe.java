package dev.tintype.server.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tintype.core.api.Problem;
import dev.tintype.core.json.Json;
import dev.tintype.server.http.exchange.Endpoint;
import dev.tintype.server.http.exchange.Exchange;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;

/// `GET /healthz` and `/readyz`: whether the process is alive, and whether it should receive
/// requests.
final class Probe implements Endpoint {

  private final String name;
  private final String role;
  private final Supplier<Optional<String>> complaint;
  private final Supplier<Optional<String>> note;

  /// @param role what the host runs
  /// @param complaint the current problem, if there is one
  /// @param note an additional note while all is well, if there is one
  Probe(
      String name,
      String role,
      Supplier<Optional<String>> complaint,
      Supplier<Optional<String>> note) {
    this.name = name;
    this.role = role;
    this.complaint = complaint;
    this.note = note;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void answer(Exchange exchange) throws IOException {
    if (!exchange.isMethod("GET", "HEAD")) {
      exchange.set("allow", "GET, HEAD");
      exchange.answer(Problem.METHOD_NOT_ALLOWED);
      return;
    }
    Optional<String> wrong = complaint.get();
    if (wrong.isPresent()) {
      exchange.answer(Problem.UNAVAILABLE.saying(wrong.get()));
      return;
    }
    exchange.set("content-type", "application/json");
    ObjectNode well = Json.object().put("status", "ok").put("role", role);
    note.get().ifPresent(text -> well.put("note", text));
    exchange.answer(200, Json.bytes(well));
  }
}
