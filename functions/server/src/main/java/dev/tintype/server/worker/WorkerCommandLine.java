package dev.tintype.server.worker;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// How a worker process is started: this program's own command `worker`, in a small Java machine.
///
/// @param mainClass the entry point of the command line
/// @param properties system properties it gets, as `name=value`
/// @param data the data folder
/// @param encoders how many files its renderer encodes at once
public record WorkerCommandLine(
    String mainClass, List<String> properties, Path data, int encoders) {

  /// Less favoured by the scheduler than the server, more than the renderer: the API's callers do
  /// not wait for a worker that hashes files.
  private static final List<String> GIVE_WAY = List.of("nice", "-n", "10");

  /// Ten times what is usual. Only what hashes is worth the better compiler here, and reaches that.
  private static final List<String> SPARING_COMPILER =
      List.of(
          "-XX:Tier4InvocationThreshold=50000",
          "-XX:Tier4MinInvocationThreshold=6000",
          "-XX:Tier4CompileThreshold=150000");

  /// Copies the list.
  public WorkerCommandLine {
    properties = List.copyOf(properties);
  }

  List<String> words() {
    List<String> words = new ArrayList<>(GIVE_WAY);
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(
        List.of(
            "-Xms16m",
            "-Xmx128m",
            "-XX:+UseSerialGC",
            "-XX:+ExitOnOutOfMemoryError",
            "-XX:-UsePerfData",
            "-Xshare:auto",
            "--enable-native-access=ALL-UNNAMED"));
    words.addAll(SPARING_COMPILER);
    properties.forEach(property -> words.add("-D" + property));
    words.addAll(List.of("-cp", System.getProperty("java.class.path"), mainClass));
    words.addAll(
        List.of("worker", "--data", data.toString(), "--encoders", Integer.toString(encoders)));
    return words;
  }

  /// Starts one: it ends when its standard input does, and logs to our standard error.
  Process start() throws IOException {
    return new ProcessBuilder(words()).redirectError(Redirect.INHERIT).start();
  }
}
