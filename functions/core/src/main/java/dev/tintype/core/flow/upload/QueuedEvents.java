package dev.tintype.core.flow.upload;

import dev.tintype.core.flow.FlowLog;
import dev.tintype.core.json.MalformedJson;
import dev.tintype.core.port.JobSender;
import dev.tintype.core.port.Message;
import dev.tintype.core.port.StorageEvents;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.port.UnreadableRecord;
import dev.tintype.core.state.Lane;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Handles the events that a storage puts into the queue itself, between our own messages. Whoever
/// may send to the queue is trusted, so the storage is not asked whether the original is there; the
/// worker finds out. Safe for use by many threads.
public final class QueuedEvents {

  private final Optional<StorageEvents> events;
  private final OriginalArrived arrived;
  private final JobSender sender;

  /// @param events reads the storage's events; absent when the storage sends none
  /// @param arrived wakes the versions that waited
  /// @param sender sends the messages of versions that nobody makes at once
  public QueuedEvents(Optional<StorageEvents> events, OriginalArrived arrived, JobSender sender) {
    this.events = events;
    this.arrived = arrived;
    this.sender = sender;
  }

  /// Wakes the versions that waited for the originals of an event.
  ///
  /// @param body the text of a message of the queue that is none of ours
  /// @return the message of the one version that waited, to be made at once; absent when none
  ///   waited, or several, whose messages have been sent, so that several workers share them
  /// @throws MalformedJson when it is no event of the storage
  /// @throws StoreUnavailable when a store does not answer; calling again is safe
  public Optional<Message> wake(String body) {
    List<Message> waiting = new ArrayList<>();
    keys(body).forEach(key -> waiting.addAll(arrived.wake(key)));
    if (waiting.size() == 1) {
      return Optional.of(waiting.getFirst());
    }
    waiting.forEach(message -> sender.send(message, Lane.FRESH, Duration.ZERO));
    return Optional.empty();
  }

  /// Wakes the versions that waited for the originals of an event that was given up, and sends
  /// their messages. A record that cannot be read is logged and left alone, so that the next letter
  /// is looked at.
  ///
  /// @param body the text of a dead letter
  /// @return false when it is no event of the storage
  /// @throws StoreUnavailable when a store does not answer; calling again is safe
  public boolean isSentAgain(String body) {
    try {
      keys(body).forEach(this::arrivedIfReadable);
      return true;
    } catch (MalformedJson _) {
      return false;
    }
  }

  private void arrivedIfReadable(String key) {
    try {
      arrived.arrived(key);
    } catch (UnreadableRecord e) {
      FlowLog.unreadable(e.unreadable());
    }
  }

  private List<String> keys(String body) {
    List<String> keys =
        events
            .orElseThrow(() -> new MalformedJson("the storage sends no events"))
            .arrivals(body)
            .stream()
            .distinct()
            .toList();
    if (keys.isEmpty()) {
      FlowLog.event("arrival.ignored").detail("an event without an original of ours").info();
    }
    return keys;
  }
}
