package dev.tintype.cli.script;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Calls the script `tintype` in a folder, as a user would.
///
/// @param folder the current folder of the call
/// @param path the script
/// @param environment added to that of the tests
record Script(Path folder, Path path, Map<String, String> environment) {

  Script(Path folder) {
    this(folder, Path.of(System.getProperty("tintype.root"), "tintype"), Map.of());
  }

  Script with(String name, String value) {
    return new Script(folder, path, Map.of(name, value));
  }

  Script and(String name, String value) {
    Map<String, String> more = new HashMap<>(environment);
    more.put(name, value);
    return new Script(folder, path, Map.copyOf(more));
  }

  Running.Ended run(String... arguments) throws IOException, InterruptedException {
    return start(arguments).end();
  }

  Running start(String... arguments) throws IOException {
    // Shells ignore interrupts for programs in the background, and the tests may run there.
    List<String> command = new ArrayList<>(List.of("env", "--default-signal=INT"));
    command.add(path.toString());
    command.addAll(List.of(arguments));
    Path out = temporary(".out");
    Path err = temporary(".err");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    // The tests run with a JDK from the environment; the script must find one itself.
    builder.environment().remove("JAVA_HOME");
    builder.environment().remove("TINTYPE_SANDBOX");
    builder.environment().putAll(environment);
    return new Running(builder.start(), out, err);
  }

  /// Opens a file outside the folder for reading; it is deleted when the tests end.
  private static Path temporary(String ending) throws IOException {
    Path file = Files.createTempFile("tintype", ending);
    file.toFile().deleteOnExit();
    return file;
  }
}
