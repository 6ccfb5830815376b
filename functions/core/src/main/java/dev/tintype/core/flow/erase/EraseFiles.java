package dev.tintype.core.flow.erase;

import dev.tintype.core.ImageId;
import dev.tintype.core.Keys;
import dev.tintype.core.flow.Commits;
import dev.tintype.core.flow.FlowContext;
import dev.tintype.core.flow.FlowLog;
import dev.tintype.core.flow.StepBoundary;
import dev.tintype.core.flow.Stores;
import dev.tintype.core.port.Change;
import dev.tintype.core.port.Change.Write;
import dev.tintype.core.port.EdgeCache;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.port.Unreadable;
import dev.tintype.core.port.UnreadableRecord;
import dev.tintype.core.state.Erasure;
import dev.tintype.core.state.ImageRecord;
import dev.tintype.core.state.ImageRecord.Life;
import dev.tintype.core.state.Outcomes;
import dev.tintype.core.state.VersionRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Runs one pass of an image's erasure. The first pass deletes the files and versions. The last
/// pass deletes what was written meanwhile and leaves only the tombstone.
public final class EraseFiles {

  private final Stores stores;
  private final EdgeCache edge;
  private final FlowContext context;
  private final Commits commits;
  private final DeleteFiles deleteOriginals;
  private final DeleteFiles deleteVariants;

  public EraseFiles(Stores stores, EdgeCache edge, FlowContext context) {
    this.stores = stores;
    this.edge = edge;
    this.context = context;
    this.commits = new Commits(stores.jobs());
    this.deleteOriginals =
        new DeleteFiles(stores.originals(), context.boundary(), StepBoundary.ERASE_DELETED);
    this.deleteVariants =
        new DeleteFiles(stores.variants(), context.boundary(), StepBoundary.ERASE_DELETED);
  }

  /// @return whether the pass was completed; false when another process changed the image meanwhile
  /// @throws StoreUnavailable when a store did not answer; the sweeper repeats the pass
  /// @throws UnreadableRecord when the record of a version cannot be read. The files are deleted;
  ///   the records stay for a release that can read them
  public boolean pass(ImageRecord image) {
    if (!(image.life() instanceof Life.Erasing)) {
      return false;
    }
    List<Unreadable> unreadable = new ArrayList<>();
    List<VersionRecord> versions = stores.jobs().versions(image.id(), unreadable::add);
    deleteEverything(image.id());
    if (!unreadable.isEmpty()) {
      throw new UnreadableRecord(unreadable.getFirst());
    }
    return versions.isEmpty() ? last(image) : first(image, versions);
  }

  private void deleteEverything(ImageId id) {
    deleteVariants.under(Keys.variants(id), () -> true);
    deleteOriginals.under(Keys.originals(id), () -> true);
    edge.forget(Keys.variants(id));
  }

  /// Writes the time of the next pass before it removes the versions. While versions exist, the
  /// pass counts as the first.
  private boolean first(ImageRecord image, List<VersionRecord> versions) {
    ImageRecord next = Erasure.deletedOnce(image, versions, context.now());
    if (!commits.commit(Change.of(new Write.PutImage(Optional.of(image), next)))) {
      return false;
    }
    context.boundary().reached(StepBoundary.ERASE_SCHEDULED);
    for (VersionRecord version : versions) {
      stores.jobs().commit(Change.of(new Write.RemoveVersion(image.id(), version.job().version())));
    }
    context.boundary().reached(StepBoundary.ERASE_REMOVED);
    FlowLog.event("erase.deleted", image.id()).with("versions", versions.size()).info();
    return true;
  }

  private boolean last(ImageRecord image) {
    ImageRecord tombstone = Erasure.completed(image, context.now()).orElseThrow();
    boolean written =
        commits.commit(
            Change.of(
                new Write.PutImage(Optional.of(image), tombstone),
                new Write.AddOutcome(Outcomes.erased(tombstone, context.now()))));
    if (written) {
      context.boundary().reached(StepBoundary.ERASED);
      FlowLog.event("erase.erased", image.id()).info();
    }
    return written;
  }
}
