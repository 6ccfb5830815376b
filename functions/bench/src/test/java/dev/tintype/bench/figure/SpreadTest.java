package dev.tintype.bench.figure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SpreadTest {

  @Test
  void equalValuesHaveNoSpread() {
    assertThat(Spread.of(2, 2, 2, 2)).isEqualTo(new Spread(2, 2, 2, 4));
  }

  @Test
  void oneOutlierMovesNeitherMedianNorInterval() {
    Spread calm = Spread.of(1.0, 1.1, 1.2, 1.3, 1.4, 1.5, 1.6, 1.7, 1.8, 1.9, 2.0);
    Spread stray = Spread.of(1.0, 1.1, 1.2, 1.3, 1.4, 1.5, 1.6, 1.7, 1.8, 1.9, 200);

    assertThat(stray).isEqualTo(calm);
    assertThat(calm.median()).isEqualTo(1.5);
    assertThat(calm.low()).isBetween(1.1, 1.4);
    assertThat(calm.high()).isBetween(1.6, 1.9);
  }

  @Test
  void theMedianOfAnEvenNumberIsBetweenTheMiddleTwo() {
    assertThat(Spread.of(1, 3).median()).isEqualTo(2);
  }

  @Test
  void theSameValuesGiveTheSameInterval() {
    assertThat(Spread.of(3, 1, 4, 1, 5)).isEqualTo(Spread.of(3, 1, 4, 1, 5));
  }

  @Test
  void anEmptyListIsRejected() {
    assertThatThrownBy(Spread::of).isInstanceOf(IllegalArgumentException.class);
  }
}
