package dev.tintype.aws;

import dev.tintype.core.port.Notifier;
import dev.tintype.core.state.Outcome;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;

/// Tells outcomes to an EventBridge bus: source `tintype`, the outcome's type as detail type, its
/// payload as detail and its id as resource. Safe for use by many threads.
public final class EventBridgeNotifier implements Notifier {

  /// The source of every event.
  public static final String SOURCE = "tintype";

  private final EventBridgeClient events;
  private final String bus;

  /// @param events the client
  /// @param bus name or ARN of the bus
  public EventBridgeNotifier(EventBridgeClient events, String bus) {
    this.events = events;
    this.bus = bus;
  }

  @Override
  public Answer tell(Outcome outcome) {
    PutEventsRequestEntry entry =
        PutEventsRequestEntry.builder()
            .eventBusName(bus)
            .source(SOURCE)
            .detailType(outcome.type())
            .detail(outcome.payload())
            .resources("tintype:outcome:" + outcome.id())
            .time(outcome.occurredAt())
            .build();
    try {
      PutEventsResponse answer = events.putEvents(r -> r.entries(entry));
      return answer.failedEntryCount() == 0
          ? new Answer.Told()
          : new Answer.Refused("EventBridge: " + answer.entries().getFirst().errorMessage());
    } catch (SdkException e) {
      return new Answer.Refused("EventBridge: " + e.getMessage());
    }
  }
}
