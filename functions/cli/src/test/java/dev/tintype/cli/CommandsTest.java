package dev.tintype.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

class CommandsTest {

  private static final Set<String> OF_ALL = Set.of("completion", "help");

  private static final Map<String, CommandLine> ALL = Tintype.commandLine().getSubcommands();

  private static String help(CommandLine command) {
    StringBuilder help = new StringBuilder(command.getUsageMessage(Ansi.OFF));
    command.getSubcommands().values().forEach(each -> help.append(help(each)));
    return help.toString();
  }

  @Test
  void aCommandAloneIsTheSameAsAmongAll() {
    assertThat(ALL).hasSizeGreaterThan(20);
    ALL.forEach((name, command) -> {
      Map<String, CommandLine> given = Tintype.commandLine(name, "--quiet", "x").getSubcommands();
      assertThat(given.keySet()).isEqualTo(OF_ALL.contains(name) ? ALL.keySet() : Set.of(name));
      assertThat(help(given.get(name))).isEqualTo(help(command));
    });
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help", "--quiet", "uplaod", "", "images list"})
  void aCommandLineThatBeginsWithNoCommandHasAll(String first) {
    assertThat(Tintype.commandLine(first, "upload").getSubcommands().keySet())
        .isEqualTo(ALL.keySet());
  }
}
