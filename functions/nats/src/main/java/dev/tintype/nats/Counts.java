package dev.tintype.nats;

import dev.tintype.core.json.Json;
import dev.tintype.core.json.JsonObject;
import dev.tintype.core.port.JobQueue.Depth;
import dev.tintype.core.state.Lane;

/// How many messages there are, each number from another moment within a few milliseconds.
///
/// @param all in the stream, delayed ones too
/// @param fresh in the lane of fresh messages
/// @param bulk in the bulk lane
/// @param laterBulk delayed messages of the bulk lane
record Counts(long all, InLane fresh, InLane bulk, long laterBulk) {

  /// Counts of one lane, without delayed messages.
  ///
  /// @param visible wait to be received
  /// @param hidden were received and may come again
  record InLane(long visible, long hidden) {
    static InLane of(JsonObject consumer) {
      return new InLane(
          consumer.integer("num_pending", 0, Long.MAX_VALUE),
          consumer.integer("num_ack_pending", 0, Long.MAX_VALUE));
    }

    long all() {
      return visible + hidden;
    }
  }

  /// @return what the server says of the stream
  static JsonObject stream(Api api, Names names) {
    return api.ask("asking for the stream", "STREAM.INFO." + names.stream());
  }

  static Counts of(Api api, Names names) {
    long all = stream(api, names).object("state").integer("messages", 0, Long.MAX_VALUE);
    InLane fresh = InLane.of(consumer(api, names, Lane.FRESH));
    InLane bulk = InLane.of(consumer(api, names, Lane.BULK));
    boolean isAnyLater = all > fresh.all() + bulk.all();
    return new Counts(all, fresh, bulk, isAnyLater ? later(api, names, Lane.BULK) : 0);
  }

  private static JsonObject consumer(Api api, Names names, Lane lane) {
    return api.ask(
        "asking for a consumer", "CONSUMER.INFO." + names.stream() + "." + names.consumer(lane));
  }

  /// Each delayed message has a subject of its own. The server counts them beside a page of their
  /// names, which is empty here.
  private static long later(Api api, Names names, Lane lane) {
    var request =
        Json.object().put("subjects_filter", names.laterOf(lane)).put("offset", Integer.MAX_VALUE);
    JsonObject found =
        api.ask("counting delayed messages", "STREAM.INFO." + names.stream(), request);
    return found.has("total") ? found.integer("total", 0, Long.MAX_VALUE) : 0;
  }

  /// @param dead how many dead letters there are
  Depth depth(long dead) {
    long visible = fresh.visible() + bulk.visible();
    return new Depth(
        visible,
        Math.max(all - visible, fresh.hidden() + bulk.hidden()),
        dead,
        bulk.visible(),
        bulk.hidden() + laterBulk);
  }
}
