package dev.tintype.render.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A part of the build: writes [Launch] for the script `tintype`, which must not start a JVM to
/// learn how to start one. Each command has a file of its name. Its first line is the niceness,
/// each further line one option of the JVM.
public final class LaunchFiles {

  private LaunchFiles() {}

  /// @param arguments the folder to write into, which is made
  /// @throws IOException when a file cannot be written
  public static void main(String[] arguments) throws IOException {
    Path folder = Files.createDirectories(Path.of(arguments[0]));
    for (Launch launch : Launch.ALL) {
      List<String> lines = new ArrayList<>();
      lines.add(Integer.toString(launch.niceness()));
      lines.addAll(launch.options());
      Files.write(folder.resolve(launch.command()), lines);
    }
  }
}
