package dev.tintype.server.http;

import dev.tintype.core.api.Api;
import dev.tintype.core.api.ApiRequest;
import dev.tintype.core.api.ApiResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/// The API's own routes, answered by [Api].
final class ApiEndpoint implements Endpoint {

  private final Api api;
  private final Authentication authentication;

  ApiEndpoint(Api api, Authentication authentication) {
    this.api = api;
    this.authentication = authentication;
  }

  @Override
  public String name() {
    return "api";
  }

  @Override
  public void answer(Exchange exchange) throws IOException {
    Optional<String> body = text(exchange.body().readNBytes(ApiRequest.MAX_BODY + 1));
    if (body.isEmpty()) {
      exchange.answer(HttpProblem.INVALID_REQUEST.saying("The body is not UTF-8."));
      return;
    }
    boolean isHead = exchange.isMethod("HEAD");
    ApiRequest request =
        new ApiRequest(
            isHead ? "GET" : exchange.method(),
            exchange.path(),
            exchange.query(),
            withoutToken(exchange.headers()),
            body.get(),
            authentication.caller(exchange));
    ApiResponse response = api.answer(request);
    exchange.setAll(response.headers());
    exchange.answer(response.status(), response.body().getBytes(StandardCharsets.UTF_8));
  }

  private static Map<String, String> withoutToken(Map<String, String> headers) {
    headers.remove("authorization");
    return headers;
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
