package dev.tintype.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

class HelpTest {

  private static List<CommandLine> all(CommandLine command) {
    List<CommandLine> all = new ArrayList<>(List.of(command));
    command.getSubcommands().values().forEach(each -> all.addAll(all(each)));
    return all;
  }

  @Test
  void everyCommandHasUsageAndExamples() {
    List<CommandLine> commands = all(Tintype.commandLine());
    assertThat(commands).hasSizeGreaterThan(14);
    for (CommandLine command : commands) {
      String name = command.getCommandSpec().qualifiedName();
      String help = command.getUsageMessage(Ansi.OFF);
      assertThat(help).as(name).contains("Usage: " + name, "Examples:\n  tintype");
      assertThat(help.lines()).as(name).allSatisfy(line -> assertThat(line).hasSizeLessThan(91));
    }
  }

  @Test
  void everyCommandPrintsTheVersion() {
    for (CommandLine command : all(Tintype.commandLine())) {
      StringWriter out = new StringWriter();
      command.printVersionHelp(new PrintWriter(out), Ansi.OFF);
      assertThat(out.toString())
          .as(command.getCommandName())
          .startsWith("tintype ")
          .contains("render revision");
    }
  }

  @Test
  void everyExitStatusIsDocumented() throws Exception {
    String help = Tintype.commandLine().getUsageMessage(Ansi.OFF);
    for (Field field : ExitCode.class.getDeclaredFields()) {
      if (Modifier.isStatic(field.getModifiers())) {
        field.setAccessible(true);
        assertThat(help)
            .as(field.getName())
            .containsPattern("\n +" + field.getInt(null) + " +[A-Z]");
      }
    }
  }
}
