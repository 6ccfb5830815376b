package dev.tintype.core.flow.erase;

import dev.tintype.core.ImageId;
import dev.tintype.core.flow.Commits;
import dev.tintype.core.flow.Contention;
import dev.tintype.core.flow.FlowContext;
import dev.tintype.core.flow.FlowLog;
import dev.tintype.core.flow.Lookup;
import dev.tintype.core.flow.StepBoundary;
import dev.tintype.core.flow.Tried;
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

  /// @return the tombstone that is written; gone when there was one already
  /// @throws StoreUnavailable when it is unknown whether the tombstone is written; calling again is
  ///   safe
  public Tried<ImageRecord> erase(ImageId id) {
    return Contention.request(() ->
        switch (Lookup.liveImage(jobs, id)) {
          case Lookup.Found<ImageRecord>(ImageRecord image) -> entomb(image).map(Lookup.Found::new);
          case Lookup.Unknown<ImageRecord> unknown -> Optional.of(unknown);
          case Lookup.Gone<ImageRecord> gone -> Optional.of(gone);
        });
  }

  /// Erases an image only if nobody has written it since it had an epoch.
  ///
  /// @param epoch the epoch of the image that the caller has seen
  /// @return the tombstone that is written; absent when the image was written since, and it is not
  ///   erased
  /// @throws StoreUnavailable when it is unknown whether the tombstone is written; calling again is
  ///   safe
  public Tried<Optional<ImageRecord>> erase(ImageId id, long epoch) {
    return Lookup.liveImage(jobs, id)
        .then(
            image -> new Lookup.Found<>(image.epoch() == epoch ? entomb(image) : Optional.empty()));
  }

  /// @return absent when another process wrote first
  private Optional<ImageRecord> entomb(ImageRecord image) {
    Optional<ImageRecord> tombstone =
        Erasure.begun(image, context.now())
            .filter(
                after -> commits.commit(Change.of(new Write.PutImage(Optional.of(image), after))));
    tombstone.ifPresent(after -> {
      context.boundary().reached(StepBoundary.ENTOMBED);
      FlowLog.event("erase.entombed", after.id()).info();
    });
    return tombstone;
  }
}
