package dev.tintype.core.flow.relocate;

import dev.tintype.core.flow.relocate.MovingStorage.Layout;
import dev.tintype.core.flow.relocate.MovingStorage.Use;
import dev.tintype.core.port.MemoryStorage;
import dev.tintype.core.port.Storage;
import dev.tintype.core.port.StorageContract;
import java.time.InstantSource;
import java.util.Optional;

/// The storage of a host that reads both storages and writes to the old one.
final class AnnouncedStorageTest extends StorageContract {

  private final Layout layout =
      new Layout(
          new MemoryStorage(InstantSource.system()),
          Optional.of(new MemoryStorage(InstantSource.system())),
          Use.READ);
  private final Storage storage = new MovingStorage(() -> layout);

  @Override
  protected Storage storage() {
    return storage;
  }
}
