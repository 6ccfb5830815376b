package dev.tintype.aws;

import dev.tintype.core.Keys;
import dev.tintype.core.json.Json;
import dev.tintype.core.json.JsonObject;
import dev.tintype.core.json.MalformedJson;
import dev.tintype.core.port.Message;
import java.util.List;

/// Reads what lies in the queue: our own messages, and the storage's events. Immutable.
public final class QueueBodyReader {

  private final S3EventReader events;

  /// @param events reads the storage's events
  public QueueBodyReader(S3EventReader events) {
    this.events = events;
  }

  /// @param body a queue message's text
  public QueueBody read(String body) {
    try {
      JsonObject json = Json.parse(body);
      return S3EventReader.isEvent(json)
          ? arrivals(events.read(json))
          : new QueueBody.Job(Message.parse(body));
    } catch (MalformedJson e) {
      return new QueueBody.Unreadable(String.valueOf(e.getMessage()));
    }
  }

  private static QueueBody arrivals(List<S3EventReader.Notice> notices) {
    List<String> keys =
        notices.stream()
            .filter(S3EventReader.Notice.Arrived.class::isInstance)
            .map(S3EventReader.Notice.Arrived.class::cast)
            .map(S3EventReader.Notice.Arrived::original)
            .map(original -> Keys.original(original.imageId(), original.sha256()))
            .distinct()
            .toList();
    List<String> ignored =
        notices.stream()
            .filter(S3EventReader.Notice.Ignored.class::isInstance)
            .map(S3EventReader.Notice.Ignored.class::cast)
            .map(S3EventReader.Notice.Ignored::why)
            .toList();
    return new QueueBody.Arrivals(keys, ignored);
  }

  /// What one queue message says.
  public sealed interface QueueBody {

    /// Look at a version.
    ///
    /// @param message which one
    record Job(Message message) implements QueueBody {}

    /// Originals arrived, perhaps none.
    ///
    /// @param keys theirs
    /// @param ignored why other records are not for us
    record Arrivals(List<String> keys, List<String> ignored) implements QueueBody {
      /// Copies the lists.
      public Arrivals {
        keys = List.copyOf(keys);
        ignored = List.copyOf(ignored);
      }
    }

    /// Neither; nobody will ever understand it.
    ///
    /// @param why what was wanted
    record Unreadable(String why) implements QueueBody {}
  }
}
