package dev.tintype.core.flow.relocate;

import dev.tintype.core.KeyOrder;
import dev.tintype.core.Sha256;
import dev.tintype.core.port.Storage;
import dev.tintype.core.port.StoreUnavailable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// A storage whose objects may be moved to another one at any time. What it does follows from a
/// [Layout], which may change while a call runs: then the call is made again by the new one. So
/// when a process has the new layout, none of its calls that end later was made by the old one
/// alone.
///
/// Objects are read where they were first, so a move makes no read slower. They are deleted there
/// first too: what was copied and is no longer in the old storage was deleted meanwhile.
public final class MovingStorage implements Storage {

  /// Where objects are.
  ///
  /// @param first read and deleted first
  /// @param second deleted and listed too, during a move
  /// @param use what else the second one is used for
  public record Layout(Storage first, Optional<Storage> second, Use use) {
    /// All objects are in one storage.
    public static Layout only(Storage storage) {
      return new Layout(storage, Optional.empty(), Use.CLEARED);
    }

    private Optional<Storage> alsoRead() {
      return second.filter(_ -> use != Use.CLEARED);
    }
  }

  /// What the second storage is used for.
  public enum Use {
    /// Nothing in it is shown: it may have objects that were deleted in the first one alone.
    CLEARED,
    /// What the first one does not have is read there.
    READ,
    /// It is read, and new objects go there.
    WRITTEN
  }

  private final Supplier<Layout> layout;

  /// @param layout the present one; throws [StoreUnavailable] when this process cannot know where
  ///   objects are
  public MovingStorage(Supplier<Layout> layout) {
    this.layout = layout;
  }

  /// The bytes are stored where new objects go, also if the other storage has the same ones.
  @Override
  public PutResult put(String key, StoredFile file) {
    Layout now = layout.get();
    PutResult first = put(now, key, file);
    PutResult last = first;
    for (Layout next = layout.get(); !next.equals(now); next = layout.get()) {
      now = next;
      last = put(now, key, file);
    }
    return last == PutResult.CONFLICT ? last : first;
  }

  /// Looks into the other storage before and after: of two processes that store different bytes in
  /// different storages, at least one sees the other's.
  private static PutResult put(Layout now, String key, StoredFile file) {
    Optional<Storage> second = now.alsoRead();
    if (second.isEmpty()) {
      return now.first().put(key, file);
    }
    boolean isToSecond = now.use() == Use.WRITTEN;
    Storage target = isToSecond ? second.get() : now.first();
    Storage other = isToSecond ? now.first() : second.get();
    Optional<PutResult> before = find(other, key, file);
    if (before.isPresent() && before.get() == PutResult.CONFLICT) {
      return PutResult.CONFLICT;
    }
    PutResult result = target.put(key, file);
    boolean isConflict =
        result != PutResult.CONFLICT
            && find(other, key, file).filter(PutResult.CONFLICT::equals).isPresent();
    return isConflict ? PutResult.CONFLICT : before.orElse(result);
  }

  /// @return what a put would find, if the object is there
  private static Optional<PutResult> find(Storage storage, String key, StoredFile file) {
    Optional<StoredObject> there = storage.head(key);
    if (there.isEmpty()) {
      return Optional.empty();
    }
    boolean isSame =
        there.get().bytes() == file.bytes()
            && there
                .get()
                .sha256()
                .or(() -> digest(storage, key))
                .filter(file.sha256()::equals)
                .isPresent();
    return Optional.of(isSame ? PutResult.ALREADY_THERE : PutResult.CONFLICT);
  }

  private static Optional<Sha256> digest(Storage storage, String key) {
    try (InputStream in = storage.open(key, Optional.empty()).orElse(null)) {
      return in == null ? Optional.empty() : Optional.of(Sha256.of(in));
    } catch (IOException e) {
      throw new StoreUnavailable(key + " could not be read", e);
    }
  }

  @Override
  public CopyResult copy(String from, String to, StoredFile file, BooleanSupplier goOn) {
    Layout now = layout.get();
    if (now.second().isPresent()) {
      return Storage.super.copy(from, to, file, goOn);
    }
    CopyResult result = now.first().copy(from, to, file, goOn);
    return layout.get().equals(now) || result == CopyResult.STOPPED
        ? result
        : Storage.super.copy(from, to, file, goOn);
  }

  @Override
  public Optional<StoredObject> head(String key) {
    Layout now = layout.get();
    return now.first().head(key).or(() -> now.alsoRead().flatMap(second -> second.head(key)));
  }

  @Override
  public Optional<InputStream> open(String key, Optional<Range> range) {
    Layout now = layout.get();
    Optional<InputStream> found = now.first().open(key, range);
    Optional<Storage> second = now.alsoRead();
    return found.isPresent() || second.isEmpty() ? found : second.get().open(key, range);
  }

  @Override
  public Optional<Path> localFile(String key) {
    Layout now = layout.get();
    return now.first()
        .localFile(key)
        .or(() -> now.alsoRead().flatMap(second -> second.localFile(key)));
  }

  @Override
  public List<StoredObject> list(String prefix, Optional<String> after, int limit) {
    Layout now = layout.get();
    List<StoredObject> first = now.first().list(prefix, after, limit);
    return now.second()
        .map(second -> merged(first, second.list(prefix, after, limit), limit))
        .orElse(first);
  }

  /// Pages that began by one layout go on by it. A long list of one storage stays complete enough
  /// during a move: what is stored after the first page may be in a later one or not.
  @Override
  public Pages pages(String prefix) {
    Layout now = layout.get();
    Pages first = now.first().pages(prefix);
    if (now.second().isEmpty()) {
      return first;
    }
    Pages second = now.second().get().pages(prefix);
    return (after, limit) -> merged(first.page(after, limit), second.page(after, limit), limit);
  }

  private static List<StoredObject> merged(
      List<StoredObject> first, List<StoredObject> second, int limit) {
    Set<String> keys = new HashSet<>();
    List<StoredObject> all = new ArrayList<>();
    first.stream().filter(object -> keys.add(object.key())).forEach(all::add);
    second.stream().filter(object -> keys.add(object.key())).forEach(all::add);
    all.sort((one, other) -> KeyOrder.compare(one.key(), other.key()));
    return List.copyOf(all.subList(0, Math.min(limit, all.size())));
  }

  @Override
  public void delete(String key) {
    deleteEverywhere(storage -> storage.delete(key));
  }

  @Override
  public void delete(List<String> keys) {
    deleteEverywhere(storage -> storage.delete(keys));
  }

  private void deleteEverywhere(Consumer<Storage> delete) {
    Layout now = layout.get();
    delete(now, delete);
    for (Layout next = layout.get(); !next.equals(now); next = layout.get()) {
      now = next;
      delete(now, delete);
    }
  }

  private static void delete(Layout now, Consumer<Storage> delete) {
    delete.accept(now.first());
    now.second().ifPresent(delete);
  }
}
