package dev.tintype.cli;

import java.util.List;
import java.util.Set;
import picocli.CommandLine.Command;

/// The commands, in the order of the help. Picocli reads all options of every command that it is
/// given, which takes longer than many a command itself. So it is given only the command that the
/// user names.
final class Commands {

  private static final List<Class<?>> ALL =
      List.of(
          ProcessCommand.class,
          ServeCommand.class,
          WorkerCommand.class,
          RecipesCommand.class,
          SampleCommand.class,
          DoctorCommand.class,
          TestCommand.class,
          BenchCommand.class,
          PackageCommand.class,
          UploadCommand.class,
          StatusCommand.class,
          ImagesCommand.class,
          RedriveCommand.class,
          ReprocessCommand.class,
          RetireCommand.class,
          SweepCommand.class,
          VerifyCommand.class,
          QueueCommand.class,
          MigrateCommand.class,
          BackupCommand.class,
          RestoreCommand.class,
          ImportCommand.class,
          TokenCommand.class,
          ReceiptCommand.class,
          CapacityCommand.class,
          CompletionCommand.class,
          HelpCommand.class);

  /// They describe the other commands.
  private static final Set<Class<?>> OF_ALL = Set.of(CompletionCommand.class, HelpCommand.class);

  private Commands() {}

  /// @param words a command line
  /// @return the command that it begins with; all commands when it begins with none, or when that
  ///   command describes the others
  static List<Class<?>> of(String... words) {
    if (words.length == 0) {
      return ALL;
    }
    List<Class<?>> named = ALL.stream().filter(type -> name(type).equals(words[0])).toList();
    return named.isEmpty() || OF_ALL.contains(named.getFirst()) ? ALL : named;
  }

  private static String name(Class<?> type) {
    return type.getAnnotation(Command.class).name();
  }
}
