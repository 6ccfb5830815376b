package dev.tintype.bench.figure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.bench.contestant.Sample;
import dev.tintype.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RowTest {

  private static final Row ROW =
      new Row(
          "p12/fast",
          Map.of(
              "ours", List.of(new Sample(2, 0.5, 1, 10), new Sample(3, 0, 1, 10)),
              "theirs", List.of(new Sample(5, 0, 4, 10), new Sample(2, 0, 4, 10))),
          Map.of("ours", 100L, "theirs", 200L));

  @Test
  void aRowSurvivesARoundTrip() {
    assertThat(Row.read(new JsonObject("", ROW.json()))).isEqualTo(ROW);
  }

  @Test
  void ratiosArePerRoundAndCountBothProcesses() {
    assertThat(ROW.cpuRatio("ours", "theirs").median()).isEqualTo((2.5 / 5 + 3.0 / 2) / 2);
  }
}
