package dev.tintype.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TerminalWidthTest {

  @ParameterizedTest
  @CsvSource({
    "photo.jpg, 9",
    "日本.jpg, 8",
    "한글, 4",
    "ｆｕｌｌ, 8",
    "e\u0301te\u0301, 3",
    "😀, 2",
    "▕█▌ ▏, 5",
    "שלום, 4",
  })
  void aTextTakesTheColumnsATerminalGivesIt(String text, int columns) {
    assertThat(TerminalWidth.columns(text)).isEqualTo(columns);
  }

  @Test
  void aTextThatFitsIsNotCut() {
    assertThat(TerminalWidth.fit("日本.jpg", 8)).isEqualTo("日本.jpg");
    assertThat(TerminalWidth.fit("", 0)).isEmpty();
  }

  @Test
  void aTextIsCutBeforeTheCharacterThatDoesNotFit() {
    assertThat(TerminalWidth.fit("日本.jpg", 7)).isEqualTo("日本.j…");
    assertThat(TerminalWidth.fit("日本.jpg", 4)).isEqualTo("日…");
    assertThat(TerminalWidth.fit("日本.jpg", 2)).isEqualTo("…");
    assertThat(TerminalWidth.fit("日本.jpg", 1)).isEqualTo("…");
    assertThat(TerminalWidth.fit("日本.jpg", 0)).isEmpty();
    assertThat(TerminalWidth.fit("😀😀", 3)).isEqualTo("😀…");
  }
}
