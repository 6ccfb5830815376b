package dev.tintype.aws;

import dev.tintype.core.Keys;
import dev.tintype.core.json.Json;
import dev.tintype.core.json.JsonObject;
import dev.tintype.core.json.MalformedJson;
import dev.tintype.core.port.Message;
import dev.tintype.s3.S3EventReader;
import java.util.List;

/// Reads the messages in the queue: our own, and the storage's events, also those that SNS passes
/// on. Immutable.
public final class QueueBodyReader {

  private final S3EventReader events;

  /// @param events reads the storage's events
  public QueueBodyReader(S3EventReader events) {
    this.events = events;
  }

  /// @param body the text of a queue message
  public QueueBody read(String body) {
    try {
      JsonObject json = S3EventReader.opened(Json.parse(body));
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

  /// The content of a queue message.
  public sealed interface QueueBody {

    /// A message about a version.
    ///
    /// @param message the message
    record Job(Message message) implements QueueBody {}

    /// The arrivals of originals, possibly none.
    ///
    /// @param keys the originals' keys
    /// @param ignored why the other records were ignored
    record Arrivals(List<String> keys, List<String> ignored) implements QueueBody {
      /// Copies the lists.
      public Arrivals {
        keys = List.copyOf(keys);
        ignored = List.copyOf(ignored);
      }
    }

    /// Neither; no later try will understand it.
    ///
    /// @param why what was expected
    record Unreadable(String why) implements QueueBody {}
  }
}
