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
import dev.tintype.core.state.VersionState.Queued;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;

/// Takes up at once what would otherwise wait until it is due, for a host that knows more than the
/// clock does: that the worker which holds a lease is dead, or that an arrival may have been told
/// to nobody. Safe to run at any time, by several at once: the epoch of the record decides.
public final class ResumeWork {

  private final Stores stores;
  private final Messages messages;
  private final OriginalArrived originalArrived;
  private final FlowContext context;
  private final VersionWrites writes;

  /// @param sender sends the messages of what is taken up
  public ResumeWork(Stores stores, JobSender sender, FlowContext context) {
    this.stores = stores;
    this.messages = new Messages(sender);
    this.originalArrived = new OriginalArrived(stores, sender, context);
    this.context = context;
    this.writes = new VersionWrites(stores.jobs());
  }

  /// Ends the lease of a dead worker as if it had lapsed: the death counts, and whatever the worker
  /// may have sent on its way comes too late.
  ///
  /// @param isDead whether the worker whose folder has this name is known to have ended
  /// @return whether the lease was ended by this call
  /// @throws StoreUnavailable when it is unknown whether it was; calling again is safe
  public boolean fromDeadWorker(VersionRecord record, Predicate<String> isDead) {
    if (!(record.state() instanceof Processing processing)
        || !isDead.test(WorkFolders.workerOf(processing.owner()))) {
      return false;
    }
    Optional<DueAction.TakeBack> back = DueAction.afterDeath(record, context.now());
    if (back.isEmpty() || !writes.write(record, back.get().record())) {
      return false;
    }
    VersionRecord after = back.get().record();
    context.boundary().reached(StepBoundary.SWEEP_WRITTEN);
    FlowLog.event("takeup.from_dead_worker", after).detail(processing.owner()).warning();
    if (after.state() instanceof Queued) {
      messages.send(after, "takeup", Duration.ZERO);
    }
    return true;
  }

  /// Tells the workers of an original that is stored, should its version still wait for it.
  ///
  /// @return whether it is there
  /// @throws StoreUnavailable when stores or queue do not answer; calling again is safe
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
