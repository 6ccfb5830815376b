package dev.tintype.core.port;

import java.time.InstantSource;

final class MemoryStorageTest extends StorageContract {

  private final Storage storage = new MemoryStorage(InstantSource.system());

  @Override
  protected Storage storage() {
    return storage;
  }
}
