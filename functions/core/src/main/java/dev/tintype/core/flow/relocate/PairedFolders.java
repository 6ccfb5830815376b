package dev.tintype.core.flow.relocate;

import dev.tintype.core.KeyOrder;
import dev.tintype.core.port.Storage;
import dev.tintype.core.port.Storage.StoredObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The keys of two storages side by side, folder by folder, in their order. Memory does not grow
/// with the number of objects. For one thread at a time.
final class PairedFolders {

  /// The most keys that are answered at once. A larger folder is answered in parts.
  static final int MOST = 1_000;

  private final Listing old;
  private final Listing copied;
  private List<Pair> begun = new ArrayList<>();

  PairedFolders(Storage old, Storage copied) {
    this.old = new Listing(old.pages(""));
    this.copied = new Listing(copied.pages(""));
  }

  /// @return the keys of the next folder; empty at the end
  /// @throws dev.tintype.core.port.StoreUnavailable when a storage does not answer; the next call
  ///   goes on, and no key is left out
  List<Pair> next() {
    for (Optional<Pair> next = peek(); next.isPresent(); next = peek()) {
      Pair pair = next.get();
      if (!isOfFolder(pair, begun)) {
        break;
      }
      begun.add(pair);
      pair.old().ifPresent(_ -> old.advance());
      pair.copied().ifPresent(_ -> copied.advance());
    }
    List<Pair> folder = begun;
    begun = new ArrayList<>();
    return folder;
  }

  private static boolean isOfFolder(Pair pair, List<Pair> folder) {
    return folder.size() < MOST
        && (folder.isEmpty() || folder.getFirst().folder().equals(pair.folder()));
  }

  private Optional<Pair> peek() {
    Optional<StoredObject> one = old.peek();
    Optional<StoredObject> other = copied.peek();
    if (one.isEmpty() || other.isEmpty()) {
      return one.or(() -> other).map(object -> new Pair(object.key(), one, other));
    }
    int order = KeyOrder.compare(one.get().key(), other.get().key());
    return Optional.of(
        new Pair(
            order <= 0 ? one.get().key() : other.get().key(),
            order <= 0 ? one : Optional.empty(),
            order >= 0 ? other : Optional.empty()));
  }

  /// One storage, page by page.
  private static final class Listing {
    private final Storage.Pages pages;
    private List<StoredObject> page = List.of();
    private int next;
    private Optional<String> last = Optional.empty();
    private boolean isOver;

    Listing(Storage.Pages pages) {
      this.pages = pages;
    }

    Optional<StoredObject> peek() {
      if (next == page.size() && !isOver) {
        List<StoredObject> more = pages.page(last, MOST);
        page = more;
        next = 0;
        isOver = more.isEmpty();
        last = more.isEmpty() ? last : Optional.of(more.getLast().key());
      }
      return next < page.size() ? Optional.of(page.get(next)) : Optional.empty();
    }

    void advance() {
      next++;
    }
  }
}
