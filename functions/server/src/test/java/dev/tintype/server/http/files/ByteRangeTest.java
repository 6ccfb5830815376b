package dev.tintype.server.http.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.port.Storage.Range;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteRangeTest {

  private static ByteRange of(String header) {
    return ByteRange.of(Optional.of(header), 100);
  }

  @ParameterizedTest
  @CsvSource({
    "bytes=0-0, 0, 0",
    "bytes=0-99, 0, 99",
    "bytes=5-, 5, 99",
    "bytes=90-500, 90, 99",
    "bytes=-1, 99, 99",
    "bytes=-500, 0, 99",
    "bytes=-99999999999999999999, 0, 99",
    "bytes=0000000000000000000005-, 5, 99",
    "bytes=5-99999999999999999999, 5, 99"
  })
  void aRangeIsWithinTheObject(String header, long from, long to) {
    assertThat(of(header)).isEqualTo(new ByteRange.Part(new Range(from, to)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bytes=5-4",
        "bytes=0-1,3-4",
        "lines=0-1",
        "bytes=",
        "bytes=-",
        "bytes=a-b",
        "",
        "0-1",
        "bytes=99999999999999999999-5"
      })
  void anUnsupportedRangeMeansTheWholeObject(String header) {
    assertThat(of(header)).isEqualTo(new ByteRange.Whole());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bytes=100-",
        "bytes=100-200",
        "bytes=-0",
        "bytes=-0000000000000000000000",
        "bytes=9999999999999999999-",
        "bytes=99999999999999999999-",
        "bytes=99999999999999999998-99999999999999999999"
      })
  void aRangeAfterTheEndCannotBeSatisfied(String header) {
    assertThat(of(header)).isEqualTo(new ByteRange.NotSatisfiable());
  }

  @Test
  void anEmptyObjectHasNoRange() {
    assertThat(ByteRange.of(Optional.of("bytes=-5"), 0)).isEqualTo(new ByteRange.NotSatisfiable());
    assertThat(ByteRange.of(Optional.empty(), 0)).isEqualTo(new ByteRange.Whole());
  }
}
