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
import dev.tintype.core.state.Upload;
import dev.tintype.core.state.VersionRecord;
import dev.tintype.core.state.VersionState.Expired;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// An original is in storage: every version that waits for it is told to the workers. A version
/// that awaits its upload is claimed directly; only one that expired is written first.
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

  /// Wakes the versions that wait, for a host that works on messages itself.
  ///
  /// @param key the key of the object that was stored, whatever it is
  /// @return a message for each version that waits; none for a key that is no original's
  /// @throws StoreUnavailable when the job store does not answer; asking again is safe
  public List<Message> wake(String key) {
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
      if (record.job().originalKey().equals(key) && Upload.awaits(record)) {
        revive(record);
        messages.add(Messages.of(record, "upload"));
      }
    }
    return messages;
  }

  /// Wakes the versions that wait, by sending their messages.
  ///
  /// @param key the key of the object that was stored
  /// @throws StoreUnavailable when store or queue do not answer; telling again is safe, and should
  ///   nobody do, the sweeper finds the original when its permission has ended
  public void arrived(String key) {
    for (Message message : wake(key)) {
      sender.send(message, Duration.ZERO);
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
