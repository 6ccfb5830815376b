package dev.tintype.core.flow.verify;

import dev.tintype.core.ImageId;
import dev.tintype.core.flow.Stores;
import dev.tintype.core.flow.verify.VerifyCursor.Part;
import dev.tintype.core.port.JobStore.DueKind;
import dev.tintype.core.port.JobStore.DueWork;
import dev.tintype.core.port.JobStore.ImagePage;
import dev.tintype.core.port.Storage;
import dev.tintype.core.port.Storage.StoredObject;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.state.ImageRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

/// Compares the stored objects with what the job store promises, one page at a time, so memory does
/// not grow with the number of images. Safe while other work goes on: work under way is not
/// reported as damage. For one thread at a time.
public final class Verify {

  /// Later than any due time.
  private static final Instant EVER = Instant.parse("2200-01-01T00:00:00Z");

  private final Stores stores;
  private final CheckImage checkImage;
  private final CheckFile checkFile;
  private final int images;
  private final int files;
  private final Storage.Pages variants;
  private final Storage.Pages originals;

  /// How files are compared.
  public enum Depth {
    /// Reads every file and compares its digest.
    BYTES,
    /// Compares only presence and length.
    LENGTHS
  }

  /// @param depth how files are compared
  /// @param images the most images on a page, 1 to 200
  /// @param files the most files on a page, 1 to 1,000
  public Verify(Stores stores, Depth depth, int images, int files) {
    this.stores = stores;
    this.checkImage = new CheckImage(stores, depth);
    this.checkFile = new CheckFile(stores);
    this.images = images;
    this.files = files;
    this.variants = stores.variants().pages("");
    this.originals = stores.originals().pages("");
  }

  /// The result of one page.
  ///
  /// @param images how many images were checked
  /// @param files how many files were checked or found missing
  /// @param damages the damage, in the order it was found
  /// @param next where the next page begins; absent at the end
  public record Page(int images, int files, List<Damage> damages, Optional<VerifyCursor> next) {
    /// Copies the list.
    public Page {
      damages = List.copyOf(damages);
    }
  }

  /// Checks one page.
  ///
  /// @throws StoreUnavailable when a store does not answer; calling again is safe
  public Page page(VerifyCursor cursor) {
    return switch (cursor.part()) {
      case IMAGES -> imagesAfter(cursor.after());
      case VARIANTS -> filesAfter(variants, cursor);
      case ORIGINALS -> filesAfter(originals, cursor);
    };
  }

  private Page imagesAfter(String after) {
    Optional<ImageId> before = after.isEmpty() ? Optional.empty() : Optional.of(new ImageId(after));
    List<Damage> damages = new ArrayList<>(before.isEmpty() ? unlisted() : List.of());
    ImagePage page = stores.jobs().page(Optional.empty(), before, images);
    page.unreadable().forEach(record -> damages.add(Damage.of(record)));
    int looked = 0;
    for (ImageRecord image : page.images()) {
      looked += checkImage.check(image.id(), damages::add);
    }
    VerifyCursor next =
        page.next()
            .map(id -> new VerifyCursor(Part.IMAGES, id.value()))
            .orElseGet(() -> new VerifyCursor(Part.VARIANTS, ""));
    int seen = page.images().size() + page.unreadable().size();
    return new Page(seen, looked, damages, Optional.of(next));
  }

  /// Finds unreadable records that the list of live images does not reach: tombstones and outbox
  /// rows, whatever their due time.
  private List<Damage> unlisted() {
    return stores
        .jobs()
        .due(EVER, DueWork.MOST_UNREADABLE, EnumSet.of(DueKind.IMAGE, DueKind.OUTCOME))
        .unreadable()
        .stream()
        .map(Damage::of)
        .toList();
  }

  private Page filesAfter(Storage.Pages pages, VerifyCursor cursor) {
    Optional<String> after =
        cursor.after().isEmpty() ? Optional.empty() : Optional.of(cursor.after());
    List<StoredObject> page = pages.page(after, files);
    List<Damage> damages = checkFile.check(cursor.part(), page);
    return new Page(0, page.size(), damages, next(cursor.part(), page));
  }

  private Optional<VerifyCursor> next(Part part, List<StoredObject> page) {
    if (page.size() == files) {
      return Optional.of(new VerifyCursor(part, page.getLast().key()));
    }
    return part == Part.VARIANTS
        ? Optional.of(new VerifyCursor(Part.ORIGINALS, ""))
        : Optional.empty();
  }
}
