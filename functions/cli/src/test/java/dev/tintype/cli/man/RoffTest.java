package dev.tintype.cli.man;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoffTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '#',
      value = {
        "plain words | plain words",
        ".hidden | \\&.hidden",
        "'quoted' | \\(aqquoted\\(aq",
        "--dry-run | \\-\\-dry\\-run",
        "a\\nb | a\\(rsnb",
        "say \"so\" | say \\(dqso\\(dq",
        "~/x^2 `y` | \\(ti/x\\(ha2 \\(gay\\(ga",
        "640 × 480 … | 640 \\[u00D7] 480 \\[u2026]",
        "a 😀 | a \\[u1F600]",
        "Ends with. | Ends with.",
      })
  void nothingInATextHasAMeaningOfItsOwn(String plain, String roff) {
    assertThat(Roff.text(plain)).isEqualTo(roff);
  }

  @Test
  void aTextIsOneLine() {
    assertThat(Roff.text("one\n.two\tthree")).isEqualTo("one .two three");
  }

  @Test
  void anArgumentOfAMacroStaysOne() {
    assertThat(Roff.argument("a \"b\" c")).isEqualTo("\"a \\(dqb\\(dq c\"");
  }

  @Test
  void aFontEndsWithItsText() {
    assertThat(Roff.bold("--x") + "=" + Roff.italic("N")).isEqualTo("\\fB\\-\\-x\\fR=\\fIN\\fR");
  }
}
