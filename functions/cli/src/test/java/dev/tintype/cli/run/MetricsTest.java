package dev.tintype.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.cli.harness.Client;
import dev.tintype.cli.harness.Client.Answer;
import dev.tintype.cli.harness.TestServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `/metrics`: names, types, labels and formats that monitoring relies on.
class MetricsTest {

  /// What a Prometheus server sends that reads native histograms.
  private static final String PROMETHEUS =
      "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited;"
          + "q=0.6,application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.3,"
          + "*/*;q=0.2";

  @TempDir private static Path folder;

  private static TestServer server;
  private static Client client;

  @BeforeAll
  static void start() throws Exception {
    server = TestServer.in(folder).start();
    client = server.client();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static String text(Answer answer) {
    assertThat(answer.status()).isEqualTo(200);
    return new String(answer.body(), StandardCharsets.UTF_8);
  }

  private static Stream<String> types(String page, String prefix) {
    String start = "# TYPE " + prefix;
    return page.lines()
        .filter(line -> line.startsWith(start))
        .map(line -> line.substring("# TYPE ".length()));
  }

  @Test
  void namesAndTypesOfOurMetricsStay() throws Exception {
    assertThat(client.get("/healthz").status()).isEqualTo(200);
    String page = text(client.get("/metrics"));
    assertThat(types(page, "tintype_").toList())
        .containsExactly(
            "tintype_audited_files_total counter",
            "tintype_damages_total counter",
            "tintype_disk_free_bytes gauge",
            "tintype_erasure_looks_total counter",
            "tintype_heap_bytes gauge",
            "tintype_http_bytes_read_total counter",
            "tintype_http_bytes_written_total counter",
            "tintype_http_connections gauge",
            "tintype_http_request_seconds histogram",
            "tintype_http_requests_total counter",
            "tintype_http_requests_in_flight gauge",
            "tintype_images_ended_total counter",
            "tintype_loops gauge",
            "tintype_messages_seconds histogram",
            "tintype_outbox_due gauge",
            "tintype_queue_bulk_messages gauge",
            "tintype_queue_messages gauge",
            "tintype_queued_seconds gauge",
            "tintype_render_memory_ratio histogram",
            "tintype_unreadable_records gauge",
            "tintype_worker_deaths_total counter",
            "tintype_workers gauge");
    assertThat(page)
        .contains("tintype_http_requests_total{endpoint=\"healthz\",status=\"200\"} 1")
        .contains("tintype_queue_messages{where=\"visible\"} 0")
        .contains("tintype_queue_messages{where=\"hidden\"} 0")
        .contains("tintype_queue_messages{where=\"dead\"} 0")
        .contains("tintype_queue_bulk_messages{where=\"visible\"} 0")
        .contains("tintype_queue_bulk_messages{where=\"hidden\"} 0")
        .contains("tintype_damages_total{kind=\"missing\"} 0")
        .contains("tintype_damages_total{kind=\"altered\"} 0")
        .contains("tintype_images_ended_total{reason=\"\",state=\"ready\"} ")
        .contains("tintype_images_ended_total{reason=\"corrupt\",state=\"failed\"} 0");
  }

  @Test
  void bucketsStay() throws Exception {
    assertThat(client.get("/healthz").status()).isEqualTo(200);
    String page = text(client.get("/metrics"));
    for (String bound :
        List.of(
            "0.001", "0.002", "0.005", "0.01", "0.02", "0.05", "0.1", "0.2", "0.5", "1.0", "2.0",
            "5.0", "10.0", "60.0", "+Inf")) {
      assertThat(page)
          .contains(
              "tintype_http_request_seconds_bucket{endpoint=\"healthz\",le=\"" + bound + "\"} ");
    }
    for (String bound :
        List.of(
            "0.1", "0.2", "0.5", "1.0", "2.0", "5.0", "10.0", "20.0", "60.0", "120.0", "+Inf")) {
      assertThat(page).contains("tintype_messages_seconds_bucket{le=\"" + bound + "\"} 0");
    }
  }

  @Test
  void theJvmAndTheProcessAreMeasured() throws Exception {
    String page = text(client.get("/metrics"));
    assertThat(types(page, "jvm_").toList())
        .contains(
            "jvm_memory_used_bytes gauge",
            "jvm_gc_collection_seconds summary",
            "jvm_threads_current gauge",
            "jvm_buffer_pool_used_bytes gauge",
            "jvm_classes_currently_loaded gauge",
            "jvm_runtime_info gauge");
    assertThat(types(page, "process_").toList())
        .contains("process_resident_memory_bytes gauge", "process_cpu_seconds_total counter");
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/openmetrics-text", PROMETHEUS})
  void openMetricsIsSentWhereItIsAccepted(String accept) throws Exception {
    Answer answer = client.get("/metrics", "accept", accept);
    assertThat(answer.header("content-type"))
        .startsWith("application/openmetrics-text; version=1.0.0");
    assertThat(text(answer))
        .contains("# TYPE tintype_damages counter\n")
        .contains("tintype_damages_total{kind=\"missing\"} 0")
        .endsWith("# EOF\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "*/*",
        "text/plain",
        "application/json",
        "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited"
      })
  void elseTheTextFormatIsSent(String accept) throws Exception {
    Answer answer = client.get("/metrics", "accept", accept);
    assertThat(answer.header("content-type")).isEqualTo("text/plain; version=0.0.4; charset=utf-8");
    assertThat(text(answer)).contains("# TYPE tintype_damages_total counter\n");
  }
}
