package dev.tintype.core.flow.erase;

import dev.tintype.core.flow.StepBoundary;
import dev.tintype.core.port.Storage;
import dev.tintype.core.port.Storage.StoredObject;
import dev.tintype.core.port.StoreUnavailable;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/// Deletes every object under a prefix.
public final class DeleteFiles {

  private static final int PAGE = 1_000;

  private final Storage storage;
  private final StepBoundary boundary;
  private final String boundaryName;

  public DeleteFiles(Storage storage, StepBoundary boundary, String boundaryName) {
    this.storage = storage;
    this.boundary = boundary;
    this.boundaryName = boundaryName;
  }

  /// The result of deleting.
  public enum Deleted {
    /// Nothing was there.
    NOTHING_FOUND,
    /// Everything that was there is deleted.
    DELETED,
    /// It was stopped; objects may be left.
    STOPPED
  }

  /// Deletes one object after the other.
  ///
  /// @param goOn called before each object; false stops
  /// @throws StoreUnavailable when objects may be left; calling again is safe
  public Deleted under(String prefix, BooleanSupplier goOn) {
    return under(prefix, 1, _ -> goOn.getAsBoolean());
  }

  /// Deletes up to 1,000 objects with one request to the storage.
  ///
  /// @param goOn called before each request; false stops
  /// @throws StoreUnavailable when objects may be left; calling again is safe
  public Deleted pagesUnder(String prefix, BooleanSupplier goOn) {
    return under(prefix, PAGE, _ -> goOn.getAsBoolean());
  }

  /// Deletes up to 1,000 objects with one request to the storage.
  ///
  /// @param gate gets the keys of each request before it is sent; false stops
  /// @throws StoreUnavailable when objects may be left; calling again is safe
  public Deleted pagesUnder(String prefix, Predicate<List<String>> gate) {
    return under(prefix, PAGE, gate);
  }

  private Deleted under(String prefix, int atOnce, Predicate<List<String>> gate) {
    Optional<String> after = Optional.empty();
    while (true) {
      List<String> page =
          storage.list(prefix, after, PAGE).stream().map(StoredObject::key).toList();
      if (page.isEmpty()) {
        return after.isEmpty() ? Deleted.NOTHING_FOUND : Deleted.DELETED;
      }
      for (int from = 0; from < page.size(); from += atOnce) {
        List<String> keys = page.subList(from, Math.min(page.size(), from + atOnce));
        if (!gate.test(keys)) {
          return Deleted.STOPPED;
        }
        storage.delete(keys);
        boundary.reached(boundaryName);
      }
      after = Optional.of(page.getLast());
    }
  }
}
