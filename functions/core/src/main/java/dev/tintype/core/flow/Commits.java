package dev.tintype.core.flow;

import dev.tintype.core.port.Change;
import dev.tintype.core.port.Change.Write.PutImage;
import dev.tintype.core.port.Change.Write.PutVersion;
import dev.tintype.core.port.JobSender.Sending;
import dev.tintype.core.port.JobStore;
import dev.tintype.core.port.StoreUnavailable;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// Commits changes to the job store and recognises its own writes. If the answer to a write is
/// lost, the write may have been applied; an adapter that repeats it then sees a failed condition.
public final class Commits {

  private final JobStore jobs;

  public Commits(JobStore jobs) {
    this.jobs = jobs;
  }

  /// @return whether the change is applied, by this call or by an earlier try whose answer was lost
  /// @throws StoreUnavailable when it is unknown whether the change is applied
  public boolean commit(Change change) {
    return commit(change, () -> jobs.commit(change));
  }

  private boolean commit(Change change, BooleanSupplier once) {
    try {
      return once.getAsBoolean() || isApplied(change);
    } catch (StoreUnavailable e) {
      if (isApplied(change)) {
        return true;
      }
      throw e;
    }
  }

  /// Commits a change and sends the messages of what it queues: in one transaction where job store
  /// and queue are in one database, else after the change. If sending fails then, the sweeper finds
  /// the records later.
  ///
  /// @return as [#commit(Change)] does
  /// @throws StoreUnavailable when it is unknown whether the change is applied
  public boolean commit(Change change, Messages messages, List<Sending> sendings) {
    Optional<JobStore.Joint> joint = jobs.joint(messages.sender());
    if (joint.isPresent()) {
      return commit(change, () -> joint.get().commit(change, sendings));
    }
    boolean isApplied = commit(change);
    if (isApplied) {
      sendings.forEach(messages::send);
    }
    return isApplied;
  }

  private boolean isApplied(Change change) {
    for (Change.Write write : change.writes()) {
      if (write instanceof PutVersion put) {
        return jobs.version(put.after().job().imageId(), put.after().job().version())
            .equals(Optional.of(put.after()));
      }
    }
    for (Change.Write write : change.writes()) {
      if (write instanceof PutImage put) {
        return jobs.image(put.after().id()).equals(Optional.of(put.after()));
      }
    }
    return false;
  }
}
