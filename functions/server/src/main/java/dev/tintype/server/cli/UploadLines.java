package dev.tintype.server.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tintype.core.json.Json;
import dev.tintype.server.Words;
import dev.tintype.server.client.Standing;
import dev.tintype.server.client.UploadOutcome;
import dev.tintype.server.folder.Found;
import java.io.PrintStream;
import java.nio.file.Path;

/// One JSON object a line for every file, and nothing else. Safe for use by many threads.
final class UploadLines implements UploadReport {

  private final PrintStream out;
  private int failures;

  UploadLines(PrintStream out) {
    this.out = out;
  }

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
      case UploadOutcome.Uploaded(Standing standing, boolean before) -> {
        ObjectNode line =
            Json.object()
                .put("file", file.toString())
                .put("state", standing.state())
                .put("id", standing.id())
                .put("version", standing.version())
                .put("before", before);
        standing.reason().ifPresent(reason -> line.put("reason", reason));
        standing.message().ifPresent(message -> line.put("message", message));
        print(line, standing.isEnd() && !standing.isReady());
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
    out.println(Words.printable(Json.write(line)));
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
