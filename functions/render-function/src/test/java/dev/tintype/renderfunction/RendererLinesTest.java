package dev.tintype.renderfunction;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.lines.Metrics;
import dev.tintype.render.sandbox.JailMode;
import dev.tintype.render.sandbox.Measure;
import dev.tintype.render.sandbox.SandboxReport;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RendererLinesTest {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final RendererLines lines =
      new RendererLines(
          new Metrics(
              new PrintStream(out, true, StandardCharsets.UTF_8),
              InstantSource.fixed(Instant.EPOCH),
              "stack"));

  private String written() {
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void eachStartCountsTheMissingMeasuresAndNamesTheOthers() {
    lines.started(
        7,
        new SandboxReport(
            JailMode.PREFER,
            Set.of(Measure.CLEAN_ENVIRONMENT),
            0,
            1536L << 20,
            "nice",
            List.of("The kernel refused prctl.")));
    assertThat(written())
        .contains("\"SandboxMissing\":2")
        .contains("clean environment, landlock 0, memory cap 1610612736");
  }

  @Test
  void theChildsMemoryIsMeasuredAfterEachJob() {
    lines.ended(150_000_000);
    assertThat(written()).contains("\"RendererResident\":150000000");
  }
}
