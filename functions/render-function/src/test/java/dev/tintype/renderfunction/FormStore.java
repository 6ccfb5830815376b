package dev.tintype.renderfunction;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tintype.core.json.Json;
import dev.tintype.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A store for the two requests of the function: it answers a GET of an object, and it enforces a
/// form's policy as S3 does. It checks no signatures; the signer's tests check them with stand-ins
/// of S3.
public final class FormStore implements AutoCloseable {

  private static final Pattern BOUNDARY = Pattern.compile("boundary=(.+)");
  private static final Pattern NAME = Pattern.compile("name=\"([^\"]*)\"");

  private final HttpServer server;
  private final Function<String, Optional<byte[]>> objects;
  private final BiConsumer<String, byte[]> stored;
  private final List<String> requests = new ArrayList<>();
  private volatile Optional<URI> redirect = Optional.empty();

  /// @param objects finds the bytes under a key
  /// @param stored receives each accepted object
  public FormStore(Function<String, Optional<byte[]>> objects, BiConsumer<String, byte[]> stored)
      throws IOException {
    this.objects = objects;
    this.stored = stored;
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answer);
    server.start();
  }

  /// @return the root of all objects
  public URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
  }

  /// @return method and path of each request
  public synchronized List<String> requests() {
    return List.copyOf(requests);
  }

  /// Redirects every GET to this address from now on.
  public void redirect(URI to) {
    redirect = Optional.of(to);
  }

  /// @return the fields of a form whose policy demands each of them
  public static Map<String, String> form(String key, long mostBytes) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("key", key);
    fields.put("Content-Type", "application/octet-stream");
    var policy =
        Json.object().put("expiration", Instant.now().plus(Duration.ofMinutes(5)).toString());
    var conditions = policy.putArray("conditions");
    fields.forEach((name, value) -> conditions.addArray().add("eq").add("$" + name).add(value));
    conditions.addArray().add("content-length-range").add(1).add(mostBytes);
    fields.put("policy", Base64.getEncoder().encodeToString(Json.bytes(policy)));
    return fields;
  }

  private void answer(HttpExchange exchange) throws IOException {
    String key = exchange.getRequestURI().getPath().substring(1);
    synchronized (this) {
      requests.add(exchange.getRequestMethod() + " " + key);
    }
    try (exchange) {
      if (exchange.getRequestMethod().equals("GET")) {
        get(exchange, key);
      } else {
        int status = post(exchange);
        exchange.sendResponseHeaders(status, -1);
      }
    }
  }

  private void get(HttpExchange exchange, String key) throws IOException {
    if (redirect.isPresent()) {
      exchange.getResponseHeaders().add("location", redirect.get().toString());
      exchange.sendResponseHeaders(302, -1);
      return;
    }
    Optional<byte[]> found = objects.apply(key);
    if (found.isEmpty()) {
      exchange.sendResponseHeaders(404, -1);
      return;
    }
    exchange.sendResponseHeaders(200, found.get().length);
    exchange.getResponseBody().write(found.get());
  }

  private int post(HttpExchange exchange) throws IOException {
    String length = exchange.getRequestHeaders().getFirst("content-length");
    if (length == null) {
      return 411;
    }
    Matcher boundary = BOUNDARY.matcher(exchange.getRequestHeaders().getFirst("content-type"));
    if (!boundary.find()) {
      return 400;
    }
    byte[] body;
    try (InputStream in = exchange.getRequestBody()) {
      body = in.readAllBytes();
    }
    return accept(new String(body, StandardCharsets.ISO_8859_1), "--" + boundary.group(1));
  }

  private int accept(String body, String boundary) {
    Map<String, String> fields = new LinkedHashMap<>();
    for (String part : body.split(Pattern.quote(boundary), -1)) {
      int head = part.indexOf("\r\n\r\n");
      Matcher name = NAME.matcher(part);
      if (head >= 0 && name.find()) {
        fields.put(name.group(1), part.substring(head + 4, part.length() - 2));
      }
    }
    byte[] file = fields.remove("file").getBytes(StandardCharsets.ISO_8859_1);
    if (!keeps(fields, file.length)) {
      return 403;
    }
    stored.accept(fields.get("key"), file);
    return 204;
  }

  private static boolean keeps(Map<String, String> fields, long bytes) {
    JsonObject policy = Json.parse(Base64.getDecoder().decode(fields.get("policy")));
    if (policy.instant("expiration").isBefore(Instant.now())) {
      return false;
    }
    for (JsonNode condition : policy.node().get("conditions")) {
      if (condition.isArray() && condition.get(0).asText().equals("content-length-range")) {
        if (bytes < condition.get(1).asLong() || bytes > condition.get(2).asLong()) {
          return false;
        }
      } else if (condition.isArray()) {
        String wanted = condition.get(2).asText();
        if (!wanted.equals(fields.get(condition.get(1).asText().substring(1)))) {
          return false;
        }
      }
    }
    return true;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
