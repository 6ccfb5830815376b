package dev.tintype.otel;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/// A collector on this machine that keeps the spans it receives by OTLP over HTTP,
/// https://opentelemetry.io/docs/specs/otlp/#otlphttp. Safe for use by many threads.
public final class OtlpReceiver implements AutoCloseable {

  private static final long LONGEST_SECONDS = 60;

  private final HttpServer server;
  private final BlockingQueue<ReceivedSpan> arrived = new LinkedBlockingQueue<>();
  private final List<ReceivedSpan> spans = new ArrayList<>();

  private OtlpReceiver(HttpServer server) {
    this.server = server;
  }

  /// Starts it at a free port.
  public static OtlpReceiver start() throws IOException {
    OtlpReceiver receiver =
        new OtlpReceiver(
            HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
    receiver.server.createContext("/v1/traces", receiver::receive);
    receiver.server.start();
    return receiver;
  }

  /// @return its address, for `OTEL_EXPORTER_OTLP_ENDPOINT`
  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private void receive(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      boolean isOtlp =
          exchange.getRequestMethod().equals("POST")
              && "application/x-protobuf"
                  .equals(exchange.getRequestHeaders().getFirst("content-type"));
      if (isOtlp) {
        read(body);
      }
      exchange.getResponseHeaders().set("content-type", "application/x-protobuf");
      exchange.sendResponseHeaders(isOtlp ? 200 : 400, -1);
    }
  }

  /// Reads an `ExportTraceServiceRequest`: the spans of processes, by their libraries.
  private void read(byte[] request) {
    ProtoReader.read(
        request,
        (number, bytes) -> {
          if (number == 1) {
            readProcess(bytes);
          }
        });
  }

  private void readProcess(byte[] ofProcess) {
    Map<String, String> attributes = new HashMap<>();
    ProtoReader.read(
        ofProcess,
        (number, bytes) -> {
          if (number == 1) {
            ReceivedSpan.readAttributes(bytes, 1, attributes);
          }
        });
    ProtoReader.read(
        ofProcess,
        (number, bytes) -> {
          if (number == 2) {
            readScope(bytes, attributes);
          }
        });
  }

  private void readScope(byte[] scope, Map<String, String> attributes) {
    ProtoReader.read(
        scope,
        (number, bytes) -> {
          if (number == 2) {
            arrived.add(ReceivedSpan.of(bytes, attributes));
          }
        });
  }

  /// Waits until all spans that came so far are enough.
  ///
  /// @return them, in the order of their arrival
  /// @throws AssertionError when they are not within a minute
  public synchronized List<ReceivedSpan> await(Predicate<List<ReceivedSpan>> enough)
      throws InterruptedException {
    while (!enough.test(spans)) {
      ReceivedSpan next = arrived.poll(LONGEST_SECONDS, TimeUnit.SECONDS);
      if (next == null) {
        throw new AssertionError("more spans are missing after " + spans);
      }
      spans.add(next);
    }
    return List.copyOf(spans);
  }

  /// @return the spans that came so far
  public synchronized List<ReceivedSpan> soFar() {
    arrived.drainTo(spans);
    return List.copyOf(spans);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
