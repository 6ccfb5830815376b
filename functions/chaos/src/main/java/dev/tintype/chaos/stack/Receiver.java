package dev.tintype.chaos.stack;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tintype.core.json.Json;
import dev.tintype.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/// Receives the webhooks of a platform and records the different notification ids of each image.
public final class Receiver implements AutoCloseable {

  /// What signs them.
  public static final String SECRET =
      "whsec_"
          + Base64.getEncoder().encodeToString("c".repeat(32).getBytes(StandardCharsets.US_ASCII));

  private final Map<String, Set<String>> told = new ConcurrentHashMap<>();
  private final AtomicInteger calls = new AtomicInteger();
  private final ExecutorService threads = Executors.newFixedThreadPool(4);
  private final HttpServer http;

  /// Listens on 127.0.0.1.
  public Receiver() throws IOException {
    http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.setExecutor(threads);
    http.createContext("/", this::hear);
    http.start();
  }

  private void hear(HttpExchange exchange) throws IOException {
    try (exchange) {
      JsonObject body = Json.parse(exchange.getRequestBody().readAllBytes());
      String image = body.object("data").text("imageId");
      told.computeIfAbsent(image, _ -> ConcurrentHashMap.newKeySet())
          .add(exchange.getRequestHeaders().getFirst("webhook-id"));
      calls.incrementAndGet();
      exchange.sendResponseHeaders(204, -1);
    }
  }

  /// @return where the webhooks go
  public String url() {
    return "http://127.0.0.1:" + http.getAddress().getPort() + "/";
  }

  /// @return the different ids notified of an image
  public Set<String> of(String imageId) {
    return Set.copyOf(told.getOrDefault(imageId, Set.of()));
  }

  /// @return how many images were notified of
  public int images() {
    return told.size();
  }

  /// @return how many notifications arrived
  public int calls() {
    return calls.get();
  }

  @Override
  public void close() {
    http.stop(0);
    threads.shutdown();
  }
}
