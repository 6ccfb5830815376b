package dev.tintype.core.disk;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A child JVM that runs a main class of the tests. The child sends lines to the parent with
/// [#say]. Its other output is shown when it fails.
public final class ChildJvm implements AutoCloseable {

  private static final String MARK = "> ";

  private final Process process;
  private final BufferedReader output;
  private final List<String> noise = new ArrayList<>();

  private ChildJvm(Process process) {
    this.process = process;
    this.output = process.inputReader(StandardCharsets.UTF_8);
  }

  /// Starts a main class.
  public static ChildJvm start(Class<?> main, Object... arguments) throws IOException {
    return startUnder(List.of(), main, arguments);
  }

  /// Starts a main class through another command, which gets the JVM's command as arguments.
  public static ChildJvm startUnder(List<String> command, Class<?> main, Object... arguments)
      throws IOException {
    List<String> all = new ArrayList<>(command);
    all.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    all.addAll(
        List.of(
            "-Xmx64m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:-UsePerfData",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            main.getName()));
    for (Object argument : arguments) {
      all.add(argument.toString());
    }
    return new ChildJvm(new ProcessBuilder(all).redirectErrorStream(true).start());
  }

  /// Sends a line to the parent. Called in the child.
  public static void say(String line) {
    System.out.println(MARK + line);
    System.out.flush();
  }

  /// @return the next line from the child; absent once it has ended
  public Optional<String> next() throws IOException {
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      if (line.startsWith(MARK)) {
        return Optional.of(line.substring(MARK.length()));
      }
      noise.add(line);
    }
    return Optional.empty();
  }

  /// @return the next line from the child
  /// @throws AssertionError when the child ends instead
  public String line() throws IOException {
    return next().orElseThrow(() -> new AssertionError("the child ended: " + noise));
  }

  /// @return all further lines, after the child has exited with 0
  public List<String> toEnd() throws IOException, InterruptedException {
    List<String> lines = new ArrayList<>();
    for (Optional<String> line = next(); line.isPresent(); line = next()) {
      lines.add(line.get());
    }
    if (process.waitFor() != 0) {
      throw new AssertionError("the child failed with " + process.exitValue() + ": " + noise);
    }
    return lines;
  }

  /// Kills the child with SIGKILL and waits until it has ended.
  public void kill() {
    process.destroyForcibly();
    var _ = process.onExit().join();
  }

  @Override
  public void close() {
    kill();
  }
}
