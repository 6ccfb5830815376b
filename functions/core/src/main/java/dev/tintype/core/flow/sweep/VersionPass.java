package dev.tintype.core.flow.sweep;

import dev.tintype.core.ImageId;
import dev.tintype.core.Keys;
import dev.tintype.core.Version;
import dev.tintype.core.flow.FlowContext;
import dev.tintype.core.flow.FlowLog;
import dev.tintype.core.flow.Messages;
import dev.tintype.core.flow.StepBoundary;
import dev.tintype.core.flow.Stores;
import dev.tintype.core.flow.VersionWrites;
import dev.tintype.core.flow.erase.DeleteFiles;
import dev.tintype.core.flow.upload.OriginalArrived;
import dev.tintype.core.port.JobSender;
import dev.tintype.core.port.JobSender.Sending;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.state.DueAction;
import dev.tintype.core.state.Upload;
import dev.tintype.core.state.VersionRecord;
import dev.tintype.core.state.VersionState.Retired;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// The sweep's pass over one due version: it looks for its original, sends its message again, takes
/// back an expired lease, or deletes leftover files. Safe for several threads.
final class VersionPass {

  /// How long one clean-up may go on deleting after it last confirmed that the version had ended.
  private static final Duration FRESH = Duration.ofSeconds(30);

  private final Stores stores;
  private final JobSender sender;
  private final Messages messages;
  private final FlowContext context;
  private final VersionWrites writes;
  private final OriginalArrived originalArrived;
  private final DeleteFiles deleteVariants;

  VersionPass(Stores stores, JobSender sender, FlowContext context) {
    this.stores = stores;
    this.sender = sender;
    this.messages = new Messages(sender);
    this.context = context;
    this.writes = new VersionWrites(stores.jobs());
    this.originalArrived = new OriginalArrived(stores, sender, context);
    this.deleteVariants =
        new DeleteFiles(stores.variants(), context.boundary(), StepBoundary.LEFTOVER_DELETED);
  }

  /// Does what is due. A record that was changed meanwhile stays as it is.
  ///
  /// @param record as it was when it was found due
  /// @param goOn false when no further request may be begun
  /// @return whether the version was advanced
  /// @throws StoreUnavailable when a store or the queue does not answer; what is due stays due
  boolean pass(VersionRecord record, BooleanSupplier goOn) {
    Instant now = context.now();
    return switch (DueAction.of(record, now)) {
      case DueAction.Nothing _ -> false;
      case DueAction.LookForOriginal _ -> look(record, now);
      case DueAction.SendAgain again -> {
        send(record);
        yield write(record, again.record());
      }
      case DueAction.TakeBack back ->
          write(record, back.record(), Messages.ifQueued(back.record(), "sweep"));
      case DueAction.CleanUp clean -> cleanUp(record, clean, goOn);
    };
  }

  /// An unannounced arrival wakes every version that waits for the original, including expired
  /// ones. This version is written last: if the sweep dies here, it is still due and the step is
  /// repeated.
  private boolean look(VersionRecord record, Instant now) {
    if (stores.originals().head(record.job().originalKey()).isPresent()) {
      originalArrived.arrived(record.job().originalKey());
      return write(record, Upload.arrived(record, now).orElseThrow());
    }
    return write(record, Upload.notThere(record, now).orElseThrow());
  }

  /// Deletes the leftover files of a version that ended without being ready. It reads the record
  /// again first, so that it never deletes because of an outdated read.
  private boolean cleanUp(VersionRecord record, DueAction.CleanUp clean, BooleanSupplier goOn) {
    ImageId id = record.job().imageId();
    Version version = record.job().version();
    Instant looked = context.now();
    if (!stores.jobs().version(id, version).filter(record::equals).isPresent()) {
      return false;
    }
    BooleanSupplier isFresh =
        () -> goOn.getAsBoolean() && context.now().isBefore(looked.plus(FRESH));
    return switch (deleted(record, isFresh)) {
      case NOTHING_FOUND -> write(record, clean.foundNone());
      case DELETED -> write(record, clean.foundSome());
      case STOPPED -> false;
    };
  }

  /// Only a retired version was complete. Its manifest is deleted first, because it says so; and
  /// many may be retired at once, so one request deletes many files.
  private DeleteFiles.Deleted deleted(VersionRecord record, BooleanSupplier goOn) {
    ImageId id = record.job().imageId();
    Version version = record.job().version();
    String folder = Keys.version(id, version);
    if (!(record.state() instanceof Retired)) {
      return deleteVariants.under(folder, goOn);
    }
    stores.variants().delete(Keys.manifest(id, version));
    return deleteVariants.pagesUnder(folder, goOn);
  }

  private void send(VersionRecord record) {
    sender.send(Messages.of(record, "sweep"), record.lane(), Duration.ZERO);
    context.boundary().reached(StepBoundary.SWEEP_SENT);
  }

  private boolean write(VersionRecord before, VersionRecord after) {
    return write(before, after, List.of());
  }

  private boolean write(VersionRecord before, VersionRecord after, List<Sending> sendings) {
    boolean written = writes.write(before, after, messages, sendings);
    if (written) {
      context.boundary().reached(StepBoundary.SWEEP_WRITTEN);
      FlowLog.event("sweep.written", after).with("before", before.state().code()).info();
    } else if (!writes.isLive(before)) {
      letRest(before);
    }
    return written;
  }

  /// A version of an image being erased will never finish. This clears its due time; the erasure
  /// deletes it.
  private void letRest(VersionRecord record) {
    writes.write(record, record.to(record.state(), Optional.empty(), context.now()));
  }
}
