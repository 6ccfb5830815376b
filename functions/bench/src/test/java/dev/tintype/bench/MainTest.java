package dev.tintype.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class MainTest {

  private static String say(int status, String... arguments) {
    StringWriter out = new StringWriter();
    CommandLine bench = Main.commandLine();
    bench.setOut(new PrintWriter(out)).setErr(new PrintWriter(out));
    assertThat(bench.execute(arguments)).as(out.toString()).isEqualTo(status);
    return out.toString();
  }

  @Test
  void everyCommandHasHelp() {
    for (String command : Main.commandLine().getSubcommands().keySet()) {
      assertThat(say(0, command, "--help")).contains("Usage: tintype bench " + command);
    }
    assertThat(say(0, "--help")).contains("Examples:").isEqualTo(say(0));
  }

  @Test
  void anUnknownOptionExitsWithAUsageError() {
    assertThat(say(2, "run", "--nope")).contains("Unknown option: '--nope'");
  }
}
