package dev.tintype.cli.images;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tintype.cli.client.StoredImages;
import dev.tintype.cli.client.StoredImages.Erasure;
import dev.tintype.cli.terminal.Screen;
import dev.tintype.core.Metadata;
import dev.tintype.core.json.Json;
import java.util.Collection;

/// Asks a server to erase images, one after the other, and tells what became of each. It can be
/// stopped and repeated at any time. For one thread.
public final class ErasureRun {

  private final StoredImages images;
  private final Screen screen;
  private final boolean json;

  /// @param json whether to print one JSON object per line
  public ErasureRun(StoredImages images, Screen screen, boolean json) {
    this.images = images;
    this.screen = screen;
    this.json = json;
  }

  /// Erases them.
  ///
  /// @param ids valid ids
  /// @return how many are not erased
  /// @throws InterruptedException when it was stopped; the images that were told of stay erased
  public long run(Collection<String> ids) throws InterruptedException {
    return run(ids, images::erase);
  }

  /// Erases those whose metadata has an entry when their turn comes.
  ///
  /// @param ids valid ids
  /// @return how many are not erased although they may have the entry
  /// @throws InterruptedException when it was stopped; the images that were told of stay erased
  public long run(Collection<String> ids, Metadata.Entry entry) throws InterruptedException {
    return run(ids, id -> images.erase(id, entry));
  }

  /// Erases one image.
  private interface Step {
    Erasure erase(String id) throws InterruptedException;
  }

  private long run(Collection<String> ids, Step step) throws InterruptedException {
    long failures = 0;
    for (String id : ids) {
      switch (step.erase(id)) {
        case Erasure.Begun _ -> tell(id, "erasing", "is being erased");
        case Erasure.Before _ -> tell(id, "gone", "was erased before");
        case Erasure.NotMeant _ ->
            tell(id, "untouched", "is not erased: its metadata has not this value any more");
        case Erasure.Changed _ -> {
          failures++;
          refused(id, "changed", "It was changed at the same time. Run the same command again.");
        }
        case Erasure.Refused no -> {
          failures++;
          refused(id, no.refusal().slug(), no.refusal().detail());
        }
      }
    }
    return failures;
  }

  private void tell(String id, String state, String sentence) {
    ObjectNode line = Json.object().put("id", id).put("state", state);
    screen.line(json ? Json.write(line) : id + "  " + sentence);
  }

  private void refused(String id, String reason, String why) {
    ObjectNode line = Json.object().put("id", id).put("reason", reason).put("message", why);
    screen.line(json ? Json.write(line) : id + "  is not erased: " + why);
  }
}
