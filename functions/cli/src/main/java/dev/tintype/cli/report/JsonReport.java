package dev.tintype.cli.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tintype.cli.folder.FileOutcome;
import dev.tintype.cli.folder.Found;
import dev.tintype.cli.folder.OriginalFile;
import dev.tintype.core.Manifest;
import dev.tintype.core.Rejection;
import dev.tintype.core.json.Json;
import dev.tintype.core.state.Step;
import dev.tintype.server.settings.HumanText;
import java.io.PrintStream;
import java.nio.file.Path;

/// Prints only JSON, one object per line and file.
public final class JsonReport implements Report {

  private final PrintStream out;

  public JsonReport(PrintStream out) {
    this.out = out;
  }

  @Override
  public void skipped(Found.Note note) {}

  @Override
  public void unusable(Found.Note note) {
    print(failed(note.path(), "unreadable", note.why()));
  }

  @Override
  public void reached(OriginalFile file, Step step) {}

  @Override
  public void ended(OriginalFile file, FileOutcome outcome) {
    switch (outcome) {
      case FileOutcome.Ready(Manifest _, Path manifest, boolean before) ->
          print(
              Json.object()
                  .put("file", file.path().toString())
                  .put("state", "ready")
                  .putNull("reason")
                  .put("manifest", manifest.toString())
                  .put("before", before));
      case FileOutcome.Refused(Rejection reason, String detail) ->
          print(failed(file.path(), reason.code(), reason.message()).put("detail", detail));
      case FileOutcome.Unusable(String message) ->
          print(failed(file.path(), "unreadable", message));
      case FileOutcome.Interrupted _ -> {}
    }
  }

  private static ObjectNode failed(Path file, String reason, String message) {
    return Json.object()
        .put("file", file.toString())
        .put("state", "failed")
        .put("reason", reason)
        .putNull("manifest")
        .put("message", message);
  }

  private synchronized void print(ObjectNode line) {
    out.println(HumanText.printable(Json.write(line)));
    out.flush();
  }

  @Override
  public void close() {}

  @Override
  public void finished(Tally seen) {}

  @Override
  public void interrupted(Tally seen) {}
}
