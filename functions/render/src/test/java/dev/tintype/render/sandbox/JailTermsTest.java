package dev.tintype.render.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JailTermsTest {
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void theArgumentParsesToTheSameTerms(long seed) {
    Random random = new Random(seed);
    JailLimits limits =
        new JailLimits(
            random.nextLong(64L << 20, 1L << 50),
            random.nextLong(1L << 50, 1L << 60),
            random.nextLong(1, 1L << 50),
            random.nextInt(32, 10_000),
            random.nextInt(32, 10_000),
            random.nextInt(0, 20));
    JailMode mode = JailMode.of(List.of("require", "prefer", "off").get(random.nextInt(3)));
    JailTerms terms =
        new JailTerms(
            mode,
            random.nextInt(1, 1 << 22),
            random.nextInt(9),
            random.nextBoolean(),
            random.nextLong(1L << 40),
            limits);
    assertThat(JailTerms.parse(terms.argument())).as("seed %d", seed).isEqualTo(terms);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "jail:",
        "require,1,0,true,0,536870912,1073741824,1,64,64,0",
        "jail:require,1,0,true,0,536870912,1073741824,1,64,64",
        "jail:require,1,0,true,0,536870912,1073741824,1,64,64,0,0",
        "jail:maybe,1,0,true,0,536870912,1073741824,1,64,64,0",
        "jail:require,1,0,true,0,5,1073741824,1,64,64,0",
        "jail:require,1,0,true,0,536870912,1073741824,1,64,64,20",
        "jail:require,x,0,true,0,536870912,1073741824,1,64,64,0"
      })
  void otherTextIsRejected(String text) {
    assertThatThrownBy(() -> JailTerms.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aLiteralArgumentIsParsed() {
    assertThat(
            JailTerms.parse("jail:require,1,0,true,0,536870912,1073741824,1,64,64,0")
                .limits()
                .threads())
        .isEqualTo(64);
  }

  @Test
  void aModeIsOneOfThreeWords() {
    assertThat(JailMode.of("require")).isEqualTo(JailMode.REQUIRE);
    assertThatThrownBy(() -> JailMode.of("on")).hasMessageContaining("require, prefer, off");
  }
}
