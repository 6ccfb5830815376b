package dev.tintype.render.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class JailMemoryTest {
  private static final long CAP = 384L << 20;
  private static final long ADDRESSES = JailLimits.ofMemory(CAP, 0).addressBytes();
  private static final String NO_MEMORY = "-12";

  /// The part of the cap that `RLIMIT_DATA` counts for the JVM itself.
  private static final List<String> COUNTED_AS_DATA = List.of("mapped", "grown");

  @ParameterizedTest
  @MethodSource("dev.tintype.render.sandbox.JailTest#settings")
  void everyKindOfAllocationIsLimitedAndTheRendererSurvives(JailTest.Setting setting)
      throws IOException {
    try (JailRun run = new JailRun(setting.user())) {
      JailRun.Lines lines = run.lines(JailMode.REQUIRE, setting.landlock(), CAP, "hog");
      SoftAssertions softly = new SoftAssertions();
      for (String thread : List.of("main", "early")) {
        for (String way : COUNTED_AS_DATA) {
          ended(thread + " " + way, CAP, lines, softly);
        }
        // Not counted as data, so the address space limit ends it.
        ended(thread + " protected", ADDRESSES, lines, softly);
        // Near the end of the address space the kernel lets reserved pages become writable beyond
        // the data limit, but never beyond the address space.
        softly
            .assertThat(Long.parseLong(lines.of(thread + " madeWritableBytes")))
            .isBetween(CAP / 4, ADDRESSES);
        softly.assertThat(lines.of(thread + " alive")).isEqualTo("true");
      }
      softly.assertThat(lines.of("hog malloc")).isEqualTo("null");
      softly.assertThat(lines.of("worker alive")).isEqualTo("true");
      softly.assertAll();
    }
  }

  @Test
  void aFullHeapEndsOnlyTheRenderer() throws IOException {
    try (JailRun run = new JailRun(JailRun.User.CURRENT)) {
      JailRun.Lines lines = run.lines(JailMode.REQUIRE, true, CAP, "heap");
      assertThat(lines.values()).doesNotContainKey("heap kept");
      assertThat(lines.of("worker exit")).isEqualTo("3");
      assertThat(lines.of("worker alive")).isEqualTo("true");
    }
  }

  private static void ended(String way, long most, JailRun.Lines lines, SoftAssertions softly) {
    softly.assertThat(lines.of(way + "End")).as(way).isEqualTo(NO_MEMORY);
    softly.assertThat(Long.parseLong(lines.of(way + "Bytes"))).as(way).isBetween(CAP / 4, most);
  }
}
