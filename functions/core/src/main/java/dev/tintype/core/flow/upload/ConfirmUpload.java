package dev.tintype.core.flow.upload;

import dev.tintype.core.ImageId;
import dev.tintype.core.Version;
import dev.tintype.core.flow.Contention;
import dev.tintype.core.flow.FlowContext;
import dev.tintype.core.flow.FlowLog;
import dev.tintype.core.flow.Lookup;
import dev.tintype.core.flow.Messages;
import dev.tintype.core.flow.StepBoundary;
import dev.tintype.core.flow.Stores;
import dev.tintype.core.flow.Tried;
import dev.tintype.core.flow.VersionWrites;
import dev.tintype.core.port.JobSender;
import dev.tintype.core.port.JobSender.Sending;
import dev.tintype.core.port.JobStore;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.state.ImageRecord;
import dev.tintype.core.state.Upload;
import dev.tintype.core.state.VersionRecord;
import dev.tintype.core.trace.Tracing;
import dev.tintype.core.trace.Tracing.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Handles a client's statement that it has uploaded an original. The client is not believed: the
/// storage is asked. If the original is stored, its version is queued, and every other version that
/// waits for the same original is woken, as [OriginalArrived] does. It may be repeated at any time
/// and by several processes at once.
public final class ConfirmUpload {

  private final Stores stores;
  private final Messages messages;
  private final OriginalArrived originalArrived;
  private final FlowContext context;
  private final VersionWrites writes;

  /// @param sender sends the messages of queued versions
  public ConfirmUpload(Stores stores, JobSender sender, FlowContext context) {
    this.stores = stores;
    this.messages = new Messages(sender);
    this.originalArrived = new OriginalArrived(stores, sender, context);
    this.context = context;
    this.writes = new VersionWrites(stores.jobs());
  }

  /// The result for a version of a live image.
  public sealed interface Confirmed {

    /// The original is stored, or the version is past waiting for it.
    ///
    /// @param record the version: queued by this call, or unchanged if it did not wait
    record Known(VersionRecord record) implements Confirmed {}

    /// The version waits, and its original is not stored.
    record NotStored() implements Confirmed {}
  }

  /// Queues a version whose original is stored.
  ///
  /// @throws StoreUnavailable when the storage, the job store or the queue does not answer. Calling
  ///   again is safe. Without another call, the sweeper finds the version at its due time
  public Tried<Confirmed> confirm(ImageId id, Version version) {
    return Contention.request(() -> {
      JobStore.Subject subject = stores.jobs().subject(id, version);
      return switch (Lookup.ifLive(subject.image())) {
        case Lookup.Found<ImageRecord> _ -> turn(subject.version());
        case Lookup.Unknown<ImageRecord> _ -> Optional.of(new Lookup.Unknown<>());
        case Lookup.Gone<ImageRecord> _ -> Optional.of(new Lookup.Gone<>());
      };
    });
  }

  /// @return absent when another process wrote first
  private Optional<Tried<Confirmed>> turn(Optional<VersionRecord> record) {
    return record.isEmpty()
        ? Optional.of(new Lookup.Unknown<>())
        : confirm(record.get()).map(Lookup.Found::new);
  }

  private Optional<Confirmed> confirm(VersionRecord record) {
    if (!Upload.awaits(record)) {
      return Optional.of(new Confirmed.Known(record));
    }
    return stores.originals().head(record.job().originalKey()).isPresent()
        ? queue(record)
        : Optional.of(new Confirmed.NotStored());
  }

  /// Others are woken first: after the write, a repeated call finds a version that no longer waits.
  private Optional<Confirmed> queue(VersionRecord before) {
    originalArrived.arrivedForOthers(before);
    VersionRecord after = Upload.arrived(before, context.now()).orElseThrow();
    List<Sending> sendings = List.of(Messages.sending(after, "upload", Duration.ZERO));
    if (!isQueued(before, after, sendings)) {
      return Optional.empty();
    }
    context.boundary().reached(StepBoundary.UPLOAD_CONFIRMED);
    FlowLog.event("upload.confirmed", after).info();
    return Optional.of(new Confirmed.Known(after));
  }

  /// The message belongs to the trace of the upload, whoever says that the original is stored.
  private boolean isQueued(VersionRecord before, VersionRecord after, List<Sending> sendings) {
    try (Tracing.Span _ = context.tracing().begin("send", Kind.PRODUCER, before.trace())) {
      return writes.write(before, after, messages, sendings);
    }
  }
}
