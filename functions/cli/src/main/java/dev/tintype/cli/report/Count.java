package dev.tintype.cli.report;

import dev.tintype.cli.folder.FileOutcome;
import dev.tintype.cli.folder.Found;
import dev.tintype.cli.folder.OriginalFile;
import dev.tintype.cli.folder.ProcessRun;
import dev.tintype.cli.sheet.Failure;
import dev.tintype.cli.sheet.Failures;
import dev.tintype.cli.sheet.VersionKey;
import dev.tintype.core.Manifest;
import dev.tintype.core.Rejection;
import dev.tintype.core.state.Step;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Counts the results of a run and passes them on. Safe for use by many threads.
public final class Count implements ProcessRun.Listener {

  private final Report report;
  private final int files;
  private final long startedNanos;
  private final List<VersionKey> ready = new ArrayList<>();
  private final Failures failures = new Failures();
  private int made;
  private int before;
  private long bytes;

  public Count(Report report, int files, long startedNanos) {
    this.report = report;
    this.files = files;
    this.startedNanos = startedNanos;
  }

  public synchronized void unusable(Found.Note note) {
    failures.add(new Failure(note.path().toString(), "unreadable", note.why()));
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
        ready.add(VersionKey.of(manifest));
        if (earlier) {
          before++;
        } else {
          made++;
          bytes += manifest.variants().stream().mapToLong(Manifest.Variant::bytes).sum();
        }
      }
      case FileOutcome.Refused(Rejection reason, String _) ->
          failures.add(new Failure(file.path().toString(), reason.code(), reason.message()));
      case FileOutcome.Unusable(String message) ->
          failures.add(new Failure(file.path().toString(), "unreadable", message));
      case FileOutcome.Interrupted _ -> {
        return;
      }
    }
    report.ended(file, outcome);
  }

  /// @return the versions that are ready
  public synchronized List<VersionKey> ready() {
    return List.copyOf(ready);
  }

  /// @return the files without variants; call it after the run
  public synchronized Failures failures() {
    return failures;
  }

  public synchronized Tally tally(Path sheet, long nowNanos) {
    return new Tally(
        files,
        made,
        before,
        failures.count(),
        bytes,
        Duration.ofNanos(nowNanos - startedNanos),
        sheet);
  }
}
