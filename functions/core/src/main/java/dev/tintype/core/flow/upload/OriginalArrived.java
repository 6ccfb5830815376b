package dev.tintype.core.flow.upload;

import dev.tintype.core.Keys;
import dev.tintype.core.Keys.OriginalKey;
import dev.tintype.core.flow.FlowContext;
import dev.tintype.core.flow.FlowLog;
import dev.tintype.core.flow.Messages;
import dev.tintype.core.flow.StepBoundary;
import dev.tintype.core.flow.Stores;
import dev.tintype.core.flow.VersionWrites;
import dev.tintype.core.port.JobSender;
import dev.tintype.core.port.Message;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.state.ImageRecord;
import dev.tintype.core.state.Lane;
import dev.tintype.core.state.Upload;
import dev.tintype.core.state.VersionRecord;
import dev.tintype.core.state.VersionState.Expired;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// Handles the arrival of an original in storage: it sends a message for every version that waits
/// for it. Workers claim a version that awaits its upload directly. An expired version must be
/// written first.
public final class OriginalArrived {

  private final Stores stores;
  private final JobSender sender;
  private final FlowContext context;
  private final VersionWrites writes;

  /// @param sender sends the messages
  public OriginalArrived(Stores stores, JobSender sender, FlowContext context) {
    this.stores = stores;
    this.sender = sender;
    this.context = context;
    this.writes = new VersionWrites(stores.jobs());
  }

  /// Wakes the waiting versions and returns their messages, for a host that processes messages
  /// itself.
  ///
  /// @param key the key of the stored object; any key is accepted
  /// @return a message for each waiting version; none when the key is not an original's
  /// @throws StoreUnavailable when the job store does not answer; calling again is safe
  public List<Message> wake(String key) {
    return wake(key, _ -> true);
  }

  private List<Message> wake(String key, Predicate<VersionRecord> wanted) {
    OriginalKey original = Keys.parseOriginal(key).orElse(null);
    if (original == null) {
      FlowLog.event("arrival.ignored").detail(key).info();
      return List.of();
    }
    if (stores.jobs().image(original.imageId()).filter(ImageRecord::isLive).isEmpty()) {
      FlowLog.event("arrival.unknown", original.imageId()).info();
      return List.of();
    }
    List<Message> messages = new ArrayList<>();
    for (VersionRecord record : stores.jobs().versions(original.imageId(), FlowLog::unreadable)) {
      if (isWaiting(record, key) && wanted.test(record)) {
        revive(record);
        messages.add(Messages.of(record, "upload"));
      }
    }
    return messages;
  }

  private static boolean isWaiting(VersionRecord record, String key) {
    return record.job().originalKey().equals(key) && Upload.awaits(record);
  }

  /// Wakes the waiting versions and sends their messages.
  ///
  /// @param key the key of the stored object
  /// @throws StoreUnavailable when the store or the queue does not answer. Calling again is safe.
  ///   Without another call, the sweeper finds the original at its next look
  public void arrived(String key) {
    send(wake(key));
  }

  /// Wakes the versions that wait for the original of another one, and sends their messages.
  ///
  /// @param record the other version, which is left as it is
  /// @throws StoreUnavailable as [#arrived] does
  void arrivedForOthers(VersionRecord record) {
    send(
        wake(
            record.job().originalKey(),
            each -> !each.job().version().equals(record.job().version())));
  }

  private void send(List<Message> messages) {
    for (Message message : messages) {
      sender.send(message, Lane.FRESH, Duration.ZERO);
      FlowLog.event("arrival.sent", message).info();
      context.boundary().reached(StepBoundary.ARRIVAL_SENT);
    }
  }

  private void revive(VersionRecord record) {
    if (record.state() instanceof Expired) {
      Upload.arrived(record, context.now()).ifPresent(next -> writes.write(record, next));
    }
  }
}
