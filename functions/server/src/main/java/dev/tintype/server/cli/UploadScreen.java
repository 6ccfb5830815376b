package dev.tintype.server.cli;

import dev.tintype.server.Words;
import dev.tintype.server.client.Standing;
import dev.tintype.server.client.UploadOutcome;
import dev.tintype.server.folder.Found;
import java.nio.file.Path;
import java.time.Duration;

/// One line for every file, and a bar where there is a terminal. Safe for use by many threads.
final class UploadScreen implements UploadReport {

  private final Screen screen;
  private final int files;
  private final long startedNanos;
  private int stored;
  private int ended;
  private int failures;
  private long bytes;

  UploadScreen(Screen screen, int files, long startedNanos) {
    this.screen = screen;
    this.files = files;
    this.startedNanos = startedNanos;
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
      case UploadOutcome.Uploaded(Standing standing, boolean _)
          when standing.reason().isPresent() ->
          failed(file, standing.message().orElse(standing.reason().get()));
      case UploadOutcome.Uploaded(Standing standing, boolean before) -> {
        ended++;
        String sign = standing.state() + " ".repeat(Math.max(1, 9 - standing.state().length()));
        screen.line(sign + file + "  " + standing.id() + (before ? ", uploaded before" : ""));
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
                  Meter.of(share, screen.meterCells()), ended, files, stored, Words.bytes(bytes)));
    }
  }

  @Override
  public synchronized void finished(long nowNanos) {
    screen.bar("");
    screen.line(
        "%s in %s, %d failed"
            .formatted(
                Words.count(ended - failures, "image"),
                Words.time(Duration.ofNanos(nowNanos - startedNanos)),
                failures));
  }

  @Override
  public synchronized void interrupted() {
    screen.bar("");
    screen.note(
        "Interrupted: %d of %s done. Run the same command again to go on."
            .formatted(ended, Words.count(files, "file")));
  }

  @Override
  public synchronized int failures() {
    return failures;
  }
}
