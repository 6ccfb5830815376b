package dev.tintype.cli.change;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tintype.cli.terminal.Meter;
import dev.tintype.cli.terminal.Screen;
import dev.tintype.core.json.Json;
import dev.tintype.server.settings.HumanText;
import java.util.List;

/// What a run tells: a progress bar and lines for people, or lines of JSON. Safe for use by many
/// threads.
final class Said {

  private final Screen screen;
  private final boolean json;

  /// @param json whether to print only JSON
  Said(Screen screen, boolean json) {
    this.screen = screen;
    this.json = json;
  }

  /// @return whether progress is shown
  boolean showsProgress() {
    return !json && screen.hasBar();
  }

  /// Shows how far the run is.
  ///
  /// @param share the part that is done, 0 to 1
  void progress(double share, String text) {
    if (showsProgress()) {
      screen.bar(Meter.of(share, screen.meterCells()) + " " + text);
    }
  }

  /// Tells about one image that did not do what was asked.
  void refused(String id, String reason, String why) {
    if (json) {
      print(Json.object().put("id", id).put("reason", reason).put("message", why));
    } else {
      screen.line(id + "  " + why);
    }
  }

  /// Tells the end: JSON or sentences.
  void end(ObjectNode result, String... sentences) {
    end(result, List.of(sentences));
  }

  /// Tells the end: JSON or sentences.
  void end(ObjectNode result, List<String> sentences) {
    if (json) {
      print(result);
      return;
    }
    screen.bar("");
    for (String sentence : sentences) {
      if (!sentence.isEmpty()) {
        screen.line(sentence);
      }
    }
  }

  /// A note for people beside the results.
  void note(String text) {
    screen.bar("");
    screen.note(text);
  }

  private void print(ObjectNode line) {
    screen.line(HumanText.printable(Json.write(line)));
  }
}
