package dev.tintype.server.worker;

import dev.tintype.render.launch.Launch;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.List;

/// The command line of a worker process: this program's own command `worker`, started as
/// [Launch#WORKER] says.
///
/// @param mainClass the entry point of the command line
/// @param properties system properties it gets, as `name=value`
/// @param data the data folder
/// @param encoders how many files its renderer encodes at once
public record WorkerCommandLine(
    String mainClass, List<String> properties, Path data, int encoders) {

  /// Copies the list.
  public WorkerCommandLine {
    properties = List.copyOf(properties);
  }

  List<String> words() {
    return Launch.WORKER.words(
        properties,
        mainClass,
        List.of("worker", "--data", data.toString(), "--encoders", Integer.toString(encoders)));
  }

  /// Starts one: it ends when its standard input does, and logs to our standard error.
  Process start() throws IOException {
    return new ProcessBuilder(words()).redirectError(Redirect.INHERIT).start();
  }
}
