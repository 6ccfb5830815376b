package dev.tintype.server.cli;

import dev.tintype.server.Words;
import dev.tintype.server.client.Standing;
import dev.tintype.server.client.UploadOutcome;
import dev.tintype.server.folder.Found;
import java.nio.file.Path;
import java.time.Duration;

/// One line for every file, and a bar where there is a terminal. Safe for use by many threads.
final class UploadScreen implements UploadReport {

  private static final int CELLS = 24;

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
      int full = files == 0 ? CELLS : ended * CELLS / files;
      String text =
          "▕%s%s▏ %d/%d, %d uploaded, %s"
              .formatted(
                  "█".repeat(full),
                  " ".repeat(CELLS - full),
                  ended,
                  files,
                  stored,
                  Words.bytes(bytes));
      screen.bar(text.substring(0, Math.min(text.length(), screen.columns() - 1)));
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
  public synchronized int failures() {
    return failures;
  }
}
