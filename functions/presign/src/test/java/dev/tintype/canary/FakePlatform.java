package dev.tintype.canary;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tintype.core.Format;
import dev.tintype.core.ImageId;
import dev.tintype.core.Keys;
import dev.tintype.core.Manifest;
import dev.tintype.core.ManifestJson;
import dev.tintype.core.RenderRevision;
import dev.tintype.core.Sha256;
import dev.tintype.core.SizeName;
import dev.tintype.core.Version;
import dev.tintype.core.json.Json;
import dev.tintype.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/// A platform of one image on a local server: Lambda's Invoke, the HTTP API, the storage, the
/// public files, and the two questions about the account. Its fields are the faults.
final class FakePlatform implements AutoCloseable {

  static final String ID = "01JD2Z6K7M8N9PQRSTVWXYZ012";
  static final String VERSION = "0123456789abcdef";
  static final String UPLOADED = "/images/" + ID + "/versions/" + VERSION + "/uploaded";

  /// Requests as `METHOD path`, in their order.
  final List<String> calls = new CopyOnWriteArrayList<>();

  /// Events that the API's function received.
  final List<JsonObject> events = new CopyOnWriteArrayList<>();

  /// Statuses that replace the usual one, by the method and the beginning of the path.
  final Map<String, Integer> statuses = new ConcurrentHashMap<>();

  /// The states that GET tells one after the other; the last one stays.
  volatile List<String> states = List.of("awaiting_upload", "queued", "processing", "ready");

  volatile String manifestImage = ID;
  volatile String served = "a variant";
  volatile String told = "a variant";
  volatile boolean sweepFails;
  volatile boolean noVariants;

  /// The events that the worker received past the queue.
  final List<JsonObject> direct = new CopyOnWriteArrayList<>();

  /// How often the worker and the status of the stack fail at first.
  volatile int workerFailures;

  volatile int statusFailures;

  /// Whether the worker makes the image ready; else it puts the message off.
  volatile boolean workerTakes = true;

  volatile int executions = 10;
  volatile String stackStatus = "CREATE_IN_PROGRESS";
  volatile String describes =
      "{\"outcome\":\"described\",\"sandbox\":\"prefer\",\"noNewPrivileges\":false,\"seccomp\":false,\"landlock\":0,\"memoryCap\":1,\"cleanEnvironment\":true,\"missing\":[]}";
  volatile long hangMillis;

  private final HttpServer server;
  private int asked;

  FakePlatform() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answer);
    server.start();
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  private record Said(int status, String body, boolean failed) {
    Said(int status, String body) {
      this(status, body, false);
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      String what = exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
      calls.add(what);
      Thread.sleep(hangMillis);
      Said said = said(what, exchange.getRequestURI().getPath(), body);
      if (said.failed()) {
        exchange.getResponseHeaders().set("X-Amz-Function-Error", "Unhandled");
      }
      byte[] bytes = said.body().getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(said.status(), bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Said said(String what, String path, byte[] body) {
    for (Map.Entry<String, Integer> other : statuses.entrySet()) {
      if (what.startsWith(other.getKey())) {
        return new Said(other.getValue(), "{\"message\":\"a fault\"}");
      }
    }
    if (path.startsWith("/2015-03-31/functions/")) {
      return invoked(path.split("/")[3], body);
    }
    return switch (what) {
      case "GET /2016-08-19/account-settings" ->
          new Said(
              200,
              "{\"AccountLimit\":{\"UnreservedConcurrentExecutions\":%d}}".formatted(executions));
      case "POST /" ->
          statusFailures-- > 0
              ? new Said(503, "")
              : new Said(200, "<R><StackStatus>" + stackStatus + "</StackStatus></R>");
      case "PUT /original", "PUT /answer" -> new Said(200, "");
      default -> path.startsWith("/public/") ? file(path.substring(8)) : api(what);
    };
  }

  private Said invoked(String function, byte[] body) {
    return switch (function) {
      case "render" -> new Said(200, describes);
      case "process:live" -> processed(Json.parse(body));
      case "sweep:live" ->
          sweepFails ? new Said(200, "{\"errorType\":\"a\"}", true) : new Said(200, "{}");
      default -> {
        JsonObject event = Json.parse(body);
        events.add(event);
        JsonObject http = event.object("requestContext").object("http");
        String what = http.text("method") + " " + http.text("path");
        calls.add(what);
        Said said = said(what, http.text("path"), new byte[0]);
        ObjectNode answer = Json.object().put("statusCode", said.status()).put("body", said.body());
        yield new Said(200, Json.write(answer));
      }
    };
  }

  private Said processed(JsonObject event) {
    direct.add(event);
    if (workerFailures-- > 0) {
      return new Said(200, "{\"errorType\":\"a\"}", true);
    }
    if (workerTakes) {
      states = List.of("ready");
    }
    return new Said(200, "{\"batchItemFailures\":[]}");
  }

  private Said api(String what) {
    return switch (what) {
      case "POST /images" -> new Said(201, created());
      case "POST " + UPLOADED -> new Said(202, "{}");
      case "GET /images/" + ID -> new Said(200, described());
      case "DELETE /images/" + ID -> new Said(202, "{}");
      default -> new Said(404, "{}");
    };
  }

  private String created() {
    return """
    {"id":"%s","version":"%s","upload":{"url":"%s/original","headers":{"content-type":"image/png"}}}\
    """
        .formatted(ID, VERSION, url());
  }

  private synchronized String described() {
    String state = states.get(Math.min(asked++, states.size() - 1));
    ObjectNode json = Json.object().put("id", ID).put("state", state);
    if (state.equals("failed")) {
      json.put("reason", "corrupt");
    }
    ArrayNode variants = json.putArray("variants");
    for (Manifest.Variant variant : manifest().variants()) {
      variants
          .addObject()
          .put("url", url() + "/public/" + variant.url())
          .put("sha256", Sha256.of(told).hex());
    }
    return Json.write(json);
  }

  private Manifest manifest() {
    ImageId id = new ImageId(manifestImage);
    Version version = new Version(VERSION);
    SizeName size = SizeName.ofWidth(160);
    Manifest.Variant variant =
        new Manifest.Variant(
            size,
            Format.WEBP,
            160,
            120,
            "a variant".length(),
            Sha256.of("a variant"),
            false,
            Keys.variant(id, version, size, Format.WEBP));
    return new Manifest(
        id,
        version,
        new Manifest.RecipeRef("default", Sha256.of("recipe")),
        new Manifest.OriginalInfo("png", 160, 120, false, false, 1),
        new Manifest.RendererInfo(RenderRevision.CURRENT, "0", Map.of()),
        "1QcSHQRnh493V4dIh4eXh1h4kJUI",
        "#335577",
        noVariants ? List.of() : List.of(variant));
  }

  private Said file(String key) {
    if (key.endsWith("manifest.json")) {
      return new Said(200, Json.write(ManifestJson.write(manifest())));
    }
    return new Said(200, served);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
