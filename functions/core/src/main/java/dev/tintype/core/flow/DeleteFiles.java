package dev.tintype.core.flow;

import dev.tintype.core.port.Storage;
import dev.tintype.core.port.Storage.StoredObject;
import dev.tintype.core.port.StoreUnavailable;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Deletes every object under a prefix.
final class DeleteFiles {

  private static final int PAGE = 1_000;

  private final Storage storage;
  private final StepBoundary boundary;
  private final String boundaryName;

  DeleteFiles(Storage storage, StepBoundary boundary, String boundaryName) {
    this.storage = storage;
    this.boundary = boundary;
    this.boundaryName = boundaryName;
  }

  /// @param goOn asked before each object
  /// @return whether nothing is left; false when told to stop
  /// @throws StoreUnavailable when something may be left; doing it again is safe
  boolean under(String prefix, Predicate<String> goOn) {
    Optional<String> after = Optional.empty();
    while (true) {
      List<StoredObject> page = storage.list(prefix, after, PAGE);
      for (StoredObject object : page) {
        if (!goOn.test(object.key())) {
          return false;
        }
        storage.delete(object.key());
        boundary.reached(boundaryName);
      }
      if (page.isEmpty()) {
        return true;
      }
      after = Optional.of(page.getLast().key());
    }
  }
}
