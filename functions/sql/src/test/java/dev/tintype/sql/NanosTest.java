package dev.tintype.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NanosTest {

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void everyNanosecondInTheRangeComesBack(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 1000; i++) {
      long nanos = random.nextLong();
      assertThat(Nanos.of(Nanos.instant(nanos))).as("seed %d", seed).isEqualTo(nanos);
    }
  }

  @Test
  void theEndsOfTheRangeComeBack() {
    for (long nanos : new long[] {Long.MIN_VALUE, Long.MIN_VALUE + 1, -1, 0, Long.MAX_VALUE}) {
      assertThat(Nanos.of(Nanos.instant(nanos))).isEqualTo(nanos);
    }
  }

  @Test
  void instantsBeyondTheRangeBecomeItsEnds() {
    assertThat(Nanos.of(Instant.MAX)).isEqualTo(Long.MAX_VALUE);
    assertThat(Nanos.of(Instant.MIN)).isEqualTo(Long.MIN_VALUE);
  }
}
