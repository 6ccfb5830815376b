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

/// Compares what lies in storage with what the job store promises, one page at a time: memory does
/// not grow with the number of images. Safe beside everything else: work under way is no damage.
/// One thread at a time.
public final class Verify {

  /// Later than anything is due.
  private static final Instant EVER = Instant.parse("2200-01-01T00:00:00Z");

  private final Stores stores;
  private final CheckImage checkImage;
  private final CheckFile checkFile;
  private final int images;
  private final int files;
  private final Storage.Pages variants;
  private final Storage.Pages originals;

  /// How closely files are looked at.
  public enum Depth {
    /// Every file is read and its digest compared.
    BYTES,
    /// Only whether it is there with the right length.
    LENGTHS
  }

  /// @param depth how closely files are looked at
  /// @param images how many images a page holds, 1 to 200
  /// @param files how many files a page holds, 1 to 1,000
  public Verify(Stores stores, Depth depth, int images, int files) {
    this.stores = stores;
    this.checkImage = new CheckImage(stores, depth);
    this.checkFile = new CheckFile(stores);
    this.images = images;
    this.files = files;
    this.variants = stores.variants().pages("");
    this.originals = stores.originals().pages("");
  }

  /// What one page came to.
  ///
  /// @param images how many images were looked at
  /// @param files how many files were looked at, or missed
  /// @param damages what is not as promised, in the order it was found
  /// @param next where the next page begins; absent at the end
  public record Page(int images, int files, List<Damage> damages, Optional<VerifyCursor> next) {
    /// Copies the list.
    public Page {
      damages = List.copyOf(damages);
    }
  }

  /// Looks at one page.
  ///
  /// @throws StoreUnavailable when a store does not answer; looking again is safe
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

  /// Records that cannot be read and that no list of living images leads to: tombstones and the
  /// outbox, whatever their due instant.
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
