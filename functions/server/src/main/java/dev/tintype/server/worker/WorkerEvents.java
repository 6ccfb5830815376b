package dev.tintype.server.worker;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tintype.core.json.Json;
import dev.tintype.render.process.MemoryUse;
import dev.tintype.render.sandbox.Measure;
import dev.tintype.render.sandbox.SandboxReport;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/// Reports a worker's events to its server, one JSON object per line. The server may have died
/// meanwhile.
public final class WorkerEvents {

  private final PrintStream out;
  private final Supplier<Optional<MemoryUse>> memoryUse;

  /// Events that do not tell of memory.
  ///
  /// @param out the worker's standard output
  public WorkerEvents(PrintStream out) {
    this(out, Optional::empty);
  }

  /// @param out the worker's standard output
  /// @param memoryUse the memory of the rendering of the last message, if there was one
  public WorkerEvents(PrintStream out, Supplier<Optional<MemoryUse>> memoryUse) {
    this.out = out;
    this.memoryUse = memoryUse;
  }

  /// The renderer has started.
  public void ready(SandboxReport report) {
    out.println(
        Json.write(
            Json.object()
                .put("event", "ready")
                .put("mode", report.mode().text())
                .put("noNewPrivileges", report.holds(Measure.NO_NEW_PRIVILEGES))
                .put("seccomp", report.holds(Measure.SECCOMP))
                .put("landlock", report.landlockAbi() > 0)
                .put("memoryCap", report.memoryCapBytes() > 0)
                .put("cleanEnvironment", report.holds(Measure.CLEAN_ENVIRONMENT))
                .put("cgroup", report.holds(Measure.CGROUP))));
    out.flush();
  }

  /// A message was processed.
  ///
  /// @param leftFolders how many work folders the renderers left that cannot be emptied
  void worked(Duration took, int leftFolders) {
    ObjectNode event =
        Json.object()
            .put("event", "worked")
            .put("ms", took.toMillis())
            .put("leftFolders", leftFolders);
    memoryUse
        .get()
        .ifPresent(memory ->
            event
                .put("predictedBytes", memory.predictedBytes())
                .put("takenBytes", memory.takenBytes()));
    out.println(Json.write(event));
    out.flush();
  }
}
