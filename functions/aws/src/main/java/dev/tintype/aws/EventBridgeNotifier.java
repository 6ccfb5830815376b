package dev.tintype.aws;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tintype.core.json.Json;
import dev.tintype.core.json.JsonObject;
import dev.tintype.core.port.Notifier;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.state.Outcome;

/// Tells outcomes to an EventBridge bus: source `tintype`, the outcome's type as detail type, its
/// payload as detail and its id as resource. Safe for use by many threads.
public final class EventBridgeNotifier implements Notifier {

  /// The source of every event.
  public static final String SOURCE = "tintype";

  private final EventBridge events;
  private final String bus;

  /// @param events the service
  /// @param bus name or ARN of the bus
  public EventBridgeNotifier(EventBridge events, String bus) {
    this.events = events;
    this.bus = bus;
  }

  @Override
  public Answer tell(Outcome outcome) {
    ObjectNode entry =
        Json.object()
            .put("EventBusName", bus)
            .put("Source", SOURCE)
            .put("DetailType", outcome.type())
            .put("Detail", outcome.payload())
            .put("Time", outcome.occurredAt().getEpochSecond());
    entry.putArray("Resources").add("tintype:outcome:" + outcome.id());
    try {
      JsonObject answer = events.put(entry);
      return answer.has("ErrorCode")
          ? new Answer.Refused("EventBridge: " + answer.text("ErrorCode"))
          : new Answer.Told();
    } catch (StoreUnavailable e) {
      return new Answer.Refused(String.valueOf(e.getMessage()));
    }
  }
}
