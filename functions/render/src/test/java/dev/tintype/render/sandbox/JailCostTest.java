package dev.tintype.render.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

final class JailCostTest {
  private static final int RUNS = 3;

  /// Prints the measured time; asserts no limit.
  @Test
  void processorTimeOfTheSecondStageIsPrinted() throws IOException {
    List<Long> confined = new ArrayList<>();
    List<Long> free = new ArrayList<>();
    try (JailRun run = new JailRun(JailRun.User.CURRENT)) {
      for (int i = 0; i < RUNS; i++) {
        confined.add(micros(run.lines(JailMode.REQUIRE, true, 512L << 20, "cost")));
        free.add(micros(run.lines(JailMode.OFF, true, 512L << 20, "cost")));
      }
    }
    System.out.printf(
        "Processor time of a renderer until its jail is closed: %d ms, without a jail %d ms%n",
        median(confined) / 1000, median(free) / 1000);
    assertThat(confined).hasSize(RUNS);
  }

  private static long micros(JailRun.Lines lines) {
    System.out.println(
        lines.of("cost mode")
            + ": enter took "
            + lines.of("cost micros")
            + " µs of "
            + lines.of("cost allMicros")
            + " µs processor time");
    return Long.parseLong(lines.of("cost allMicros"));
  }

  private static long median(List<Long> values) {
    Collections.sort(values);
    return values.get(values.size() / 2);
  }
}
