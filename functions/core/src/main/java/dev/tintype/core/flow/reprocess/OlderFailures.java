package dev.tintype.core.flow.reprocess;

import dev.tintype.core.ImageId;
import dev.tintype.core.RenderRevision;
import dev.tintype.core.flow.read.ListImages;
import dev.tintype.core.port.JobStore;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.port.Unreadable;
import dev.tintype.core.state.VersionRecord;
import dev.tintype.core.state.VersionState.Failed;
import java.util.List;
import java.util.Optional;

/// Finds images whose bytes were rejected under an older render revision. A newer renderer may
/// accept them, so reprocessing is worth a try.
public final class OlderFailures {

  private final ListImages listImages;
  private final RenderRevision renderRevision;

  /// @param jobs where images are kept
  /// @param renderRevision the revision that new versions promise
  public OlderFailures(JobStore jobs, RenderRevision renderRevision) {
    this.listImages = new ListImages(jobs);
    this.renderRevision = renderRevision;
  }

  /// One page of the list.
  ///
  /// @param failures the latest versions of the images
  /// @param unreadable records that cannot be read
  /// @param next where the next page begins; absent at the end
  public record Part(
      List<VersionRecord> failures, List<Unreadable> unreadable, Optional<ImageId> next) {
    /// Copies the lists.
    public Part {
      failures = List.copyOf(failures);
      unreadable = List.copyOf(unreadable);
    }
  }

  /// @param before where the page before ended
  /// @param limit how many failed images are examined, 1 to 200
  /// @throws StoreUnavailable when the job store does not answer
  public Part part(Optional<ImageId> before, int limit) {
    ListImages.Part<VersionRecord> failed =
        listImages.list(Optional.of("failed"), before, limit, found -> found.latest());
    List<VersionRecord> failures = failed.images().stream().filter(this::mayEndOtherwise).toList();
    return new Part(failures, failed.unreadable(), failed.next());
  }

  private boolean mayEndOtherwise(VersionRecord record) {
    return record.state() instanceof Failed failed
        && !failed.reason().redrivable()
        && record.job().renderRevision().isOlderThan(renderRevision);
  }
}
