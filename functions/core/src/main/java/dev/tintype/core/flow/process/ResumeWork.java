package dev.tintype.core.flow.process;

import dev.tintype.core.flow.FlowContext;
import dev.tintype.core.flow.FlowLog;
import dev.tintype.core.flow.Messages;
import dev.tintype.core.flow.StepBoundary;
import dev.tintype.core.flow.Stores;
import dev.tintype.core.flow.VersionWrites;
import dev.tintype.core.flow.WorkFolders;
import dev.tintype.core.flow.upload.OriginalArrived;
import dev.tintype.core.port.JobSender;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.state.DueAction;
import dev.tintype.core.state.VersionRecord;
import dev.tintype.core.state.VersionState.AwaitingUpload;
import dev.tintype.core.state.VersionState.Processing;
import java.util.Optional;
import java.util.function.Predicate;

/// Resumes work before its due time, when the host knows more than the clock: that the worker
/// holding a lease is dead, or that nobody may have announced an arrival. Safe to run at any time
/// and by several processes at once, because the record's epoch decides.
public final class ResumeWork {

  private final Stores stores;
  private final Messages messages;
  private final OriginalArrived originalArrived;
  private final FlowContext context;
  private final VersionWrites writes;

  /// @param sender sends the messages of resumed versions
  public ResumeWork(Stores stores, JobSender sender, FlowContext context) {
    this.stores = stores;
    this.messages = new Messages(sender);
    this.originalArrived = new OriginalArrived(stores, sender, context);
    this.context = context;
    this.writes = new VersionWrites(stores.jobs());
  }

  /// Ends the lease of a dead worker as if it had expired. The death counts, and later writes of
  /// that worker fail.
  ///
  /// @param isDead whether the worker whose folder has this name is known to be dead
  /// @return whether this call ended the lease
  /// @throws StoreUnavailable when it is unknown whether the lease was ended; calling again is safe
  public boolean fromDeadWorker(VersionRecord record, Predicate<String> isDead) {
    if (!(record.state() instanceof Processing processing)
        || !isDead.test(WorkFolders.workerOf(processing.owner()))) {
      return false;
    }
    Optional<DueAction.TakeBack> back = DueAction.afterDeath(record, context.now());
    if (back.isEmpty()) {
      return false;
    }
    VersionRecord after = back.get().record();
    if (!writes.write(record, after, messages, Messages.ifQueued(after, "takeup"))) {
      return false;
    }
    context.boundary().reached(StepBoundary.SWEEP_WRITTEN);
    FlowLog.event("takeup.from_dead_worker", after).detail(processing.owner()).warning();
    return true;
  }

  /// Announces a stored original to the workers if its version still waits for it.
  ///
  /// @return whether the original is stored
  /// @throws StoreUnavailable when a store or the queue does not answer; calling again is safe
  public boolean ifArrived(VersionRecord record) {
    String key = record.job().originalKey();
    boolean isThere =
        record.state() instanceof AwaitingUpload && stores.originals().head(key).isPresent();
    if (isThere) {
      originalArrived.arrived(key);
    }
    return isThere;
  }
}
