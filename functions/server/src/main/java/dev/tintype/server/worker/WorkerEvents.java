package dev.tintype.server.worker;

import dev.tintype.core.json.Json;
import dev.tintype.render.sandbox.Measure;
import dev.tintype.render.sandbox.SandboxReport;
import java.io.PrintStream;
import java.time.Duration;

/// What a worker tells its server, one JSON object a line. Nobody may be listening.
public final class WorkerEvents {

  private final PrintStream out;

  /// @param out the worker's standard output
  public WorkerEvents(PrintStream out) {
    this.out = out;
  }

  /// The renderer is up.
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

  /// A message was dealt with.
  ///
  /// @param leftFolders how many work folders renderers have left so that they cannot be emptied
  void worked(Duration took, int leftFolders) {
    out.println(
        Json.write(
            Json.object()
                .put("event", "worked")
                .put("ms", took.toMillis())
                .put("leftFolders", leftFolders)));
    out.flush();
  }
}
