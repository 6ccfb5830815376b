package dev.tintype.core.flow.upload;

import dev.tintype.core.ImageId;
import dev.tintype.core.Keys;
import dev.tintype.core.Keys.OriginalKey;
import dev.tintype.core.flow.FlowContext;
import dev.tintype.core.flow.FlowLog;
import dev.tintype.core.flow.Messages;
import dev.tintype.core.flow.StepBoundary;
import dev.tintype.core.flow.Stores;
import dev.tintype.core.flow.VersionWrites;
import dev.tintype.core.port.JobSender;
import dev.tintype.core.port.JobSender.Sending;
import dev.tintype.core.port.Message;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.state.ImageRecord;
import dev.tintype.core.state.Lane;
import dev.tintype.core.state.Upload;
import dev.tintype.core.state.VersionRecord;
import dev.tintype.core.state.VersionState.Expired;
import dev.tintype.core.trace.Tracing;
import dev.tintype.core.trace.Tracing.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Handles the arrival of an original in storage: it sends a message for every version that waits
/// for it. Workers claim a version that awaits its upload directly. An expired version must be
/// queued first. It no longer waits then, so its message is part of that write.
public final class OriginalArrived {

  private final Stores stores;
  private final JobSender sender;
  private final Messages messages;
  private final FlowContext context;
  private final VersionWrites writes;

  /// @param sender sends the messages
  public OriginalArrived(Stores stores, JobSender sender, FlowContext context) {
    this.stores = stores;
    this.sender = sender;
    this.messages = new Messages(sender);
    this.context = context;
    this.writes = new VersionWrites(stores.jobs());
  }

  /// Wakes the waiting versions and returns their messages, for a host that processes messages
  /// itself.
  ///
  /// @param key the key of the stored object; any key is accepted
  /// @return a message for each waiting version; none when the key is not an original's
  /// @throws StoreUnavailable when the job store does not answer; calling again is safe. Versions
  ///   that had expired may be queued: another call returns no message for them, and the sweeper
  ///   sends one when they are due
  public List<Message> wake(String key) {
    List<Message> woken = new ArrayList<>();
    for (VersionRecord record : waiting(key)) {
      revived(record).ifPresent(next -> writes.write(record, next));
      woken.add(Messages.of(record, "upload"));
    }
    return woken;
  }

  private List<VersionRecord> waiting(String key) {
    OriginalKey original = Keys.parseOriginal(key).orElse(null);
    if (original == null) {
      FlowLog.event("arrival.ignored").detail(key).info();
      return List.of();
    }
    if (stores.jobs().image(original.imageId()).filter(ImageRecord::isLive).isEmpty()) {
      FlowLog.event("arrival.unknown", original.imageId()).info();
      return List.of();
    }
    return waiting(original.imageId(), key);
  }

  private List<VersionRecord> waiting(ImageId image, String key) {
    return stores.jobs().versions(image, FlowLog::unreadable).stream()
        .filter(record -> isWaiting(record, key))
        .toList();
  }

  private static boolean isWaiting(VersionRecord record, String key) {
    return record.job().originalKey().equals(key) && Upload.awaits(record);
  }

  /// Wakes the waiting versions and sends their messages. Another call sends the message of a
  /// version that awaits its upload again. An expired version is queued once, and its message is
  /// sent as [VersionWrites] sends it: where job store and queue are in one database, both are done
  /// or neither; elsewhere, the sweeper sends a lost message when the version is due.
  ///
  /// @param key the key of the stored object
  /// @throws StoreUnavailable when the store or the queue does not answer. Calling again is safe.
  ///   Without another call, the sweeper finds the original at its next look; of an original that
  ///   arrived after the last look, only another call tells
  public void arrived(String key) {
    waiting(key).forEach(this::send);
  }

  /// As [#arrived], for an image that was seen live within the last minutes: it is not asked for
  /// again. A worker drops the message of an image that is erased meanwhile.
  ///
  /// @param key the key of the stored object
  /// @throws StoreUnavailable as [#arrived] does
  public void arrivedOfLive(String key) {
    Keys.parseOriginal(key)
        .ifPresent(original -> waiting(original.imageId(), key).forEach(this::send));
  }

  /// Wakes the versions that wait for the original of another one, and sends their messages.
  ///
  /// @param record the other version, of a live image; it is left as it is
  /// @throws StoreUnavailable as [#arrived] does
  void arrivedForOthers(VersionRecord record) {
    waiting(record.job().imageId(), record.job().originalKey()).stream()
        .filter(each -> !each.job().version().equals(record.job().version()))
        .forEach(this::send);
  }

  private void send(VersionRecord record) {
    Sending sending = new Sending(Messages.of(record, "upload"), Lane.FRESH, Duration.ZERO);
    send(sending, record);
    FlowLog.event("arrival.sent", sending.message()).info();
    context.boundary().reached(StepBoundary.ARRIVAL_SENT);
  }

  private void send(Sending sending, VersionRecord record) {
    try (Tracing.Span _ = context.tracing().begin("send", Kind.PRODUCER, record.trace())) {
      if (!isQueuedWith(sending, record)) {
        sender.send(sending.message(), sending.lane(), sending.delay());
      }
    }
  }

  /// @return false for a version that had not expired, or was written by another process meanwhile
  private boolean isQueuedWith(Sending sending, VersionRecord record) {
    return revived(record)
        .filter(next -> writes.write(record, next, messages, List.of(sending)))
        .isPresent();
  }

  private Optional<VersionRecord> revived(VersionRecord record) {
    return record.state() instanceof Expired
        ? Upload.arrived(record, context.now())
        : Optional.empty();
  }
}
