package dev.tintype.cli.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tintype.server.settings.Settings.InvalidSetting;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The shares and rates that the command line accepts.
final class SharePaceTest {

  @ParameterizedTest
  @CsvSource({"1%, 101", "100%, 10000", "0.01%, 1", "12.5%, 1250", "50%, 5000", "7, 7"})
  void aShareIsTakenOfTenThousandImages(String text, int expected) {
    Share share = Share.parse(text);
    assertThat(share.takes(0)).isTrue();
    long taken = LongStream.range(0, 10_000).filter(share::takes).count();
    assertThat(taken).isBetween(expected - 1L, expected + 1L);
  }

  @Test
  void aPercentageIsSpreadOverAllImages() {
    Share share = Share.parse("10%");
    assertThat(LongStream.range(5_000, 5_100).filter(share::takes).count()).isEqualTo(10);
    assertThat(share.isOver(1_000_000)).isFalse();
    assertThat(Share.parse("20").isOver(20)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0%", "101%", "1.005%", "-1", "0", "all", "1 %"})
  void whatIsNoShareIsRefused(String text) {
    assertThatThrownBy(() -> Share.parse(text))
        .isInstanceOf(InvalidSetting.class)
        .hasMessageContaining("'" + text + "'");
  }

  @ParameterizedTest
  @CsvSource({"5/s, 200", "300/min, 200", "3600/h, 1000"})
  void requestsAreSpreadEvenly(String text, long millisBetween) {
    Pace pace = Pace.parse(text);
    long now = System.nanoTime();
    long first = pace.place(now);
    for (int i = 1; i < 5; i++) {
      assertThat(pace.place(now) - first).isEqualTo(i * millisBetween * 1_000_000);
    }
    assertThat(pace.place(now + 3_600_000_000_000L)).as("after a pause").isZero();
  }

  @Test
  void withoutALimitNobodyWaits() {
    Pace pace = Pace.unlimited();
    long now = System.nanoTime();
    assertThat(pace.place(now) + pace.place(now)).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "5", "0/s", "5/d", "-1/s", "fast", "5 / s"})
  void whatIsNoRateIsRefused(String text) {
    assertThatThrownBy(() -> Pace.parse(text)).isInstanceOf(InvalidSetting.class);
  }
}
