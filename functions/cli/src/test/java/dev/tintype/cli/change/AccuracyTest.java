package dev.tintype.cli.change;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.cli.plan.Forecast;
import dev.tintype.core.CpuTime;
import dev.tintype.core.json.Json;
import dev.tintype.core.json.JsonObject;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The plan's error.
final class AccuracyTest {

  private static final CpuTime CPU = new CpuTime(100_000, Map.of("a.avif", 1_000_000L));

  private static Forecast forecast(long bytes, long cpuMillis) {
    return new Forecast(1, Optional.of(bytes), Optional.of(Duration.ofMillis(cpuMillis)));
  }

  @Test
  void theErrorOfEachNumberIsTold() {
    Accuracy sum =
        Accuracy.of(forecast(1_000, 1_000), 900, Optional.of(CPU))
            .plus(Accuracy.of(forecast(1_000, 1_000), 1_200, Optional.of(CPU)));
    assertThat(sum.sentences())
        .containsExactly(
            "bytes: planned 2.0 kB, now 2.1 kB (+5.0 %)",
            "encodes: planned 2, now 2 (as planned)",
            "processor time: planned 2.0 s, now 2.2 s (+10.0 %)");
  }

  @Test
  void onlyWhatWasEstimatedAndMeasuredIsCompared() {
    Forecast unknown = new Forecast(3, Optional.empty(), Optional.empty());
    assertThat(Accuracy.of(unknown, 900, Optional.empty())).isEqualTo(Accuracy.NOTHING);
    assertThat(Accuracy.NOTHING.sentences()).isEmpty();
    assertThat(Accuracy.of(unknown, 900, Optional.of(CPU)).sentences())
        .containsExactly("encodes: planned 3, now 1 (-66.7 %)");
  }

  @Test
  void aTallyIsReadBackEqualAndThatOfAnEarlierReleaseHasOnlyBytes() {
    Tally tally = Tally.moved(Accuracy.of(forecast(5, 6), 7, Optional.of(CPU)));
    assertThat(Tally.read(new JsonObject("", tally.json()))).isEqualTo(tally);
    Tally old =
        Tally.read(
            Json.parse(
                """
                {"images":1,"moved":1,"before":0,"refused":0,"failed":0,"bytesPlanned":5,"bytesMade":7}
                """));
    assertThat(old.accuracy().bytes()).isEqualTo(new Accuracy.Compared(5, 7));
    assertThat(old.accuracy().encodes()).isEqualTo(new Accuracy.Compared(0, 0));
  }
}
