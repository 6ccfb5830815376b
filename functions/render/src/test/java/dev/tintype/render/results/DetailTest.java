package dev.tintype.render.results;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DetailTest {

  @ParameterizedTest
  @ValueSource(strings = {"a", "é", "漢", "😀"})
  void noDetailIsLongerThanOneKibibyte(String letter) {
    String detail = Detail.of(letter.repeat(60_000));
    assertThat(detail.getBytes(StandardCharsets.UTF_8)).hasSizeBetween(1021, 1024);
    assertThat(detail.replace(letter, "")).isEmpty();
  }

  @Test
  void controlCharactersAndLoneSurrogatesBecomeSpaces() {
    assertThat(Detail.of("a\u001b[2Jb\u0000c\ud800d\ne")).isEqualTo("a [2Jb c d\ne");
  }

  @Test
  void aShortTextIsUnchanged() {
    assertThat(Detail.of("jpegload: premature end")).isEqualTo("jpegload: premature end");
  }
}
