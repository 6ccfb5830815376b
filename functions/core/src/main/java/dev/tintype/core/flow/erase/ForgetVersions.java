package dev.tintype.core.flow.erase;

import dev.tintype.core.ImageId;
import dev.tintype.core.flow.Commits;
import dev.tintype.core.flow.FlowContext;
import dev.tintype.core.flow.StepBoundary;
import dev.tintype.core.port.Change;
import dev.tintype.core.port.Change.Write;
import dev.tintype.core.port.JobStore;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.state.Erasure;
import dev.tintype.core.state.ImageRecord;
import dev.tintype.core.state.ImageRecord.Life.Erasing;
import dev.tintype.core.state.VersionRecord;
import java.util.List;
import java.util.Optional;

/// Removes the versions of an image when no request to the edge cache is left. After that, the
/// image waits only for the last look.
public final class ForgetVersions {

  private final JobStore jobs;
  private final Commits commits;
  private final FlowContext context;

  /// @param jobs images and versions
  public ForgetVersions(JobStore jobs, FlowContext context) {
    this.jobs = jobs;
    this.commits = new Commits(jobs);
    this.context = context;
  }

  /// Records that the edge cache accepted the request to forget the copies, and removes every
  /// version that can be read.
  ///
  /// @return whether it was recorded; false when another process changed the image meanwhile
  /// @throws StoreUnavailable when it is unknown whether it was recorded, or when versions may be
  ///   left; they are removed at the last look
  public boolean afterCopies(ImageRecord image) {
    if (!(image.life() instanceof Erasing erasing)) {
      return false;
    }
    ImageRecord next = Erasure.forgotten(image, erasing, context.now());
    if (!commits.commit(Change.of(new Write.PutImage(Optional.of(image), next)))) {
      return false;
    }
    context.boundary().reached(StepBoundary.ERASE_SCHEDULED);
    remove(image.id(), jobs.versions(image.id(), _ -> {}));
    return true;
  }

  void remove(ImageId id, List<VersionRecord> versions) {
    for (VersionRecord version : versions) {
      jobs.commit(Change.of(new Write.RemoveVersion(id, version.job().version())));
    }
    context.boundary().reached(StepBoundary.ERASE_REMOVED);
  }
}
