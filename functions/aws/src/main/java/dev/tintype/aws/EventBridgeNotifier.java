package dev.tintype.aws;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tintype.core.json.Json;
import dev.tintype.core.json.JsonObject;
import dev.tintype.core.json.MalformedJson;
import dev.tintype.core.port.Notifier;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.state.Outcome;
import java.net.URI;
import java.util.Map;

/// Sends outcomes to an EventBridge bus. The source is `tintype`; the outcome's type is the detail
/// type, its payload the detail, and its id the resource. Safe for use by many threads. API:
/// https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html
public final class EventBridgeNotifier implements Notifier {

  /// The source of every event.
  public static final String SOURCE = "tintype";

  private static final Map<String, String> HEADERS =
      Map.of("content-type", "application/x-amz-json-1.1", "x-amz-target", "AWSEvents.PutEvents");

  private final SignedHttp http;
  private final SignedHttp.Target target;
  private final String bus;

  /// @param http makes the calls
  /// @param region the bus's region
  /// @param endpoint the service's URL, such as `https://events.eu-central-1.amazonaws.com/`
  /// @param bus name or ARN of the bus
  public EventBridgeNotifier(SignedHttp http, String region, URI endpoint, String bus) {
    this.http = http;
    this.target = new SignedHttp.Target("events", region, endpoint);
    this.bus = bus;
  }

  @Override
  public Answer tell(Outcome outcome) {
    ObjectNode body = Json.object();
    body.putArray("Entries").add(entry(outcome));
    try {
      JsonObject answer = Json.parse(http.post(target, HEADERS, Json.bytes(body)));
      JsonObject entry = answer.objects("Entries").getFirst();
      return entry.has("ErrorCode")
          ? new Answer.Refused("EventBridge: " + entry.text("ErrorCode"))
          : new Answer.Told();
    } catch (StoreUnavailable | MalformedJson e) {
      return new Answer.Refused(String.valueOf(e.getMessage()));
    }
  }

  private ObjectNode entry(Outcome outcome) {
    ObjectNode entry =
        Json.object()
            .put("EventBusName", bus)
            .put("Source", SOURCE)
            .put("DetailType", outcome.type())
            .put("Detail", outcome.payload())
            .put("Time", outcome.occurredAt().getEpochSecond());
    entry.putArray("Resources").add("tintype:outcome:" + outcome.id());
    return entry;
  }
}
