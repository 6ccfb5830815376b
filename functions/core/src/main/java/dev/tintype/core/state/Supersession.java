package dev.tintype.core.state;

import dev.tintype.core.ImageJob;
import dev.tintype.core.RenderRevision;
import dev.tintype.core.Version;
import dev.tintype.core.state.VersionState.Superseded;
import java.time.Instant;
import java.util.Optional;

/// What a worker does with a job that promises the bytes of another render revision.
public sealed interface Supersession {

  /// The successor takes its place.
  ///
  /// @param ended what to write for the job: superseded
  /// @param successor the successor; it inherits the place in the order of creation
  /// @param isNew whether the successor has to be written too
  record Replace(VersionRecord ended, VersionRecord successor, boolean isNew)
      implements Supersession {}

  /// Workers of two revisions share the queue: the job belongs to the others.
  record LeaveToOthers() implements Supersession {}

  /// @return the job that takes the place of this one under another revision
  static ImageJob successor(ImageJob job, RenderRevision renderRevision, Instant now) {
    return ImageJob.of(job.imageId(), job.original(), job.recipe(), renderRevision, now);
  }

  /// Decides. An older worker never replaces the job of a newer one, and a version that was itself
  /// superseded is never revived: so two revisions cannot replace each other in turn.
  ///
  /// @param record a version that has not ended
  /// @param successor the job of the worker's own revision
  /// @param stored what is known of that job's version, if it exists
  static Supersession of(
      VersionRecord record, ImageJob successor, Optional<VersionRecord> stored, Instant now) {
    boolean older = successor.renderRevision().isOlderThan(record.job().renderRevision());
    if (older || stored.filter(s -> s.state() instanceof Superseded).isPresent()) {
      return new LeaveToOthers();
    }
    Version by = successor.version();
    VersionRecord next = stored.orElseGet(() -> Upload.stored(successor, record.sequence(), now));
    return new Replace(FinalStates.superseded(record, by, now), next, stored.isEmpty());
  }
}
