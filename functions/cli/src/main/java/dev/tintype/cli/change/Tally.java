package dev.tintype.cli.change;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tintype.core.json.Json;
import dev.tintype.core.json.JsonObject;
import java.util.Optional;

/// What a run has done so far. Immutable.
///
/// @param images how many images of the set were looked at and taken
/// @param moved how many show the new version because of this run
/// @param before how many had it before
/// @param refused how many requests were refused, or could not be made
/// @param failed how many versions ended without variants
/// @param bytesPlanned how many bytes the plan said for the moved images
/// @param bytesMade how many bytes they have
record Tally(
    long images,
    long moved,
    long before,
    long refused,
    long failed,
    long bytesPlanned,
    long bytesMade) {

  static final Tally NOTHING = new Tally(0, 0, 0, 0, 0, 0, 0);
  static final Tally BEFORE = new Tally(1, 0, 1, 0, 0, 0, 0);
  static final Tally REFUSED = new Tally(1, 0, 0, 1, 0, 0, 0);
  static final Tally FAILED = new Tally(1, 0, 0, 0, 1, 0, 0);
  static final Tally MOVED = new Tally(1, 1, 0, 0, 0, 0, 0);

  /// @param planned how many bytes the plan said; absent when it said nothing about this image
  /// @param made how many bytes the version has
  static Tally moved(Optional<Long> planned, long made) {
    return new Tally(1, 1, 0, 0, 0, planned.orElse(0L), planned.isPresent() ? made : 0);
  }

  Tally plus(Tally other) {
    return new Tally(
        images + other.images,
        moved + other.moved,
        before + other.before,
        refused + other.refused,
        failed + other.failed,
        bytesPlanned + other.bytesPlanned,
        bytesMade + other.bytesMade);
  }

  /// @return whether something did not succeed
  boolean isIncomplete() {
    return refused > 0 || failed > 0;
  }

  ObjectNode json() {
    return Json.object()
        .put("images", images)
        .put("moved", moved)
        .put("before", before)
        .put("refused", refused)
        .put("failed", failed)
        .put("bytesPlanned", bytesPlanned)
        .put("bytesMade", bytesMade);
  }

  static Tally read(JsonObject json) {
    return new Tally(
        count(json, "images"),
        count(json, "moved"),
        count(json, "before"),
        count(json, "refused"),
        count(json, "failed"),
        count(json, "bytesPlanned"),
        count(json, "bytesMade"));
  }

  private static long count(JsonObject json, String field) {
    return json.integer(field, 0, Long.MAX_VALUE);
  }
}
