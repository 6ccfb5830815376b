package dev.tintype.core.flow.erase;

import dev.tintype.core.ImageId;
import dev.tintype.core.Keys;
import dev.tintype.core.flow.Commits;
import dev.tintype.core.flow.FlowContext;
import dev.tintype.core.flow.FlowLog;
import dev.tintype.core.flow.StepBoundary;
import dev.tintype.core.flow.Stores;
import dev.tintype.core.flow.erase.DeleteFiles.Deleted;
import dev.tintype.core.port.Change;
import dev.tintype.core.port.Change.Write;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.port.Unreadable;
import dev.tintype.core.port.UnreadableRecord;
import dev.tintype.core.state.Erasure;
import dev.tintype.core.state.ImageRecord;
import dev.tintype.core.state.ImageRecord.Life.Erasing;
import dev.tintype.core.state.Outcomes;
import dev.tintype.core.state.Publication;
import dev.tintype.core.state.VersionRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// The stages of an image's erasure that delete: the first deletion, and the last look, after which
/// only the tombstone is left. [dev.tintype.core.state.Erasure] has the order of the stages.
public final class EraseFiles {

  private final Stores stores;
  private final FlowContext context;
  private final Commits commits;
  private final ForgetVersions forgetVersions;
  private final DeleteFiles deleteOriginals;
  private final DeleteFiles deleteVariants;

  public EraseFiles(Stores stores, FlowContext context) {
    this.stores = stores;
    this.context = context;
    this.commits = new Commits(stores.jobs());
    this.forgetVersions = new ForgetVersions(stores.jobs(), context);
    this.deleteOriginals =
        new DeleteFiles(stores.originals(), context.boundary(), StepBoundary.ERASE_DELETED);
    this.deleteVariants =
        new DeleteFiles(stores.variants(), context.boundary(), StepBoundary.ERASE_DELETED);
  }

  /// Runs the first deletion or the last look.
  ///
  /// @param image an image whose stage is not [Erasure.Stage#COPIES]
  /// @param goOn called before each deletion; false stops, and the stage is repeated later
  /// @param copies receives the image, as written, when the edge cache must forget copies of it
  /// @return whether the image needs nothing until its next due time; false when `copies` got it,
  ///   when the stage was stopped, or when another process changed the image meanwhile
  /// @throws StoreUnavailable when a store did not answer; the sweeper repeats the stage
  /// @throws UnreadableRecord when the record of a version cannot be read. The files are deleted;
  ///   the records stay for a release that can read them
  public boolean pass(ImageRecord image, BooleanSupplier goOn, Consumer<ImageRecord> copies) {
    if (!(image.life() instanceof Erasing erasing)) {
      return false;
    }
    Found found = found(image.id());
    boolean isLast = erasing.lastLookAt().isPresent() || found.isEmpty();
    Pass pass = new Pass(image, erasing, !isLast && found.mayBePublic());
    if (!pass.deleteFiles(goOn)) {
      return false;
    }
    return isLast ? last(pass, found, copies) : first(pass, found, copies);
  }

  /// The versions of an image.
  private record Found(List<VersionRecord> versions, List<Unreadable> unreadable) {
    boolean isEmpty() {
      return versions.isEmpty() && unreadable.isEmpty();
    }

    boolean mayBePublic() {
      return !unreadable.isEmpty() || Publication.isPossible(versions);
    }
  }

  private Found found(ImageId id) {
    List<Unreadable> unreadable = new ArrayList<>();
    return new Found(stores.jobs().versions(id, unreadable::add), unreadable);
  }

  /// One deletion of all files of an image, with the image's record as last written.
  private final class Pass {
    private ImageRecord image;
    private Erasing erasing;
    private final boolean mayBePublic;

    Pass(ImageRecord image, Erasing erasing, boolean mayBePublic) {
      this.image = image;
      this.erasing = erasing;
      this.mayBePublic = mayBePublic;
    }

    /// @return whether everything was deleted
    boolean deleteFiles(BooleanSupplier goOn) {
      Deleted variants =
          deleteVariants.pagesUnder(
              Keys.variants(image.id()), () -> goOn.getAsBoolean() && isRecorded());
      return variants != Deleted.STOPPED
          && deleteOriginals.pagesUnder(Keys.originals(image.id()), goOn) != Deleted.STOPPED;
    }

    /// Called when public files were found, before they are deleted.
    private boolean isRecorded() {
      if (mayBePublic || erasing.copies().isPresent()) {
        return true;
      }
      boolean written = write(Erasure.found(image, erasing));
      if (written) {
        context.boundary().reached(StepBoundary.ERASE_FOUND);
      }
      return written;
    }

    boolean write(ImageRecord next) {
      if (!(next.life() instanceof Erasing life)
          || !commits.commit(Change.of(new Write.PutImage(Optional.of(image), next)))) {
        return false;
      }
      image = next;
      erasing = life;
      return true;
    }
  }

  private boolean first(Pass pass, Found found, Consumer<ImageRecord> copies) {
    ImageRecord next =
        Erasure.deletedOnce(
            pass.image,
            pass.erasing,
            found.versions(),
            found.unreadable().isEmpty(),
            pass.mayBePublic,
            context.now());
    if (!pass.write(next)) {
      return false;
    }
    FlowLog.event("erase.deleted", pass.image.id())
        .with("versions", found.versions().size())
        .info();
    if (pass.erasing.copies().isPresent()) {
      context.boundary().reached(StepBoundary.ERASE_COPIES);
      copies.accept(pass.image);
      return false;
    }
    context.boundary().reached(StepBoundary.ERASE_SCHEDULED);
    forgetVersions.remove(pass.image.id(), found.versions());
    return true;
  }

  private boolean last(Pass pass, Found found, Consumer<ImageRecord> copies) {
    if (pass.erasing.copies().isPresent()) {
      if (pass.write(Erasure.deletedAgain(pass.image, pass.erasing, context.now()))) {
        context.boundary().reached(StepBoundary.ERASE_COPIES);
        copies.accept(pass.image);
      }
      return false;
    }
    if (!found.unreadable().isEmpty()) {
      throw new UnreadableRecord(found.unreadable().getFirst());
    }
    forgetVersions.remove(pass.image.id(), found.versions());
    return completed(pass.image);
  }

  private boolean completed(ImageRecord image) {
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
