package dev.tintype.core.flow.erase;

import dev.tintype.core.ImageId;
import dev.tintype.core.flow.FlowContext;
import dev.tintype.core.flow.FlowLog;
import dev.tintype.core.flow.StepBoundary;
import dev.tintype.core.flow.Stores;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.port.Unreadable;
import dev.tintype.core.port.UnreadableRecord;
import dev.tintype.core.state.Erasure;
import dev.tintype.core.state.ImageRecord;
import dev.tintype.core.state.ImageRecord.Life.Erasing;
import dev.tintype.core.state.Publication;
import dev.tintype.core.state.VersionRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// The stages of an image's erasure that delete: the first deletion, and the last look, after which
/// only the tombstone is left. [dev.tintype.core.state.Erasure] has the order of the stages.
public final class EraseFiles {

  private final Stores stores;
  private final FlowContext context;
  private final ErasureTerms terms;
  private final ForgetVersions forgetVersions;
  private final FinishErasure finish;

  /// @param terms what erasures depend on
  public EraseFiles(Stores stores, ErasureTerms terms, FlowContext context) {
    this.stores = stores;
    this.context = context;
    this.terms = terms;
    this.forgetVersions = new ForgetVersions(stores.jobs(), context);
    this.finish = new FinishErasure(terms, stores.jobs(), context);
  }

  /// Runs the first deletion or the last look.
  ///
  /// @param image an image whose stage is not [Erasure.Stage#COPIES]
  /// @param goOn called before each deletion and in the look; false stops, and the stage is
  ///   repeated later
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
    ErasurePass pass =
        new ErasurePass(
            stores,
            context,
            image,
            Erasure.knowing(erasing, found.versions()),
            !isLast && found.mayBePublic());
    if (!pass.deleteFiles(goOn)) {
      return false;
    }
    return isLast ? last(pass, found, goOn, copies) : first(pass, found, copies);
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

  private boolean first(ErasurePass pass, Found found, Consumer<ImageRecord> copies) {
    ImageRecord next =
        Erasure.deletedOnce(
            pass.image(),
            pass.erasing(),
            new Erasure.Versions(found.versions(), found.unreadable().isEmpty()),
            found.mayBePublic(),
            terms.permissions(),
            context.now());
    if (!pass.write(next)) {
      return false;
    }
    FlowLog.event("erase.deleted", pass.image().id())
        .with("versions", found.versions().size())
        .info();
    if (pass.erasing().copies().isPresent()) {
      context.boundary().reached(StepBoundary.ERASE_COPIES);
      copies.accept(pass.image());
      return false;
    }
    context.boundary().reached(StepBoundary.ERASE_SCHEDULED);
    forgetVersions.remove(pass.image().id(), found.versions());
    return true;
  }

  private boolean last(
      ErasurePass pass, Found found, BooleanSupplier goOn, Consumer<ImageRecord> copies) {
    if (pass.erasing().copies().isPresent()) {
      if (pass.write(Erasure.deletedAgain(pass.image(), pass.erasing(), context.now()))) {
        context.boundary().reached(StepBoundary.ERASE_COPIES);
        copies.accept(pass.image());
      }
      return false;
    }
    if (!found.unreadable().isEmpty()) {
      throw new UnreadableRecord(found.unreadable().getFirst());
    }
    if (!pass.store()) {
      return false;
    }
    forgetVersions.remove(pass.image().id(), found.versions());
    return finish.after(pass, goOn, copies);
  }
}
