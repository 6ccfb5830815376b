package dev.tintype.render.sandbox.parent;

import dev.tintype.render.sandbox.JailTerms;
import dev.tintype.render.sandbox.WorkFolders;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// The command line of a JVM that can live in the jail.
///
/// @param classPath jars and folders, which belong into the policy's code as well
/// @param options further JVM options, after those of the jail
/// @param mainClass whose first argument is the text of [JailTerms#argument]
public record JailedJvm(List<Path> classPath, List<String> options, String mainClass) {
  /// A small heap, and nothing that writes files, opens sockets or looks at other processes.
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

  /// Answers the whole command, by the JVM that runs this one.
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
