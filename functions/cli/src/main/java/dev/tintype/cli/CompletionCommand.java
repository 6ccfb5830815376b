package dev.tintype.cli;

import dev.tintype.server.settings.Settings.InvalidSetting;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `tintype completion`: prints a script that lets a shell complete commands and options.
@Command(
    name = "completion",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    header = "Print a script that completes commands and options in a shell.",
    description = {
      "",
      "Bash loads the script by itself from the folder in the first example. Zsh reads it after "
          + "'autoload -U +X bashcompinit && bashcompinit'.",
    },
    optionListHeading = "%nOptions:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  tintype completion bash > ~/.local/share/bash-completion/completions/tintype",
      "  source <(tintype completion bash)",
    })
final class CompletionCommand implements Callable<Integer> {

  private static final String BASH = "bash";

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "SHELL", description = "bash; zsh reads the same script.")
  private String shell = "";

  CompletionCommand() {}

  @Override
  public Integer call() {
    if (!shell.equals(BASH)) {
      throw new InvalidSetting("There is a script for bash only, not for '" + shell + "'.");
    }
    System.out.print(AutoComplete.bash("tintype", spec.root().commandLine()));
    System.out.flush();
    return ExitCode.OK;
  }
}
