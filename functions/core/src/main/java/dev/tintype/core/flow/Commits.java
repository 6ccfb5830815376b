package dev.tintype.core.flow;

import dev.tintype.core.port.Change;
import dev.tintype.core.port.Change.Write.PutImage;
import dev.tintype.core.port.Change.Write.PutVersion;
import dev.tintype.core.port.JobStore;
import dev.tintype.core.port.StoreUnavailable;
import java.util.Optional;

/// Writes changes and recognises one's own: a write whose answer was lost may have been applied,
/// and an adapter that repeats it then hears that its condition does not hold.
public final class Commits {

  private final JobStore jobs;

  public Commits(JobStore jobs) {
    this.jobs = jobs;
  }

  /// @return whether the change is applied, by this very call or by a lost answer's
  /// @throws StoreUnavailable when it is not known to be applied
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
