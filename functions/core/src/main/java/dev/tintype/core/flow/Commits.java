package dev.tintype.core.flow;

import dev.tintype.core.port.Change;
import dev.tintype.core.port.Change.Write.PutImage;
import dev.tintype.core.port.Change.Write.PutVersion;
import dev.tintype.core.port.JobStore;
import dev.tintype.core.port.StoreUnavailable;
import java.util.Optional;

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
    try {
      return jobs.commit(change) || isApplied(change);
    } catch (StoreUnavailable e) {
      if (isApplied(change)) {
        return true;
      }
      throw e;
    }
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
