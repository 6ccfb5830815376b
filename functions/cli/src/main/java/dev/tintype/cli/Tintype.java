package dev.tintype.cli;

import dev.tintype.cli.client.ServerUnreachable;
import dev.tintype.cli.client.TokenRefused;
import dev.tintype.cli.client.WorkClient;
import dev.tintype.cli.folder.OriginalFinder;
import dev.tintype.cli.terminal.Logs;
import dev.tintype.cli.terminal.Loudness;
import dev.tintype.cli.terminal.PrintedOutput;
import dev.tintype.core.flow.backup.BackupRefused;
import dev.tintype.core.flow.migrate.MoveRefused;
import dev.tintype.core.flow.relocate.Refused;
import dev.tintype.core.port.RecordTransfer.UnstorableRow;
import dev.tintype.core.port.StorageFull;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.provider.InvalidAddress;
import dev.tintype.render.process.LibvipsBundle;
import dev.tintype.render.process.RendererUnavailable;
import dev.tintype.render.sandbox.JailException;
import dev.tintype.server.data.FolderInUse;
import dev.tintype.server.data.FolderUnusable;
import dev.tintype.server.http.AddressUnavailable;
import dev.tintype.server.settings.FileTrouble;
import dev.tintype.server.settings.HumanText;
import dev.tintype.server.settings.RecipeBook;
import dev.tintype.server.settings.Settings;
import java.io.PrintWriter;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/// The command `tintype`: the entry point of the command line.
@Command(
    name = "tintype",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    header = "Every size and format of an image, made once.",
    commandListHeading = "%nCommands:%n",
    optionListHeading = "%nOptions:%n",
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:Everything succeeded.",
      "1:Unexpected error; standard error has the message.",
      "2:The command line or a setting is wrong.",
      "3:Every file was tried, and some were refused.",
      "4:This machine lacks something Tintype needs; 'tintype doctor' shows what.",
      "5:Files are missing, altered or left over; 'tintype verify' lists them.",
      "130:Interrupted by Ctrl-C; no result is incomplete.",
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  tintype sample photo.jpg              make a photo to try with",
      "  tintype process photo.jpg --out out   21 variants; open out/index.html",
      "  tintype doctor                        check what Tintype needs here",
      "",
      "'tintype COMMAND --help' or 'tintype help COMMAND' describes a command.",
    })
final class Tintype implements Runnable {

  private static final int MOST_CAUSES = 10;

  @Spec private CommandSpec spec = CommandSpec.create();

  /// The script `tintype` reads the file: settings also choose the class path, and libraries read
  /// some of them from the environment.
  @Option(
      names = "--env-file",
      paramLabel = "FILE",
      description =
          "Settings of any command as lines KEY=VALUE, with comments and quotes as in systemd's "
              + "EnvironmentFile. A variable that is set already stays as it is.")
  private @Nullable String envFile;

  @Mixin private OutputOptions output = new OutputOptions();

  Tintype() {}

  /// Runs one command and exits with its status.
  public static void main(String[] arguments) {
    int status = commandLine(arguments).execute(arguments);
    if (PrintedOutput.isLost(System.out)) {
      System.err.println("tintype: Standard output could not be written: is its disk full?");
      System.exit(status == ExitCode.OK ? ExitCode.UNEXPECTED : status);
    }
    System.exit(status);
  }

  /// @param words what it will execute; without words, it has all commands
  static CommandLine commandLine(String... words) {
    CommandLine all = new CommandLine(new Tintype());
    Commands.of(words).forEach(all::addSubcommand);
    tellVersion(all);
    return all.setUsageHelpAutoWidth(false)
        .setUsageHelpWidth(90)
        .setExecutionStrategy(Tintype::execute)
        .setParameterExceptionHandler(Tintype::wrongUsage)
        .setExecutionExceptionHandler((e, command, _) -> failed(e, command));
  }

  private static int execute(ParseResult parsed) {
    CommandSpec all = parsed.commandSpec();
    if (((Tintype) all.userObject()).envFile != null) {
      throw new ParameterException(
          all.commandLine(), "--env-file is read by the script tintype: start Tintype by it.");
    }
    Logs.ofCommand(loudness(all));
    return new CommandLine.RunLast().execute(parsed);
  }

  /// @param all the root of all commands
  static Loudness loudness(CommandSpec all) {
    return ((Tintype) all.userObject()).output.loudness(all);
  }

