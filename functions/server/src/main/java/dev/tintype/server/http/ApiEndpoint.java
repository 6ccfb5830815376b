package dev.tintype.server.http;

import dev.tintype.core.api.Api;
import dev.tintype.core.api.ApiRequest;
import dev.tintype.core.api.ApiResponse;
import dev.tintype.core.api.Caller;
import dev.tintype.core.api.Problem;
import dev.tintype.server.http.exchange.Endpoint;
import dev.tintype.server.http.exchange.Exchange;
import dev.tintype.server.http.exchange.Preconditions;
import dev.tintype.server.http.exchange.SlowestClient;
import dev.tintype.server.http.exchange.UnreadBody;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// The API's routes, answered by [Api]. A body is read only after the caller is authenticated.
final class ApiEndpoint implements Endpoint {

  /// How long a body of a few kilobytes may take before its rate counts, and in total.
  private static final Duration GRACE = Duration.ofSeconds(10);

  private static final Duration LONGEST = Duration.ofSeconds(20);

  /// The most lists built at once. A list reads many records, so more would use up memory and
  /// database readers.
  private static final int LISTS_MADE = 4;

  /// The most lists being sent at once. A list stays in memory until its client has received it.
  private static final int LISTS_SENT = 200;

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Api api;
  private final Authentication authentication;
  private final SlowestClient slowest;
  private final Gate listsMade = new Gate(LISTS_MADE, PATIENCE);
  private final Gate listsSent = new Gate(LISTS_SENT, PATIENCE);

  /// @param upload the slowest allowed upload; a request body may not be slower
  ApiEndpoint(Api api, Authentication authentication, Limits.SlowestUpload upload) {
    this.api = api;
    Duration grace = upload.grace().compareTo(GRACE) < 0 ? upload.grace() : GRACE;
    this.slowest = new SlowestClient(upload.bytesPerSecond(), grace, LONGEST);
    this.authentication = authentication;
  }

  @Override
  public String name() {
    return "api";
  }

  @Override
  public void answer(Exchange exchange) throws IOException, InterruptedException {
    switch (authentication.proof(exchange)) {
      case Authentication.Proof.Limited(Duration wait) ->
          UnreadBody.answer(exchange, () -> Authentication.refuse(exchange, wait));
      case Authentication.Proof.Nobody _ -> answer(exchange, Optional.empty());
      case Authentication.Proof.Proved(Caller caller) -> answer(exchange, Optional.of(caller));
    }
  }

  private void answer(Exchange exchange, Optional<Caller> caller)
      throws IOException, InterruptedException {
    ApiRequest head = request(exchange, "", caller);
    Optional<ApiResponse> refusal = api.refusal(head, exchange.contentLength());
    if (refusal.isPresent()) {
      UnreadBody.answer(exchange, () -> send(exchange, refusal.get()));
    } else if (head.isList()) {
      list(exchange, head);
    } else if (head.hasBody()) {
      withBody(exchange, caller);
    } else {
      send(exchange, api.answer(head));
    }
  }

  private void list(Exchange exchange, ApiRequest head) throws IOException, InterruptedException {
    through(
        listsSent,
        exchange,
        () -> {
          Optional<ApiResponse> made = made(head);
          if (made.isPresent()) {
            send(exchange, made.get());
          } else {
            busy(exchange);
          }
        });
  }

  private Optional<ApiResponse> made(ApiRequest head) throws InterruptedException {
    if (!listsMade.enter()) {
      return Optional.empty();
    }
    try {
      return Optional.of(api.answer(head));
    } finally {
      listsMade.leave();
    }
  }

  private static void through(Gate gate, Exchange exchange, UnreadBody.Answering answering)
      throws IOException, InterruptedException {
    if (!gate.enter()) {
      busy(exchange);
      return;
    }
    try {
      answering.answer();
    } finally {
      gate.leave();
    }
  }

  private static void busy(Exchange exchange) throws IOException {
    exchange.set("retry-after", "2");
    exchange.answer(Problem.BUSY);
  }

  private void withBody(Exchange exchange, Optional<Caller> caller)
      throws IOException, InterruptedException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    boolean whole = exchange.body(slowest).transferTo(piece -> isTaken(piece, bytes));
    Optional<String> body = text(bytes.toByteArray());
    UnreadBody.Answering answering =
        body.isEmpty()
            ? () -> exchange.answer(Problem.INVALID_REQUEST.saying("The body is not UTF-8."))
            : () -> send(exchange, api.answer(request(exchange, body.get(), caller)));
    if (whole) {
      answering.answer();
    } else {
      UnreadBody.answer(exchange, answering);
    }
  }

  private static boolean isTaken(ByteBuffer piece, ByteArrayOutputStream bytes) {
    byte[] copy = new byte[Math.min(piece.remaining(), ApiRequest.MAX_BODY + 1 - bytes.size())];
    piece.get(copy);
    bytes.writeBytes(copy);
    return bytes.size() <= ApiRequest.MAX_BODY;
  }

  private static ApiRequest request(Exchange exchange, String body, Optional<Caller> caller) {
    return new ApiRequest(
        exchange.isMethod("HEAD") ? "GET" : exchange.method(),
        exchange.path(),
        exchange.query(),
        ourHeaders(exchange.headers()),
        body,
        caller);
  }

  /// Removes headers that the API does not need. Conditional answers are decided here, where the
  /// length is known.
  private static Map<String, String> ourHeaders(Map<String, String> headers) {
    headers.remove("authorization");
    headers.remove("if-none-match");
    return headers;
  }

  private static void send(Exchange exchange, ApiResponse response) throws IOException {
    String tag = response.headers().getOrDefault("etag", "");
    boolean known =
        response.status() == 200
            && !tag.isEmpty()
            && Preconditions.isKnown(exchange.header("if-none-match"), tag);
    exchange.setAll(response.headers());
    exchange.answer(
        known ? 304 : response.status(), response.body().getBytes(StandardCharsets.UTF_8));
  }

  private static Optional<String> text(byte[] utf8) {
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString());
    } catch (CharacterCodingException _) {
      return utf8.length > ApiRequest.MAX_BODY
          ? Optional.of("x".repeat(utf8.length))
          : Optional.empty();
    }
  }
}
