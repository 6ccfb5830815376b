package dev.tintype.server.data;

import dev.tintype.core.flow.relocate.MovingStorage.Layout;
import dev.tintype.core.port.Storage;
import dev.tintype.core.provider.StorageProvider;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/// Which storages a host uses, and how.
///
/// @param first read and deleted first
/// @param second read and deleted too, during a move
/// @param writesToSecond whether new objects go to the second one
record StorageRoles(
    StorageProvider.Opened first, Optional<StorageProvider.Opened> second, boolean writesToSecond) {

  static StorageRoles only(StorageProvider.Opened storage) {
    return new StorageRoles(storage, Optional.empty(), false);
  }

  StorageProvider.Opened written() {
    return writesToSecond ? second.orElseThrow() : first;
  }

  /// @return those in use, the written one first
  Stream<StorageProvider.Opened> used() {
    return Stream.concat(
        Stream.of(written()),
        Stream.concat(Stream.of(first), second.stream()).filter(one -> !one.equals(written())));
  }

  Layout layout(Function<StorageProvider.Opened, Storage> part) {
    return new Layout(part.apply(first), second.map(part), writesToSecond);
  }
}
