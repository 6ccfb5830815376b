package dev.tintype.server.http;

import dev.tintype.core.api.Problem;
import dev.tintype.core.api.ProblemDetails;
import dev.tintype.core.api.Scope;
import dev.tintype.core.flow.upload.OriginalArrived;
import dev.tintype.core.json.MalformedJson;
import dev.tintype.core.port.Storage;
import dev.tintype.core.port.StorageEvents;
import dev.tintype.server.http.exchange.Endpoint;
import dev.tintype.server.http.exchange.Exchange;
import dev.tintype.server.http.exchange.SlowestClient;
import dev.tintype.server.http.exchange.UnreadBody;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/// `POST /storage-events`: a storage says that originals have arrived. The storage is asked before
/// a worker is woken, so a wrong event costs one request. A lost event costs time, because clients
/// announce their uploads and the server looks for them.
final class StorageCalls implements Endpoint {

  /// SeaweedFS may send the whole record of a file.
  private static final int MOST_BYTES = 1 << 20;

  /// Each record costs a request to the storage.
  private static final int MOST_RECORDS = 1_000;

  /// The most calls that ask the storage at once.
  private static final int AT_ONCE = 4;

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Gate gate = new Gate(AT_ONCE, PATIENCE);
  private final StorageEvents events;
  private final Storage originals;
  private final OriginalArrived arrived;
  private final Authentication authentication;
  private final SlowestClient slowest;

  StorageCalls(
      StorageEvents events,
      Storage originals,
      OriginalArrived arrived,
      Authentication authentication,
      SlowestClient slowest) {
    this.events = events;
    this.originals = originals;
    this.arrived = arrived;
    this.authentication = authentication;
    this.slowest = slowest;
  }

  @Override
  public String name() {
    return "storage-events";
  }

  @Override
  public void answer(Exchange exchange) throws IOException, InterruptedException {
    if (!exchange.isMethod("POST")) {
      exchange.set("allow", "POST");
      UnreadBody.answer(exchange, () -> exchange.answer(Problem.METHOD_NOT_ALLOWED));
    } else if (authentication.permitsMachine(exchange, Scope.UPLOAD)) {
      receive(exchange);
    }
  }

  private void receive(Exchange exchange) throws IOException, InterruptedException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    if (!exchange.body(slowest).transferTo(piece -> isTaken(piece, bytes))) {
      UnreadBody.answer(exchange, () -> exchange.answer(tooLarge()));
      return;
    }
    try {
      take(exchange, events.arrivals(bytes.toString(StandardCharsets.UTF_8)));
    } catch (MalformedJson e) {
      exchange.answer(Problem.INVALID_REQUEST.saying(String.valueOf(e.getMessage())));
    }
  }

  private void take(Exchange exchange, List<String> keys) throws IOException, InterruptedException {
    if (keys.size() > MOST_RECORDS) {
      exchange.answer(tooMany(keys.size()));
      return;
    }
    if (!gate.enter()) {
      exchange.set("retry-after", "2");
      exchange.answer(Problem.BUSY);
      return;
    }
    try {
      keys.stream().distinct().forEach(this::arrived);
    } finally {
      gate.leave();
    }
    exchange.answer(200, new byte[0]);
  }

  private static ProblemDetails tooMany(int records) {
    return Problem.BODY_TOO_LARGE.saying(
        "A call announces at most %d originals; this one announces %d."
            .formatted(MOST_RECORDS, records));
  }

  private static ProblemDetails tooLarge() {
    return Problem.BODY_TOO_LARGE.saying("An event has at most " + MOST_BYTES + " bytes.");
  }

  private static boolean isTaken(ByteBuffer piece, ByteArrayOutputStream bytes) {
    if (bytes.size() + piece.remaining() > MOST_BYTES) {
      return false;
    }
    byte[] copy = new byte[piece.remaining()];
    piece.get(copy);
    bytes.writeBytes(copy);
    return true;
  }

  private void arrived(String key) {
    if (originals.head(key).isPresent()) {
      arrived.arrived(key);
    }
  }
}
