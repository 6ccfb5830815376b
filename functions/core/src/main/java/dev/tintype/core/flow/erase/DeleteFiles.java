package dev.tintype.core.flow.erase;

import dev.tintype.core.flow.StepBoundary;
import dev.tintype.core.port.Storage;
import dev.tintype.core.port.Storage.StoredObject;
import dev.tintype.core.port.StoreUnavailable;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

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

  /// @param goOn called before each object; false stops
  /// @throws StoreUnavailable when objects may be left; calling again is safe
  public Deleted under(String prefix, BooleanSupplier goOn) {
    Optional<String> after = Optional.empty();
    while (true) {
      List<StoredObject> page = storage.list(prefix, after, PAGE);
      if (page.isEmpty()) {
        return after.isEmpty() ? Deleted.NOTHING_FOUND : Deleted.DELETED;
      }
      for (StoredObject object : page) {
        if (!goOn.getAsBoolean()) {
          return Deleted.STOPPED;
        }
        storage.delete(object.key());
        boundary.reached(boundaryName);
      }
      after = Optional.of(page.getLast().key());
    }
  }
}
