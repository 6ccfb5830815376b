package dev.tintype.core.state;

import dev.tintype.core.ImageJob;
import dev.tintype.core.RenderRevision;
import dev.tintype.core.Version;
import dev.tintype.core.state.VersionState.Expired;
import dev.tintype.core.state.VersionState.Retired;
import dev.tintype.core.state.VersionState.Superseded;
import java.time.Instant;
import java.util.Optional;

/// What a worker does with a job of another render revision.
public sealed interface Supersession {

  /// A successor replaces the job.
  ///
  /// @param ended the record to write for the job: superseded
  /// @param successor the successor; it takes over the job's place in the order of creation
  /// @param stored the successor as it is stored
  record Replace(VersionRecord ended, VersionRecord successor, Optional<VersionRecord> stored)
      implements Supersession {

    /// @return whether the successor did not exist before
    public boolean isNew() {
      return stored.isEmpty();
    }

    /// @return whether the successor must be written too
    public boolean isWritten() {
      return !stored.equals(Optional.of(successor));
    }
  }

  /// Leave it alone. Workers of two revisions share the queue, and this job belongs to the other
  /// ones.
  record LeaveToOthers() implements Supersession {}

  /// @return the job that takes the place of this one under another revision
  static ImageJob successor(ImageJob job, RenderRevision renderRevision, Instant now) {
    return ImageJob.of(job.imageId(), job.original(), job.recipe(), renderRevision, now);
  }

  /// Decides. An older worker never replaces the job of a newer one, and a superseded version is
  /// never revived. So two revisions cannot replace each other in turn. A successor whose original
  /// never arrived, or whose files were retired, is queued.
  ///
  /// @param record a version that has not ended
  /// @param successor the job of the worker's own revision
  /// @param stored the successor's record, if it exists already
  static Supersession of(
      VersionRecord record, ImageJob successor, Optional<VersionRecord> stored, Instant now) {
    boolean older = successor.renderRevision().isOlderThan(record.job().renderRevision());
    if (older || stored.filter(Supersession::isUnusable).isPresent()) {
      return new LeaveToOthers();
    }
    Version by = successor.version();
    VersionRecord next =
        stored
            .map(before -> revived(before, record.lane(), now))
            .orElseGet(() ->
                Upload.stored(successor, record.sequence(), record.lane(), now)
                    .tracedBy(record.trace()));
    return new Replace(FinalStates.superseded(record, by, now), next, stored);
  }

  /// Whether a version is superseded, or its files are being deleted.
  private static boolean isUnusable(VersionRecord stored) {
    return stored.state() instanceof Superseded || stored.state() instanceof Retired;
  }

  private static VersionRecord revived(VersionRecord stored, Lane lane, Instant now) {
    return stored.state() instanceof Expired
        ? Upload.requested(stored, lane, now).orElseThrow()
        : stored;
  }
}
