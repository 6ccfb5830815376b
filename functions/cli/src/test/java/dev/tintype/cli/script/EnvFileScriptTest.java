package dev.tintype.cli.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `--env-file`: the values are shown by the complaint about a setting that is no URL.
class EnvFileScriptTest {

  private static final String ID = "01ARZ3NDEKTSV4RRFFQ69G5FAV";

  @TempDir private Path folder;

  private Path file(String text) throws Exception {
    return Files.writeString(folder.resolve("settings.env"), text);
  }

  private Running.Ended status(String text) throws Exception {
    return new Script(folder).run("status", ID, "--env-file", file(text).toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "TINTYPE_URL=plain | plain",
        "TINTYPE_URL = x | ",
        "TINTYPE_URL=a b # c | a b # c",
        "TINTYPE_URL=\"two  words\" | two  words",
        "TINTYPE_URL='it''s' | its",
        "TINTYPE_URL=\"a \\\"b\\\" \\$c \\n\" | a \"b\" $c \\n",
        "TINTYPE_URL='$HOME \\ `x`' | $HOME \\ `x`",
        "  TINTYPE_URL=a\\ b | a b",
      })
  void valuesAreReadAsSystemdReadsThem(String line, String value) throws Exception {
    Running.Ended run = status("# a comment\n; another\n\nTINTYPE_URL=earlier\n" + line);
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err())
        .isEqualTo(
            value == null
                ? "tintype: %s, line 5: is not KEY=VALUE with a key of capital letters, digits and _.\n"
                    .formatted(folder.resolve("settings.env"))
                : "tintype: TINTYPE_URL is an http or https URL, not '" + value + "'.\n");
  }

  @Test
  void theEnvironmentWins() throws Exception {
    Running.Ended run =
        new Script(folder)
            .with("TINTYPE_URL", "set before")
            .run("--env-file=" + file("TINTYPE_URL=in the file\n"), "status", ID);
    assertThat(run.err()).contains("'set before'");
  }

  @Test
  void theFileDecidesWhichAdaptersAreThere() throws Exception {
    Running.Ended run =
        new Script(folder)
            .run("--env-file", file("TINTYPE_STORAGE=s3://one\n").toString(), "serve");
    assertThat(run.status()).as(run.err()).isEqualTo(2);
    assertThat(run.err()).contains("TINTYPE_STORAGE needs two buckets");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "TINTYPE_URL=\"open | line 1: the quotes of TINTYPE_URL do not end",
        "TINTYPE_URL=x\\ | line 1: the quotes of TINTYPE_URL do not end, or a \\ ends the line.",
        "export A=1 | line 1: is not KEY=VALUE",
        "UID=0 | line 1: UID cannot be set.",
      })
  void aWrongLineIsNamed(String line, String sentence) throws Exception {
    Running.Ended run = status(line + "\n");
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).startsWith("tintype: " + folder).contains(sentence).hasLineCount(1);
  }

  @Test
  void aFileThatCannotBeReadIsToldInOneSentence() throws Exception {
    Running.Ended run = new Script(folder).run("--env-file", "not-there", "status", ID);
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).isEqualTo("tintype: --env-file cannot be read: not-there.\n");
    Running.Ended none = new Script(folder).run("status", ID, "--env-file");
    assertThat(none.err()).isEqualTo("tintype: --env-file needs a file.\n");
  }
}
