package dev.tintype.render.sandbox.parent;

import dev.tintype.render.sandbox.JailTerms;
import dev.tintype.render.sandbox.WorkFolders;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// The command line of a JVM that can run in the jail.
///
/// @param classPath jars and folders; the policy's `code` must contain them too
/// @param options further JVM options, after those of the jail
/// @param mainClass its first argument is the text of [JailTerms#argument]
public record JailedJvm(List<Path> classPath, List<String> options, String mainClass) {
  /// A small heap. Options that write files, open sockets or inspect other processes are off.
  private static final List<String> JAIL_OPTIONS =
      List.of(
          "-XX:+UseSerialGC",
          "-Xms8m",
          "-Xmx64m",
          "-XX:TieredStopAtLevel=1",
          "-XX:ReservedCodeCacheSize=24m",
          "-XX:MaxMetaspaceSize=96m",
          "-XX:+ExitOnOutOfMemoryError",
          // files: /proc/self/cgroup, /tmp/hsperfdata_*, hs_err_pid*.log, core
          "-XX:-UseContainerSupport",
          "-XX:-UsePerfData",
          "-XX:+ErrorFileToStderr",
          "-XX:-CreateCoredumpOnCrash",
          // stdout carries frames
          "-XX:+DisplayVMOutputToStderr",
          "-Xlog:disable",
          "-Xlog:all=warning:stderr",
          "-XX:+DisableAttachMechanism",
          "--enable-native-access=ALL-UNNAMED");

  /// Copies the lists.
  public JailedJvm {
    classPath = classPath.stream().map(Path::toAbsolutePath).toList();
    options = List.copyOf(options);
  }

  /// Returns the whole command; it uses the JVM that runs this process.
  public List<String> command(JailTerms terms, WorkFolders folders, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JAIL_OPTIONS);
    command.add("-Djava.io.tmpdir=" + folders.out());
    command.addAll(options);
    command.add("-cp");
    command.add(
        classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
    command.add(mainClass);
    command.add(terms.argument());
    command.addAll(arguments);
    return command;
  }
}
