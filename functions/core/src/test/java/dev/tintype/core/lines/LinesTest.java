package dev.tintype.core.lines;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.json.Json;
import dev.tintype.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

class LinesTest {

  private static JsonObject line(LogRecord record) {
    record.setLoggerName("dev.tintype.flow");
    return Json.parse(JsonLines.line(record));
  }

  @Test
  void pairsInALogLineBecomeJsonFields() {
    JsonObject line =
        line(new LogRecord(Level.INFO, "event=process.ended imageId=X detail=\"two words\" ms=7"));
    assertThat(line.text("event")).isEqualTo("process.ended");
    assertThat(line.text("detail")).isEqualTo("two words");
    assertThat(line.text("ms")).isEqualTo("7");
    assertThat(line.text("level")).isEqualTo("INFO");
  }

  @Test
  void otherTextBecomesAMessageAndAnExceptionStaysOnOneLine() {
    LogRecord record = new LogRecord(Level.WARNING, "a \"message\"\nof two lines");
    record.setThrown(new IllegalStateException("why"));
    assertThat(JsonLines.line(record)).doesNotContain("\n");
    assertThat(line(record).text("message")).isEqualTo("a \"message\"\nof two lines");
    assertThat(line(record).text("stack")).contains("IllegalStateException: why");
  }

  @Test
  void metricsUseTheEmbeddedMetricFormat() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new Metrics(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            InstantSource.fixed(Instant.ofEpochMilli(1234)),
            "stack")
        .put(Map.of("Ready", Metrics.Measured.count(1)), Map.of("imageId", "X"));
    assertThat(out.toString(StandardCharsets.UTF_8).strip())
        .isEqualTo(
            "{\"_aws\":{\"Timestamp\":1234,\"CloudWatchMetrics\":[{\"Namespace\":\"Tintype\","
                + "\"Dimensions\":[[\"Stack\"]],\"Metrics\":[{\"Name\":\"Ready\",\"Unit\":\"Count\"}]"
                + "}]},\"Stack\":\"stack\",\"Ready\":1,\"imageId\":\"X\"}");
  }
}
