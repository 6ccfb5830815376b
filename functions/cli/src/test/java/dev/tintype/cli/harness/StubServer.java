package dev.tintype.cli.harness;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/// A server whose answers the test decides. One thread answers.
public final class StubServer implements AutoCloseable {

  private final HttpServer http;
  private final Function<Asked, Answer> answers;
  private final List<Asked> asked = new ArrayList<>();

  /// A request.
  ///
  /// @param method such as `GET`
  /// @param target path and query
  /// @param token what the header `Authorization` has; empty for none
  /// @param ifMatch what the header `If-Match` has; empty for none
  public record Asked(String method, String target, String token, String ifMatch) {}

  /// An answer.
  ///
  /// @param length the declared length, which may be wrong
  /// @param body what is sent
  public record Answer(int status, Map<String, String> headers, long length, byte[] body) {
    /// @return an answer of the API
    public static Answer json(int status, String json) {
      byte[] body = json.getBytes(StandardCharsets.UTF_8);
      return new Answer(status, Map.of(), body.length, body);
    }

    /// @return a refusal of the API
    public static Answer problem(int status, String slug, String detail) {
      return json(
          status,
          "{\"type\":\"urn:problem:tintype:%s\",\"detail\":\"%s\"}".formatted(slug, detail));
    }

    /// @return an answer that sends the client elsewhere
    public static Answer redirect(int status, String location) {
      return new Answer(status, Map.of("location", location), 0, new byte[0]);
    }

    /// @return a file
    public static Answer file(byte[] body) {
      return new Answer(200, Map.of(), body.length, body);
    }
  }

  /// @param answers called by one thread at a time
  public StubServer(Function<Asked, Answer> answers) throws IOException {
    this.answers = answers;
    this.http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.createContext("/", this::answer);
    http.start();
  }

  /// @return its root
  public URI url() {
    return URI.create("http://127.0.0.1:" + http.getAddress().getPort());
  }

  /// @return what was asked, in order
  public synchronized List<Asked> asked() {
    return List.copyOf(asked);
  }

  private synchronized void answer(HttpExchange exchange) throws IOException {
    exchange.getRequestBody().readAllBytes();
    Asked request =
        new Asked(
            exchange.getRequestMethod(),
            exchange.getRequestURI().toString(),
            header(exchange, "authorization"),
            header(exchange, "if-match"));
    asked.add(request);
    Answer answer = answers.apply(request);
    answer.headers().forEach(exchange.getResponseHeaders()::set);
    if (answer.length() == 0) {
      exchange.sendResponseHeaders(answer.status(), -1);
    } else {
      exchange.sendResponseHeaders(answer.status(), answer.length());
      exchange.getResponseBody().write(answer.body());
    }
    exchange.close();
  }

  private static String header(HttpExchange exchange, String name) {
    return Objects.requireNonNullElse(exchange.getRequestHeaders().getFirst(name), "");
  }

  @Override
  public void close() {
    http.stop(0);
  }
}
