package dev.tintype.core.flow.erase;

import dev.tintype.core.ImageId;
import dev.tintype.core.flow.Commits;
import dev.tintype.core.flow.FlowContext;
import dev.tintype.core.flow.FlowLog;
import dev.tintype.core.flow.StepBoundary;
import dev.tintype.core.port.Change;
import dev.tintype.core.port.Change.Write;
import dev.tintype.core.port.JobStore;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.state.Erasure;
import dev.tintype.core.state.ImageRecord;
import java.util.Optional;

/// Marks an image for erasure with one conditional write. After this write the API answers 410 and
/// no version of the image can finish. The sweeper deletes the files.
public final class Erase {

  private final JobStore jobs;
  private final Commits commits;
  private final FlowContext context;

  /// @param jobs where the tombstone is written
  public Erase(JobStore jobs, FlowContext context) {
    this.jobs = jobs;
    this.commits = new Commits(jobs);
    this.context = context;
  }

  /// The result of the request.
  public enum Erased {
    /// The tombstone is written.
    ACCEPTED,
    /// The tombstone existed already.
    GONE,
    /// There is no such image.
    UNKNOWN
  }

  /// @throws StoreUnavailable when it is unknown whether the tombstone is written; calling again is
  ///   safe
  public Erased erase(ImageId id) {
    while (true) {
      Optional<ImageRecord> image = jobs.image(id);
      if (image.isEmpty()) {
        return Erased.UNKNOWN;
      }
      Optional<ImageRecord> tombstone = Erasure.begun(image.get(), context.now());
      if (tombstone.isEmpty()) {
        return Erased.GONE;
      }
      if (commits.commit(Change.of(new Write.PutImage(image, tombstone.get())))) {
        context.boundary().reached(StepBoundary.ENTOMBED);
        FlowLog.event("erase.entombed", id).info();
        return Erased.ACCEPTED;
      }
    }
  }
}
