package dev.tintype.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tintype.cli.Pictures;
import dev.tintype.cli.folder.OriginalFile;
import dev.tintype.core.ImageId;
import dev.tintype.core.Metadata;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A tiny server of the test decides which images have ended.
@Timeout(60)
final class UploadRunTest {

  private static final int FILES = 12;
  private static final int SLOW = 4;

  private final AtomicInteger started = new AtomicInteger();
  private final AtomicInteger looks = new AtomicInteger();
  private final AtomicInteger announced = new AtomicInteger();
  private final Set<Integer> toldReady = ConcurrentHashMap.newKeySet();
  private final Set<Path> ended = ConcurrentHashMap.newKeySet();
  private HttpServer http;

  @BeforeEach
  void serve() throws IOException {
    http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.createContext("/", this::answer);
    http.start();
  }

  @AfterEach
  void stop() {
    http.stop(0);
  }

  private String url() {
    return "http://127.0.0.1:" + http.getAddress().getPort();
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    exchange.getRequestBody().readAllBytes();
    if (path.endsWith("/uploaded")) {
      fail(exchange);
      return;
    }
    String json =
        switch (exchange.getRequestMethod()) {
          case "POST" -> {
            int number = started.getAndIncrement();
            yield image(number, "awaiting_upload")
                .replace(
                    "}",
                    ",\"upload\":{\"url\":\"%s/upload/%d\",\"headers\":{}}}"
                        .formatted(url(), number));
          }
          case "GET" -> look(Integer.parseInt(path.substring(path.lastIndexOf('/') + 1)));
          default -> "{}";
        };
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  /// Nothing that goes wrong while an upload is announced may fail the upload: a server without the
  /// route, an outage, a closed connection.
  private void fail(HttpExchange exchange) throws IOException {
    switch (announced.getAndIncrement() % 3) {
      case 0 -> exchange.sendResponseHeaders(404, -1);
      case 1 -> exchange.sendResponseHeaders(503, -1);
      default -> {}
    }
    exchange.close();
  }

  private static String image(int number, String state) {
    return "{\"id\":\"%d\",\"version\":\"v\",\"state\":\"%s\"}".formatted(number, state);
  }

  /// The first four end last.
  private String look(int number) {
    looks.incrementAndGet();
    if (number < SLOW && toldReady.size() < FILES - SLOW) {
      return image(number, "processing");
    }
    toldReady.add(number);
    return image(number, "ready");
  }

  private static List<OriginalFile> files(Path folder) throws IOException {
    List<OriginalFile> files = new ArrayList<>();
    for (int i = 0; i < FILES; i++) {
      Path file = Pictures.jpeg(folder.resolve(i + ".jpg"), 16, 16, 10 * i);
      files.add(new OriginalFile(file, new ImageId("image-" + i)));
    }
    return files;
  }

  @Test
  void slowImagesDoNotDelayReportingOthers(@TempDir Path folder) throws Exception {
    List<OriginalFile> files = files(folder);
    UploadListener listener =
        new UploadListener() {
          @Override
          public void stored(Path file, long bytes) {}

          @Override
          public void ended(Path file, UploadOutcome outcome) {
            assertThat(outcome).isInstanceOf(UploadOutcome.Uploaded.class);
            assertThat(ended.add(file)).isTrue();
          }
        };
    try (ImagesClient client = new ImagesClient(new Server(URI.create(url()), "token"))) {
      new UploadRun(client, Optional.empty(), Metadata.NONE, true, listener, Duration.ofMillis(100))
          .run(files, 1);
    }
    assertThat(ended).hasSize(FILES);
    assertThat(announced).hasValueGreaterThanOrEqualTo(FILES);
    assertThat(looks).hasValueLessThan(5 * FILES);
  }
}