  private static void tellVersion(CommandLine command) {
    command.getCommandSpec().versionProvider(new VersionText());
    command.getSubcommands().values().forEach(Tintype::tellVersion);
  }

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  private static int wrongUsage(ParameterException e, String[] arguments) {
    CommandLine command = e.getCommandLine();
    PrintWriter err = command.getErr();
    ParameterException shown = unknownOption(e);
    err.println("tintype: " + HumanText.printable(String.valueOf(shown.getMessage())));
    for (String argument : arguments) {
      if (argument.startsWith("-") && Files.exists(Path.of(argument))) {
        err.printf(
            "%s is a file: write ./%<s, or put -- before it.%n", HumanText.printable(argument));
        return ExitCode.USAGE;
      }
    }
    if (!UnmatchedArgumentException.printSuggestions(shown, err)) {
      err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
    }
    return ExitCode.USAGE;
  }

  /// A misspelt option usually leaves a required one missing, which is complained about first.
  private static ParameterException unknownOption(ParameterException e) {
    List<String> unknown =
        e.getCommandLine().getUnmatchedArguments().stream()
            .filter(argument -> argument.startsWith("-"))
            .toList();
    return e instanceof MissingParameterException && !unknown.isEmpty()
        ? new UnmatchedArgumentException(e.getCommandLine(), unknown)
        : e;
  }

  private static int failed(Exception e, CommandLine command) throws Exception {
    PrintWriter err = command.getErr();
    int status = told(e, err);
    if (OutputOptions.of(command.getCommandSpec()).tellsCauses()) {
      tellCauses(e, err);
    }
    return status;
  }

  private static void tellCauses(Throwable e, PrintWriter err) {
    Throwable cause = e.getCause();
    for (int i = 0; cause != null && i < MOST_CAUSES; i++) {
      err.println("  caused by " + HumanText.printable(cause.toString()));
      cause = cause.getCause();
    }
  }

  private static int told(Exception e, PrintWriter err) throws Exception {
    return switch (e) {
      case Settings.InvalidSetting wrong -> say(err, wrong, ExitCode.USAGE);
      case InvalidAddress wrong -> say(err, wrong.getMessage() + ".", ExitCode.USAGE);
      case RecipeBook.Unreadable wrong -> say(err, wrong, ExitCode.USAGE);
      case OriginalFinder.NotThere wrong -> say(err, wrong, ExitCode.USAGE);
      case TokenRefused wrong -> say(err, wrong, ExitCode.USAGE);
      case WorkClient.UnexpectedAnswer wrong -> say(err, wrong, ExitCode.UNEXPECTED);
      case ServerUnreachable failed -> say(err, failed, ExitCode.UNEXPECTED);
      case Refused wrong -> say(err, wrong, ExitCode.USAGE);
      case BackupRefused wrong -> say(err, wrong, ExitCode.USAGE);
      case MoveRefused wrong -> say(err, wrong, ExitCode.USAGE);
      case UnstorableRow wrong -> say(err, wrong.getMessage() + ".", ExitCode.USAGE);
      case FolderInUse wrong -> say(err, wrong, ExitCode.USAGE);
      case FolderUnusable wrong -> say(err, wrong, ExitCode.USAGE);
      case AddressUnavailable wrong -> say(err, wrong, ExitCode.USAGE);
      case LibvipsBundle.Missing lacking -> say(err, lacking, ExitCode.MACHINE);
      case JailException lacking -> say(err, lacking, ExitCode.MACHINE);
      case RendererUnavailable lacking -> say(err, lacking, ExitCode.MACHINE);
      case StorageFull full -> say(err, noRoom(full), ExitCode.UNEXPECTED);
      case StoreUnavailable failed -> say(err, failed, ExitCode.UNEXPECTED);
      case FileSystemException failed -> say(err, FileTrouble.of(failed), ExitCode.UNEXPECTED);
      default -> throw e;
    };
  }

  private static String noRoom(StorageFull full) {
    return full.getMessage()
        + ". The disk is full: free some space and run the same command again.";
  }

  private static int say(PrintWriter err, Exception e, int status) {
    return say(err, String.valueOf(e.getMessage()), status);
  }

  private static int say(PrintWriter err, String message, int status) {
    String said = message.lines().map(HumanText::printable).collect(Collectors.joining("\n"));
    err.println("tintype: " + said);
    return status;
  }
}
