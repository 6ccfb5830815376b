package dev.tintype.cli.images;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tintype.cli.client.WorkClient;
import dev.tintype.cli.client.WorkClient.Answer;
import dev.tintype.cli.terminal.Screen;
import dev.tintype.core.json.Json;
import java.util.Collection;
import java.util.Optional;

/// Asks a server to make images anew, one after the other, and tells what became of each. It can be
/// stopped and repeated at any time. For one thread.
public final class ReprocessRun {

  private final WorkClient server;
  private final Screen screen;
  private final boolean json;

  /// @param json whether to print one JSON object per line
  public ReprocessRun(WorkClient server, Screen screen, boolean json) {
    this.server = server;
    this.screen = screen;
    this.json = json;
  }

  /// Requests a version of each.
  ///
  /// @param ids valid ids
  /// @param recipe the recipe; absent for that of each image's default set
  /// @return how many requests were refused
  public long run(Collection<String> ids, Optional<String> recipe) throws InterruptedException {
    long refused = 0;
    for (String id : ids) {
      Answer answer =
          recipe.isPresent() ? server.reprocess(id, recipe.get()) : server.reprocess(id);
      ObjectNode line = Json.object().put("id", id);
      switch (answer) {
        case Answer.Accepted accepted ->
            tell(
                line.put("version", accepted.version().value()).put("changed", accepted.changed()),
                id
                    + (accepted.changed()
                        ? "  will show the version "
                        : "  shows, or will show, the version ")
                    + accepted.version());
        case Answer.Refused no -> {
          refused++;
          tell(
              line.put("reason", no.refusal().slug()).put("message", no.refusal().detail()),
              id + "  is not reprocessed: " + no.refusal().detail());
        }
      }
    }
    return refused;
  }

  private void tell(ObjectNode line, String sentence) {
    screen.line(json ? Json.write(line) : sentence);
  }
}
