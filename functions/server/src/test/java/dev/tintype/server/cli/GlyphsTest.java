package dev.tintype.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlyphsTest {

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
    assertThat(Glyphs.columns(text)).isEqualTo(columns);
  }

  @Test
  void aTextThatFitsIsLeftAlone() {
    assertThat(Glyphs.fit("日本.jpg", 8)).isEqualTo("日本.jpg");
    assertThat(Glyphs.fit("", 0)).isEmpty();
  }

  @Test
  void aTextIsCutBeforeTheGlyphThatDoesNotFit() {
    assertThat(Glyphs.fit("日本.jpg", 7)).isEqualTo("日本.j…");
    assertThat(Glyphs.fit("日本.jpg", 4)).isEqualTo("日…");
    assertThat(Glyphs.fit("日本.jpg", 2)).isEqualTo("…");
    assertThat(Glyphs.fit("日本.jpg", 1)).isEqualTo("…");
    assertThat(Glyphs.fit("日本.jpg", 0)).isEmpty();
    assertThat(Glyphs.fit("😀😀", 3)).isEqualTo("😀…");
  }
}
