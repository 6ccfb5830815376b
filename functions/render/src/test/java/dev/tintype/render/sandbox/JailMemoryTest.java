package dev.tintype.render.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

final class JailMemoryTest {
  private static final long CAP = 384L << 20;
  private static final String NO_MEMORY = "-12";

  @Test
  void nativeMemoryEndsAtTheCapAndTheRendererLives() throws IOException {
    try (JailRun run = new JailRun(JailRun.User.CURRENT)) {
      JailRun.Lines lines = run.lines(JailMode.REQUIRE, true, CAP, "hog");
      assertThat(lines.of("hog mappedEnd")).isEqualTo(NO_MEMORY);
      assertThat(Long.parseLong(lines.of("hog mappedBytes"))).isBetween(CAP / 4, CAP);
      assertThat(lines.of("hog malloc")).isEqualTo("null");
      assertThat(lines.of("hog alive")).isEqualTo("true");
      assertThat(lines.of("worker alive")).isEqualTo("true");
    }
  }

  @Test
  void reservedAddressesCountWhenTheyBecomeWritable() throws IOException {
    try (JailRun run = new JailRun(JailRun.User.CURRENT)) {
      JailRun.Lines lines = run.lines(JailMode.REQUIRE, true, CAP, "protecting");
      assertThat(lines.of("hog protectedEnd")).isEqualTo(NO_MEMORY);
      assertThat(Long.parseLong(lines.of("hog protectedBytes"))).isBetween(CAP / 4, CAP);
      assertThat(lines.of("hog alive")).isEqualTo("true");
      assertThat(lines.of("worker alive")).isEqualTo("true");
    }
  }

  @Test
  void aFullHeapEndsTheRendererOnly() throws IOException {
    try (JailRun run = new JailRun(JailRun.User.CURRENT)) {
      JailRun.Lines lines = run.lines(JailMode.REQUIRE, true, CAP, "heap");
      assertThat(lines.values()).doesNotContainKey("heap kept");
      assertThat(lines.of("worker exit")).isEqualTo("3");
      assertThat(lines.of("worker alive")).isEqualTo("true");
    }
  }
}
