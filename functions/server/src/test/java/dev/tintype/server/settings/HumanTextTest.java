package dev.tintype.server.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HumanTextTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0 B",
    "999, 999 B",
    "1000, 1.0 kB",
    "9949, 9.9 kB",
    "9950, 10 kB",
    "999499, 999 kB",
    "999500, 1.0 MB",
    "1610612736, 1.6 GB"
  })
  void bytesHaveTwoOrThreeDigits(long bytes, String words) {
    assertThat(HumanText.bytes(bytes)).isEqualTo(words);
  }

  @Test
  void timesAreReadable() {
    assertThat(HumanText.time(Duration.ofMillis(3_440))).isEqualTo("3.4 s");
    assertThat(HumanText.time(Duration.ofMillis(59_990))).isEqualTo("0 min 59 s");
    assertThat(HumanText.time(Duration.ofSeconds(125))).isEqualTo("2 min 05 s");
    assertThat(HumanText.time(Duration.ofMinutes(185))).isEqualTo("3 h 05 min");
    assertThat(HumanText.seconds(Duration.ofMillis(3_990))).isEqualTo("3 s");
    assertThat(HumanText.seconds(Duration.ofMillis(60_000))).isEqualTo("1 min 00 s");
  }

  @Test
  void aCountOfOneIsSingular() {
    assertThat(HumanText.count(1, "file")).isEqualTo("1 file");
    assertThat(HumanText.count(0, "file")).isEqualTo("0 files");
  }

  @Test
  void onlyControlCharactersAreEscaped() {
    assertThat(HumanText.printable("a\nb\rc\td\u001b[31m")).isEqualTo("a\\nb\\rc\\td\\u001b[31m");
    assertThat(HumanText.printable("\u202egpj.exe\u2028\ud800"))
        .isEqualTo("\\u202egpj.exe\\u2028\\ud800");
    assertThat(HumanText.printable("\udb40\udc01")).isEqualTo("\\udb40\\udc01");
    String kept = "ü 日本 e\u0301 👨\u200d👩\u200d👧 \\ ' \" نام";
    assertThat(HumanText.printable(kept)).isEqualTo(kept);
  }
}
