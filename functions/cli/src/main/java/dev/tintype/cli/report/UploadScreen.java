package dev.tintype.cli.report;

import dev.tintype.cli.client.ImageStatus;
import dev.tintype.cli.client.UploadOutcome;
import dev.tintype.cli.folder.Found;
import dev.tintype.cli.terminal.Meter;
import dev.tintype.cli.terminal.Screen;
import dev.tintype.server.settings.HumanText;
import java.nio.file.Path;
import java.time.Duration;

/// Prints one line per file, and a progress bar on a terminal. Safe for use by many threads.
public final class UploadScreen implements UploadReport {

  private final Screen screen;
  private final int files;
  private final long startedNanos;
  private int stored;
  private int ended;
  private int failures;
  private long bytes;

  public UploadScreen(Screen screen, int files, long startedNanos) {
    this.screen = screen;
    this.files = files;
    this.startedNanos = startedNanos;
  }

  @Override
  public synchronized void skipped(Found.Note note) {
    screen.line("skipped  " + note.path() + ": " + note.why());
  }

  @Override
  public synchronized void unusable(Found.Note note) {
    failed(note.path(), note.why());
  }

  @Override
  public synchronized void stored(Path file, long storedBytes) {
    stored++;
    bytes += storedBytes;
    draw();
  }

  @Override
  public synchronized void ended(Path file, UploadOutcome outcome) {
    switch (outcome) {
      case UploadOutcome.NotUploaded(String _, String message) -> failed(file, message);
      case UploadOutcome.Uploaded(ImageStatus status, boolean _) when status.reason().isPresent() ->
          failed(file, status.message().orElse(status.reason().get()));
      case UploadOutcome.Uploaded(ImageStatus status, boolean before) -> {
        ended++;
        String sign = status.state() + " ".repeat(Math.max(1, 9 - status.state().length()));
        screen.line(sign + file + "  " + status.id() + (before ? ", uploaded before" : ""));
      }
    }
    draw();
  }

  private void failed(Path file, String why) {
    ended++;
    failures++;
    screen.line("failed   " + file + ": " + why);
  }

  private void draw() {
    if (screen.hasBar()) {
      double share = files == 0 ? 1 : (double) ended / files;
      screen.bar(
          "%s %d/%d, %d uploaded, %s"
              .formatted(
                  Meter.of(share, screen.meterCells()),
                  ended,
                  files,
                  stored,
                  HumanText.bytes(bytes)));
    }
  }

  @Override
  public synchronized void finished(long nowNanos) {
    screen.bar("");
    screen.line(
        "%s in %s, %d failed"
            .formatted(
                HumanText.count(ended - failures, "image"),
                HumanText.time(Duration.ofNanos(nowNanos - startedNanos)),
                failures));
  }

  @Override
  public synchronized void interrupted() {
    screen.bar("");
    screen.note(
        "Interrupted: %d of %s done. Run the same command again to continue."
            .formatted(ended, HumanText.count(files, "file")));
  }

  @Override
  public synchronized int failures() {
    return failures;
  }
}
