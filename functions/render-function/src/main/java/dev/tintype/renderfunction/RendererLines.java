package dev.tintype.renderfunction;

import dev.tintype.core.flow.FlowLog;
import dev.tintype.core.lines.Metrics;
import dev.tintype.core.lines.Metrics.Measured;
import dev.tintype.render.sandbox.Measure;
import dev.tintype.render.sandbox.SandboxReport;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The log lines and metrics about the renderer's process.
///
/// @param metrics where metrics go
record RendererLines(Metrics metrics) {

  /// A renderer has started: which measures of the sandbox this kernel grants.
  void started(long pid, SandboxReport report) {
    FlowLog.event("renderer.started")
        .with("pid", pid)
        .with("sandbox", report.mode())
        .with("noNewPrivileges", report.holds(Measure.NO_NEW_PRIVILEGES))
        .with("seccomp", report.holds(Measure.SECCOMP))
        .with("landlock", report.landlockAbi())
        .with("memoryCap", report.memoryCapBytes())
        .with("cleanEnvironment", report.holds(Measure.CLEAN_ENVIRONMENT))
        .with("diesWithParent", report.holds(Measure.DIES_WITH_PARENT))
        .detail(String.join("; ", report.warnings()))
        .info();
    String holds =
        Stream.concat(
                report.holding().stream().map(Measure::text).sorted(),
                Stream.of(
                    "landlock " + report.landlockAbi(), "memory cap " + report.memoryCapBytes()))
            .collect(Collectors.joining(", "));
    metrics.put(
        Map.of("SandboxMissing", Measured.count(report.missing().size())),
        Map.of("event", "render.started", "sandbox", holds));
  }

  /// A job has ended.
  void ended(long residentBytes) {
    metrics.put(
        Map.of("RendererResident", new Measured("Bytes", residentBytes)),
        Map.of("event", "render.ended"));
  }
}
