package dev.tintype.sweep;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tintype.aws.QueueBodyReader;
import dev.tintype.aws.QueueBodyReader.QueueBody;
import dev.tintype.core.flow.FlowLog;
import dev.tintype.core.flow.process.RetireDeadLetter;
import dev.tintype.core.flow.sweep.Sweep;
import dev.tintype.core.flow.sweep.Sweep.Swept;
import dev.tintype.core.flow.upload.OriginalArrived;
import dev.tintype.core.json.Json;
import dev.tintype.core.json.JsonObject;
import dev.tintype.core.lines.Metrics;
import dev.tintype.core.lines.Metrics.Measured;
import dev.tintype.core.look.CountedLook;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.port.UnreadableRecord;
import dev.tintype.sweep.Backlog.Behind;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;

/// Handles each kind of event.
final class Sweeper {

  private static final Logger LOGGER = System.getLogger("dev.tintype.sweep");

  /// The records of each kind in one round: few enough that what becomes due meanwhile is soon
  /// seen. Rounds repeat while there is more.
  private static final int ROUND = 25;

  private final Sweep sweep;
  private final CountedLook look;
  private final RetireDeadLetter retire;
  private final OriginalArrived arrived;
  private final QueueBodyReader bodies;
  private final Backlog backlog;
  private final Metrics metrics;
  private final InstantSource clock;

  Sweeper(
      Deeds deeds, QueueBodyReader bodies, Backlog backlog, Metrics metrics, InstantSource clock) {
    this.sweep = deeds.sweep();
    this.look = deeds.look();
    this.retire = deeds.retire();
    this.arrived = deeds.arrived();
    this.bodies = bodies;
    this.backlog = backlog;
    this.metrics = metrics;
    this.clock = clock;
  }

  /// The flows it uses.
  ///
  /// @param sweep handles due records
  /// @param look looks for erased files
  /// @param retire records dead letters
  /// @param arrived wakes versions whose original arrived
  record Deeds(Sweep sweep, CountedLook look, RetireDeadLetter retire, OriginalArrived arrived) {}

  /// Sweeps in rounds while there is more and time is left.
  ///
  /// @param left the time in which work may be begun
  JsonObject sweep(Duration left) {
    long answered = look.answering();
    long unseen = look.unknown();
    Swept swept = sweep.rounds(ROUND, clock.instant().plus(left));
    Behind behind = backlog.look();
    metrics.put(
        Map.of(
            "SweepFound",
            Measured.count(swept.found()),
            "SweepDone",
            Measured.count(swept.done()),
            "UnreadableRecords",
            Measured.count(swept.unreadable()),
            "ErasuresAnswering",
            Measured.count(look.answering() - answered),
            "ErasuresNotSeen",
            Measured.count(look.unknown() - unseen),
            "SweepBacklog",
            Measured.seconds(behind.overdue().toSeconds()),
            "OldestUnfinished",
            Measured.seconds(behind.oldestUnfinished().toSeconds())),
        Map.of("event", "sweep"));
    return new JsonObject(
        "",
        Json.object()
            .put("found", swept.found())
            .put("done", swept.done())
            .put("more", swept.more()));
  }

  /// Records dead letters. Those that could not be recorded stay in the queue.
  JsonObject deadLetters(JsonObject event) {
    ObjectNode answer = Json.object();
    ArrayNode failures = answer.putArray("batchItemFailures");
    int letters = 0;
    for (JsonObject record : event.objects("Records")) {
      letters++;
      try {
        deadLetter(record.text("body"));
      } catch (StoreUnavailable e) {
        LOGGER.log(Level.WARNING, "event=deadletter.not_recorded", e);
        failures.addObject().put("itemIdentifier", record.text("messageId"));
      } catch (UnreadableRecord e) {
        FlowLog.unreadable(e.unreadable());
        failures.addObject().put("itemIdentifier", record.text("messageId"));
      }
    }
    metrics.put(Map.of("DeadLetters", Measured.count(letters)), Map.of("event", "deadletters"));
    return new JsonObject("", answer);
  }

  private void deadLetter(String body) {
    switch (bodies.read(body)) {
      case QueueBody.Job _ -> retire.retire(body);
      case QueueBody.Arrivals arrivals -> arrivals.keys().forEach(arrived::arrived);
      case QueueBody.Unreadable unreadable ->
          FlowLog.event("deadletter.unreadable").detail(unreadable.why()).error();
    }
  }
}
