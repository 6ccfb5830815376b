package dev.tintype.server.worker;

import dev.tintype.render.launch.Launch;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The command line of a worker process: this program's own command `worker`, attached to the
/// process that starts it, and started as [Launch#WORKER] says.
///
/// @param mainClass the entry point of the command line
/// @param properties system properties it gets, as `name=value`
/// @param data the data folder
/// @param encoders how many files its renderer encodes at once
/// @param onlyFresh whether it leaves bulk work to other workers
/// @param more further arguments, such as `--quiet`
public record WorkerCommandLine(
    String mainClass,
    List<String> properties,
    Path data,
    int encoders,
    boolean onlyFresh,
    List<String> more) {

  /// A worker that takes the work of both lanes.
  public WorkerCommandLine(String mainClass, List<String> properties, Path data, int encoders) {
    this(mainClass, properties, data, encoders, false, List.of());
  }

  /// Copies the lists.
  public WorkerCommandLine {
    properties = List.copyOf(properties);
    more = List.copyOf(more);
  }

  WorkerCommandLine forFresh() {
    return new WorkerCommandLine(mainClass, properties, data, encoders, true, more);
  }

  List<String> words() {
    List<String> words = new ArrayList<>();
    words.addAll(List.of("worker", "--attached", "--data", data.toString()));
    words.addAll(List.of("--encoders", Integer.toString(encoders)));
    if (onlyFresh) {
      words.add("--only-fresh");
    }
    words.addAll(more);
    return Launch.WORKER.words(properties, mainClass, words);
  }

  /// Starts one: it ends when its standard input does, and logs to our standard error.
  Process start() throws IOException {
    return new ProcessBuilder(words()).redirectError(Redirect.INHERIT).start();
  }
}
