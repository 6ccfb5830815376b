package dev.tintype.backends.file;

import dev.tintype.core.port.Storage;
import dev.tintype.core.port.StorageContract;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

class FileStorageTest extends StorageContract {

  private FileStorage storage;

  @BeforeEach
  void open() {
    storage = FileStorage.open(folder.resolve("objects"), InstantSource.system());
  }

  @AfterEach
  void close() {
    storage.close();
  }

  @Override
  protected Storage storage() {
    return storage;
  }
}
