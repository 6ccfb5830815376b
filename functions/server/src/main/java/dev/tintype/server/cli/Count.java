package dev.tintype.server.cli;

import dev.tintype.core.Manifest;
import dev.tintype.core.state.Step;
import dev.tintype.server.folder.FileOutcome;
import dev.tintype.server.folder.Found;
import dev.tintype.server.folder.OriginalFile;
import dev.tintype.server.folder.ProcessRun;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/// Counts the outcomes of a run and passes them on. Safe for use by many threads.
final class Count implements ProcessRun.Listener {

  private final Report report;
  private final int files;
  private final long startedNanos;
  private final Map<Path, FileOutcome> failures = new LinkedHashMap<>();
  private int made;
  private int before;
  private long bytes;

  Count(Report report, int files, long startedNanos) {
    this.report = report;
    this.files = files;
    this.startedNanos = startedNanos;
  }

  synchronized void unusable(Found.Note note) {
    failures.put(note.path(), new FileOutcome.Unusable(note.why()));
    report.unusable(note);
  }

  @Override
  public void reached(OriginalFile file, Step step) {
    report.reached(file, step);
  }

  @Override
  public synchronized void ended(OriginalFile file, FileOutcome outcome) {
    switch (outcome) {
      case FileOutcome.Ready(Manifest manifest, Path _, boolean earlier) -> {
        if (earlier) {
          before++;
        } else {
          made++;
          bytes += manifest.variants().stream().mapToLong(Manifest.Variant::bytes).sum();
        }
      }
      case FileOutcome.Refused _, FileOutcome.Unusable _ -> failures.put(file.path(), outcome);
      case FileOutcome.Interrupted _ -> {
        return;
      }
    }
    report.ended(file, outcome);
  }

  /// Answers the failures, in the order they were seen.
  synchronized Map<Path, FileOutcome> failures() {
    return new LinkedHashMap<>(failures);
  }

  synchronized Tally tally(Path sheet, long nowNanos) {
    return new Tally(
        files,
        made,
        before,
        failures.size(),
        bytes,
        Duration.ofNanos(nowNanos - startedNanos),
        sheet);
  }
}
