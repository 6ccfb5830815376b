package dev.tintype.cli;

import dev.tintype.cli.man.ManPage;
import dev.tintype.server.settings.HumanText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `tintype help`: prints the help of a command or its man page.
@Command(
    name = "help",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    header = "Show the help of a command, or make man pages.",
    description = {
      "",
      "A man page says what the help says, and also which settings and files a command reads. A "
          + "release bundle has all pages in share/man.",
    },
    optionListHeading = "%nOptions:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  tintype help images list",
      "  tintype help --man serve | man -l -",
      "  tintype help --man --out ~/.local/share/man/man1",
    })
final class HelpCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      arity = "0..*",
      paramLabel = "COMMAND",
      description = "The command, such as serve or images list (default: tintype itself).")
  private List<String> words = List.of();

  @Option(names = "--man", description = "Print the man page of the command, in roff.")
  private boolean man;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "With --man: write the pages of all commands into this folder, which is made, in place "
              + "of files of the same names.")
  private @Nullable Path out;

  HelpCommand() {}

  @Override
  public Integer call() throws IOException {
    Path folder = out;
    if (folder != null) {
      if (!man || !words.isEmpty()) {
        throw new ParameterException(
            spec.commandLine(),
            "--out is for the man pages of all commands: help --man --out DIR.");
      }
      write(folder);
      return ExitCode.OK;
    }
    CommandLine command = named();
    System.out.print(man ? page(command).roff() : command.getUsageMessage());
    System.out.flush();
    return ExitCode.OK;
  }

  private CommandLine named() {
    CommandLine command = spec.root().commandLine();
    for (String word : words) {
      CommandLine next = command.getSubcommands().get(word);
      if (next == null) {
        throw new ParameterException(
            command, "There is no command '" + String.join(" ", words) + "'.");
      }
      command = next;
    }
    return command;
  }

  private static ManPage page(CommandLine command) {
    return new ManPage(command.getCommandSpec(), VersionText.release());
  }

  private void write(Path folder) throws IOException {
    List<ManPage> pages = ManPage.all(spec.root(), VersionText.release());
    Files.createDirectories(folder);
    for (ManPage page : pages) {
      Files.writeString(folder.resolve(page.file()), page.roff());
    }
    System.out.println(
        HumanText.printable(HumanText.count(pages.size(), "man page") + " in " + folder));
  }
}
