package dev.tintype.otel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tintype.core.trace.TraceParent;
import dev.tintype.core.trace.Tracing;
import dev.tintype.core.trace.Tracing.Kind;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OtelTracingTest {

  private static final TraceParent CALLER =
      new TraceParent("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");

  private OtlpReceiver receiver;
  private Tracing tracing;

  @BeforeEach
  void start() throws IOException {
    receiver = OtlpReceiver.start();
    tracing = OtelProvider.open("worker", Map.of("otel.exporter.otlp.endpoint", receiver.url()));
  }

  @AfterEach
  void stop() {
    tracing.close();
    receiver.close();
  }

  private List<ReceivedSpan> sent() {
    tracing.close();
    return receiver.soFar();
  }

  @Test
  void stepsInsideASpanAreItsChildren() {
    try (Tracing.Span _ = tracing.begin("process", Kind.CONSUMER, Optional.of(CALLER))) {
      try (Tracing.Span inner = tracing.begin("render")) {
        inner.with("tintype.files", "3");
      }
    }
    List<ReceivedSpan> spans = sent();
    assertThat(spans).extracting(ReceivedSpan::name).containsExactly("render", "process");
    ReceivedSpan render = spans.getFirst();
    ReceivedSpan process = spans.getLast();
    assertThat(process.trace()).isEqualTo("0af7651916cd43dd8448eb211c80319c");
    assertThat(process.parent()).isEqualTo("b7ad6b7169203331");
    assertThat(render.trace()).isEqualTo(process.trace());
    assertThat(render.parent()).isEqualTo(process.id());
    assertThat(render.attributes())
        .containsEntry("tintype.files", "3")
        .containsEntry("tintype.role", "worker")
        .containsEntry("service.name", "tintype");
  }

  @Test
  void aSpanNamesItselfForOtherProcesses() {
    assertThat(tracing.current()).isEmpty();
    Optional<TraceParent> current;
    try (Tracing.Span _ = tracing.begin("first", Kind.SERVER, Optional.empty())) {
      current = tracing.current();
    }
    assertThat(tracing.current()).isEmpty();
    try (Tracing.Span _ = tracing.begin("second", Kind.CONSUMER, current)) {
      assertThat(tracing.current()).isPresent().isNotEqualTo(current);
    }
    List<ReceivedSpan> spans = sent();
    assertThat(spans.getFirst().parent()).isEmpty();
    assertThat(spans.getLast().trace()).isEqualTo(spans.getFirst().trace());
    assertThat(spans.getLast().parent()).isEqualTo(spans.getFirst().id());
  }

  @Test
  void aCollectorThatDoesNotAnswerStopsNobody() {
    receiver.close();
    try (Tracing.Span span = tracing.begin("process")) {
      span.failed("nothing");
    }
    tracing.close();
    assertThat(receiver.soFar()).isEmpty();
  }

  @Test
  void settingsForOtherProgramsOfTheHostChangeNothing() {
    tracing.close();
    tracing =
        OtelProvider.open(
            "serve",
            Map.of(
                "otel.exporter.otlp.endpoint", receiver.url(),
                "otel.metrics.exporter", "prometheus",
                "otel.logs.exporter", "console",
                "otel.exporter.otlp.protocol", "grpc",
                "otel.exporter.otlp.traces.protocol", "grpc",
                "otel.propagators", "b3"));
    tracing.begin("process").close();
    assertThat(sent()).extracting(ReceivedSpan::name).containsExactly("process");
  }

  @Test
  void aWrongSettingIsNamed() {
    assertThatThrownBy(
            () -> OtelProvider.open("serve", Map.of("otel.traces.exporter", "carrier-pigeon")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("otel.traces.exporter");
  }
}
