package dev.tintype.nats;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tintype.core.json.Json;
import dev.tintype.core.json.JsonObject;
import dev.tintype.core.json.MalformedJson;
import dev.tintype.core.port.JobQueue.DeadLetter;
import dev.tintype.core.state.Lane;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// The stream of the dead letters. A letter is named by its number in the stream. Safe for use by
/// many threads.
///
/// @param api asks the server
/// @param names what the streams are called
record DeadLetters(Api api, Names names) {

  private static final String BODY = "body";
  private static final String WHY = "why";
  private static final String COUNT = "receiveCount";
  private static final String SENT_AT = "sentAt";
  private static final String LANE = "lane";

  /// Keeps a message. A second burial of the same message within an hour keeps nothing more.
  void bury(Taken taken, String why) {
    byte[] letter =
        Json.bytes(
            Json.object()
                .put(BODY, taken.body())
                .put(WHY, why)
                .put(COUNT, taken.count())
                .put(SENT_AT, taken.storedAt().toString())
                .put(LANE, taken.lane().code()));
    api.publish("burying a message", names.deadSubject(), Api.onlyOnce(taken.id()), letter);
  }

  /// @return the oldest letters, oldest first
  List<DeadLetter> oldest(int limit) {
    List<DeadLetter> letters = new ArrayList<>();
    Optional<Stored> next = from(1);
    while (next.isPresent() && letters.size() < limit) {
      letters.add(next.get().letter());
      next = letters.size() < limit ? from(next.get().sequence() + 1) : Optional.empty();
    }
    return letters;
  }

  /// Moves a letter back to its lane.
  ///
  /// @return false when it is no longer there
  boolean redrive(DeadLetter letter) {
    Optional<Stored> stored = at(letter);
    if (stored.isEmpty()) {
      return false;
    }
    DeadLetter found = stored.get().letter();
    api.publish(
        "redriving a dead letter",
        names.subject(found.lane()),
        Api.onlyOnce("redriven-" + found.id() + "-" + found.diedAt()),
        found.body().getBytes(StandardCharsets.UTF_8));
    return discard(letter);
  }

  /// @return false when the letter is no longer there
  boolean discard(DeadLetter letter) {
    try {
      var request = Json.object().put("seq", sequence(letter)).put("no_erase", true);
      api.ask("discarding a dead letter", "STREAM.MSG.DELETE." + names.dead(), request);
      return true;
    } catch (ApiRefusal e) {
      boolean mayBeGone = e.isAny(ApiRefusal.SEQUENCE_NOT_FOUND, ApiRefusal.DELETE_FAILED);
      if (mayBeGone && at(letter).isEmpty()) {
        return false;
      }
      throw e;
    }
  }

  /// @return how many letters there are
  long count() {
    return api.ask("counting dead letters", "STREAM.INFO." + names.dead())
        .object("state")
        .integer("messages", 0, Long.MAX_VALUE);
  }

  private static long sequence(DeadLetter letter) {
    return Long.parseLong(letter.id());
  }

  private Optional<Stored> at(DeadLetter letter) {
    return stored(Json.object().put("seq", sequence(letter)));
  }

  private Optional<Stored> from(long sequence) {
    return stored(Json.object().put("seq", sequence).put("next_by_subj", names.deadSubject()));
  }

  private Optional<Stored> stored(ObjectNode request) {
    return api.find(
            "reading dead letters",
            "STREAM.MSG.GET." + names.dead(),
            request,
            ApiRefusal.MESSAGE_NOT_FOUND)
        .map(answer -> Stored.of(answer.object("message")));
  }

  /// A message of the stream.
  private record Stored(long sequence, Instant storedAt, String data) {

    static Stored of(JsonObject message) {
      byte[] data = Base64.getDecoder().decode(message.optionalText("data").orElse(""));
      return new Stored(
          message.integer("seq", 1, Long.MAX_VALUE),
          message.instant("time"),
          new String(data, StandardCharsets.UTF_8));
    }

    DeadLetter letter() {
      try {
        JsonObject letter = Json.parse(data);
        return new DeadLetter(
            Long.toString(sequence),
            letter.text(BODY),
            letter.text(WHY),
            letter.int32(COUNT, 1, Integer.MAX_VALUE),
            letter.instant(SENT_AT),
            storedAt,
            Lane.of(letter.text(LANE)).orElse(Lane.BULK));
      } catch (MalformedJson e) {
        String why = "found among the dead letters: " + e.getMessage();
        return new DeadLetter(Long.toString(sequence), data, why, 1, storedAt, storedAt, Lane.BULK);
      }
    }
  }
}
