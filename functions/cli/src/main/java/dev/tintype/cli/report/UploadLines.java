package dev.tintype.cli.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tintype.cli.client.ImageStatus;
import dev.tintype.cli.client.UploadOutcome;
import dev.tintype.cli.folder.Found;
import dev.tintype.core.json.Json;
import dev.tintype.server.settings.HumanText;
import java.io.PrintStream;
import java.nio.file.Path;

/// Prints only JSON, one object per line and file. Safe for use by many threads.
public final class UploadLines implements UploadReport {

  private final PrintStream out;
  private int failures;

  public UploadLines(PrintStream out) {
    this.out = out;
  }

  @Override
  public void skipped(Found.Note note) {}

  @Override
  public void unusable(Found.Note note) {
    failed(note.path(), "unreadable", note.why());
  }

  @Override
  public void stored(Path file, long bytes) {}

  @Override
  public void ended(Path file, UploadOutcome outcome) {
    switch (outcome) {
      case UploadOutcome.NotUploaded(String reason, String message) ->
          failed(file, reason, message);
      case UploadOutcome.Uploaded(ImageStatus status, boolean before) -> {
        ObjectNode line =
            Json.object()
                .put("file", file.toString())
                .put("state", status.state())
                .put("id", status.id())
                .put("version", status.version())
                .put("before", before);
        status.reason().ifPresent(reason -> line.put("reason", reason));
        status.message().ifPresent(message -> line.put("message", message));
        print(line, status.isEnd() && !status.isReady());
      }
    }
  }

  private void failed(Path file, String reason, String message) {
    print(
        Json.object()
            .put("file", file.toString())
            .put("state", "failed")
            .put("reason", reason)
            .put("message", message),
        true);
  }

  private synchronized void print(ObjectNode line, boolean isFailure) {
    failures += isFailure ? 1 : 0;
    out.println(HumanText.printable(Json.write(line)));
    out.flush();
  }

  @Override
  public void interrupted() {}

  @Override
  public void finished(long nowNanos) {}

  @Override
  public synchronized int failures() {
    return failures;
  }
}
