package dev.tintype.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.cli.harness.Ran;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HelpCommandTest {

  private static Ran help(String... words) throws Exception {
    String[] all = new String[words.length + 1];
    all[0] = "help";
    System.arraycopy(words, 0, all, 1, words.length);
    return Ran.command(Map.of(), "", all);
  }

  @Test
  void theHelpOfACommandIsThatOfItsOption() throws Exception {
    Ran ran = help("images", "list");
    assertThat(ran.status()).as(ran.err()).isEqualTo(ExitCode.OK);
    assertThat(ran.out())
        .contains("Usage: tintype images list ")
        .isEqualTo(Ran.command(Map.of(), "", "images", "list", "--help").out());
    assertThat(help().out()).contains("Usage: tintype ");
  }

  @Test
  void aManPageIsPrinted() throws Exception {
    Ran ran = help("--man", "backup", "verify");
    assertThat(ran.status()).as(ran.err()).isEqualTo(ExitCode.OK);
    assertThat(ran.out())
        .startsWith(".TH \"TINTYPE\\-BACKUP\\-VERIFY\" 1 ")
        .contains("\n.SH NAME\n");
  }

  @Test
  void aWrongCommandIsNamed() throws Exception {
    Ran ran = help("images", "lsit");
    assertThat(ran.status()).isEqualTo(ExitCode.USAGE);
    assertThat(ran.err()).startsWith("tintype: There is no command 'images lsit'.\n");
  }

  @Test
  void aFolderIsForAllManPages() throws Exception {
    for (Ran ran : new Ran[] {help("--out", "x"), help("--man", "serve", "--out", "x")}) {
      assertThat(ran.status()).isEqualTo(ExitCode.USAGE);
      assertThat(ran.err()).startsWith("tintype: --out is for the man pages of all commands");
    }
  }
}
