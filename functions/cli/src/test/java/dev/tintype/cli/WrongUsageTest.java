package dev.tintype.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class WrongUsageTest {

  private static String said(String words) {
    StringWriter err = new StringWriter();
    String[] given = words.split(" ", -1);
    CommandLine command = Tintype.commandLine(given).setErr(new PrintWriter(err));
    assertThat(command.execute(given)).isEqualTo(ExitCode.USAGE);
    return err.toString();
  }

  @ParameterizedTest
  @CsvSource({
    "process a.jpg --otu out, --otu",
    "process --otu=out a.jpg, --otu=out",
    "status --jsn, --jsn",
    "images original --outt x, --outt",
    "retire --oldr 30d --yes, --oldr",
    "upload a.jpg --recipes fast, --recipes",
    "serve -p 80, -p",
    "images list --verbse, --verbse",
  })
  void anUnknownOptionIsNamedEvenIfItLeavesAnotherOneMissing(String words, String unknown) {
    assertThat(said(words)).startsWith("tintype: Unknown option").contains("'" + unknown + "'");
  }

  @ParameterizedTest
  @CsvSource({
    "process a.jpg, Missing required option: '--out=DIR'",
    "images original 01ARZ3NDEKTSV4RRFFQ69G5FAV, Missing required option: '--out=FILE'",
    "status, Missing required parameter: 'ID'",
  })
  void aMissingOptionIsNamed(String words, String sentence) {
    assertThat(said(words)).startsWith("tintype: " + sentence);
  }
}
