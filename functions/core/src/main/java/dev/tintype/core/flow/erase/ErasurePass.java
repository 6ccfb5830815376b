package dev.tintype.core.flow.erase;

import dev.tintype.core.Keys;
import dev.tintype.core.flow.Commits;
import dev.tintype.core.flow.FlowContext;
import dev.tintype.core.flow.StepBoundary;
import dev.tintype.core.flow.Stores;
import dev.tintype.core.flow.erase.DeleteFiles.Deleted;
import dev.tintype.core.port.Change;
import dev.tintype.core.port.Change.Write;
import dev.tintype.core.state.Erasure;
import dev.tintype.core.state.ImageRecord;
import dev.tintype.core.state.ImageRecord.Life.Copies;
import dev.tintype.core.state.ImageRecord.Life.Erasing;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// One deletion of all files of an image, with the image's record as last written. For one thread.
final class ErasurePass {

  private final Commits commits;
  private final FlowContext context;
  private final DeleteFiles originals;
  private final DeleteFiles variants;
  private final boolean mayBePublic;
  private ImageRecord image;
  private Erasing erasing;
  private boolean deletedSome;

  /// @param image the record as stored
  /// @param erasing its life, with what is known of its versions
  /// @param mayBePublic whether copies of its files are forgotten in any case after this pass
  ErasurePass(
      Stores stores, FlowContext context, ImageRecord image, Erasing erasing, boolean mayBePublic) {
    this.commits = new Commits(stores.jobs());
    this.context = context;
    this.originals =
        new DeleteFiles(stores.originals(), context.boundary(), StepBoundary.ERASE_DELETED);
    this.variants =
        new DeleteFiles(stores.variants(), context.boundary(), StepBoundary.ERASE_DELETED);
    this.mayBePublic = mayBePublic;
    this.image = image;
    this.erasing = erasing;
  }

  ImageRecord image() {
    return image;
  }

  Erasing erasing() {
    return erasing;
  }

  /// @return whether everything was deleted
  boolean deleteFiles(BooleanSupplier goOn) {
    Deleted ofVariants =
        variants.pagesUnder(
            Keys.variants(image.id()), keys -> goOn.getAsBoolean() && isRecorded(keys, true));
    boolean isDone =
        ofVariants != Deleted.STOPPED
            && originals.pagesUnder(
                    Keys.originals(image.id()),
                    keys -> goOn.getAsBoolean() && isRecorded(keys, false))
                != Deleted.STOPPED;
    if (isDone) {
      erasing = Erasure.emptied(erasing, deletedSome, context.now());
    }
    return isDone;
  }

  /// Called when objects were found, before they are deleted.
  private boolean isRecorded(List<String> keys, boolean arePublic) {
    deletedSome = true;
    boolean isNews = arePublic && !mayBePublic && erasing.copies().isEmpty();
    if (!isNews && erasing.account().isEmpty()) {
      return true;
    }
    Optional<Copies> copies = isNews ? Optional.of(new Copies(0)) : erasing.copies();
    boolean written = write(Erasure.found(image, erasing, keys, copies));
    if (written) {
      context.boundary().reached(isNews ? StepBoundary.ERASE_FOUND : StepBoundary.ERASE_COUNTED);
    }
    return written;
  }

  /// Writes what is known and not stored yet.
  ///
  /// @return whether it is stored
  boolean store() {
    return erasing.equals(image.life()) || write(image.entombed(erasing, image.dueAt()));
  }

  /// @return whether it was written; false when another process changed the image meanwhile
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
