package dev.tintype.cli.change;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tintype.core.json.Json;
import dev.tintype.core.json.JsonObject;

/// What a run has done so far. Immutable.
///
/// @param images how many images of the set were looked at and taken
/// @param moved how many show the new version because of this run
/// @param before how many had it before
/// @param refused how many requests were refused, or could not be made
/// @param failed how many versions ended without variants
/// @param accuracy what the plan said of the moved images, and what they took
record Tally(long images, long moved, long before, long refused, long failed, Accuracy accuracy) {

  static final Tally NOTHING = new Tally(0, 0, 0, 0, 0, Accuracy.NOTHING);
  static final Tally BEFORE = new Tally(1, 0, 1, 0, 0, Accuracy.NOTHING);
  static final Tally REFUSED = new Tally(1, 0, 0, 1, 0, Accuracy.NOTHING);
  static final Tally FAILED = new Tally(1, 0, 0, 0, 1, Accuracy.NOTHING);
  static final Tally MOVED = new Tally(1, 1, 0, 0, 0, Accuracy.NOTHING);

  /// @param accuracy what the plan said of the image, and what it took
  static Tally moved(Accuracy accuracy) {
    return new Tally(1, 1, 0, 0, 0, accuracy);
  }

  Tally plus(Tally other) {
    return new Tally(
        images + other.images,
        moved + other.moved,
        before + other.before,
        refused + other.refused,
        failed + other.failed,
        accuracy.plus(other.accuracy));
  }

  /// @return whether something did not succeed
  boolean isIncomplete() {
    return refused > 0 || failed > 0;
  }

  ObjectNode json() {
    ObjectNode json =
        Json.object()
            .put("images", images)
            .put("moved", moved)
            .put("before", before)
            .put("refused", refused)
            .put("failed", failed);
    accuracy.write(json);
    return json;
  }

  static Tally read(JsonObject json) {
    return new Tally(
        count(json, "images"),
        count(json, "moved"),
        count(json, "before"),
        count(json, "refused"),
        count(json, "failed"),
        Accuracy.read(json));
  }

  private static long count(JsonObject json, String field) {
    return json.integer(field, 0, Long.MAX_VALUE);
  }
}
