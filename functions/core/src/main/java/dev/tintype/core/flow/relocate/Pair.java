package dev.tintype.core.flow.relocate;

import dev.tintype.core.port.Storage.StoredObject;
import java.util.Optional;

/// One key and what lies under it in both storages of a move, in at least one of them.
record Pair(String key, Optional<StoredObject> old, Optional<StoredObject> copied) {

  boolean isOnlyOld() {
    return copied.isEmpty();
  }

  boolean isOnlyNew() {
    return old.isEmpty();
  }

  boolean isBoth() {
    return old.isPresent() && copied.isPresent();
  }

  /// @return everything before the last part, with the slash
  String folder() {
    return key.substring(0, key.lastIndexOf('/') + 1);
  }
}
