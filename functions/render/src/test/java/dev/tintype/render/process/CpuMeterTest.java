package dev.tintype.render.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.CpuTime;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The processor time of a rendering, from three looks at the renderer's clock.
final class CpuMeterTest {

  private static CpuMeter meter(long... millis) {
    Deque<Duration> looks =
        new ArrayDeque<>(Arrays.stream(millis).mapToObj(Duration::ofMillis).toList());
    return new CpuMeter(looks::removeFirst);
  }

  @Test
  void theTimeAfterTheDecodingIsDividedByTheShares() {
    CpuMeter meter = meter(1_000, 1_200, 2_200);
    meter.decoded();
    assertThat(meter.of(List.of("a", "b"), List.of(100, 600, 300)))
        .contains(new CpuTime(300_000, Map.of("a", 600_000L, "b", 300_000L)));
  }

  @Test
  void withoutSharesTheTimeIsUnknown() {
    CpuMeter meter = meter(1_000, 1_200, 2_200);
    meter.decoded();
    assertThat(meter.of(List.of("a", "b"), List.of())).isEmpty();
  }

  @Test
  void sharesOfNothingAreNoFault() {
    CpuMeter meter = meter(1_000, 1_200, 2_200);
    meter.decoded();
    assertThat(meter.of(List.of("a"), List.of(0, 0)))
        .contains(new CpuTime(200_000, Map.of("a", 0L)));
  }

  /// The kernel tells nothing of a process that has ended.
  @Test
  void whatTheKernelDoesNotTellIsUnknown() {
    CpuMeter ended = meter(1_000, 1_200, 0);
    ended.decoded();
    assertThat(ended.of(List.of("a"), List.of(1, 1))).isEmpty();
    CpuMeter never = meter(0, 0, 0);
    never.decoded();
    assertThat(never.of(List.of("a"), List.of(1, 1))).isEmpty();
  }

  @Test
  void aRenderingWithoutFilesHasOnlyThePicture() {
    assertThat(meter(1_000, 1_030).withoutFiles()).contains(new CpuTime(30_000, Map.of()));
  }
}
