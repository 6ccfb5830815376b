package dev.tintype.server.data;

import dev.tintype.core.flow.relocate.MovingStorage.Layout;
import dev.tintype.core.flow.relocate.MovingStorage.Use;
import dev.tintype.core.port.Storage;
import dev.tintype.core.provider.StorageProvider;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/// Which storages a host uses, and how.
///
/// @param first read and deleted first
/// @param second deleted and listed too, during a move
/// @param use what else the second one is used for
record StorageRoles(
    StorageProvider.Opened first, Optional<StorageProvider.Opened> second, Use use) {

  static StorageRoles only(StorageProvider.Opened storage) {
    return new StorageRoles(storage, Optional.empty(), Use.CLEARED);
  }

  StorageProvider.Opened written() {
    return use == Use.WRITTEN ? second.orElseThrow() : first;
  }

  /// @return the second one, if what lies there is shown
  Optional<StorageProvider.Opened> alsoRead() {
    return second.filter(_ -> use != Use.CLEARED);
  }

  /// @return those that are read, the written one first
  Stream<StorageProvider.Opened> used() {
    return Stream.concat(
        Stream.of(written()),
        Stream.concat(Stream.of(first), alsoRead().stream()).filter(one -> !one.equals(written())));
  }

  Layout layout(Function<StorageProvider.Opened, Storage> part) {
    return new Layout(part.apply(first), second.map(part), use);
  }
}
