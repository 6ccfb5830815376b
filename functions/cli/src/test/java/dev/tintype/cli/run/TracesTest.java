package dev.tintype.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import dev.tintype.cli.harness.Client;
import dev.tintype.cli.harness.Photos;
import dev.tintype.cli.harness.ServeProcess;
import dev.tintype.core.json.Json;
import dev.tintype.otel.OtlpReceiver;
import dev.tintype.otel.ReceivedSpan;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Traces of a server and its worker, as a collector on this machine receives them.
class TracesTest {

  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String CALLER = "b7ad6b7169203331";
  private static final String NONE = "none";

  @TempDir private Path folder;

  private HttpServer webhook;
  private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

  @BeforeEach
  void receive() throws IOException {
    webhook = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    webhook.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          String trace = exchange.getRequestHeaders().getFirst("traceparent");
          told.add(trace == null ? NONE : trace);
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    webhook.start();
  }

  @AfterEach
  void stop() {
    webhook.stop(0);
  }

  private ServeProcess server(Map<String, String> more) throws IOException {
    String key =
        Base64.getEncoder().encodeToString("k".repeat(32).getBytes(StandardCharsets.US_ASCII));
    Map<String, String> environment = new HashMap<>(more);
    environment.put("TINTYPE_WORKERS", "1");
    environment.put(
        "TINTYPE_WEBHOOK_URL", "http://127.0.0.1:" + webhook.getAddress().getPort() + "/");
    environment.put("TINTYPE_WEBHOOK_SECRET", "whsec_" + key);
    environment.put("TINTYPE_WEBHOOK_PRIVATE", "allow");
    return ServeProcess.start(folder.resolve("data"), environment);
  }

  private static JsonNode upload(Client client) throws Exception {
    byte[] photo = Photos.jpeg(400, 300, 1);
    JsonNode started =
        client
            .call(
                "POST",
                "/images",
                Json.write(Client.wish(photo, "image/jpeg").put("recipe", "small")),
                "content-type",
                "application/json",
                "traceparent",
                "00-" + TRACE + "-" + CALLER + "-01")
            .json();
    assertThat(client.put(started, photo).status()).isEqualTo(200);
    return client.ended(started.path("id").asText());
  }

  private String told() throws InterruptedException {
    String trace = told.poll(60, TimeUnit.SECONDS);
    assertThat(trace).as("the webhook's traceparent").isNotNull();
    return trace;
  }

  @Test
  void oneTraceGoesFromTheRequestOfAClientToTheWebhook() throws Exception {
    try (OtlpReceiver collector = OtlpReceiver.start();
        ServeProcess server =
            server(
                Map.of(
                    "OTEL_EXPORTER_OTLP_ENDPOINT", collector.url(),
                    "OTEL_SERVICE_NAME", "images",
                    "OTEL_BSP_SCHEDULE_DELAY", "100"))) {
      assertThat(upload(server.client()).path("state").asText()).isEqualTo("ready");
      String notified = told();
      Set<String> steps =
          Set.of(
              "POST /images", "send", "process", "claim", "fetch", "render", "publish", "notify");
      List<ReceivedSpan> all = collector.await(spans -> names(spans).containsAll(steps));
      Map<String, ReceivedSpan> spans =
          all.stream()
              .filter(span -> span.trace().equals(TRACE))
              .collect(Collectors.toMap(ReceivedSpan::name, span -> span, (first, _) -> first));
      assertThat(spans.keySet()).containsAll(steps);
      ReceivedSpan request = spans.get("POST /images");
      ReceivedSpan process = spans.get("process");
      assertThat(request.parent()).isEqualTo(CALLER);
      assertThat(request.attributes())
          .containsEntry("http.response.status_code", "201")
          .containsEntry("service.name", "images")
          .containsEntry("tintype.role", "serve");
      for (String caused : List.of("send", "process", "notify")) {
        assertThat(spans.get(caused).parent()).as(caused).isEqualTo(request.id());
      }
      assertThat(process.attributes())
          .containsEntry("tintype.role", "worker")
          .containsEntry("tintype.state", "ready");
      for (String step : List.of("claim", "fetch", "render", "publish")) {
        assertThat(spans.get(step).parent()).as(step).isEqualTo(process.id());
      }
      assertThat(notified).isEqualTo("00-" + TRACE + "-" + spans.get("notify").id() + "-01");
    }
  }

  private static Set<String> names(List<ReceivedSpan> spans) {
    return spans.stream().map(ReceivedSpan::name).collect(Collectors.toSet());
  }

  @Test
  void withoutASettingNothingIsTraced() throws Exception {
    try (ServeProcess server = server(Map.of())) {
      assertThat(upload(server.client()).path("state").asText()).isEqualTo("ready");
      assertThat(told()).isEqualTo(NONE);
    }
  }
}
