package dev.tintype.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.port.Race;
import dev.tintype.core.port.Storage;
import dev.tintype.core.port.StorageContract;
import java.nio.file.Files;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FileStorageTest extends StorageContract {

  private static final int THREADS = 8;
  private static final int ROUNDS = 1_000;

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

  /// A delete takes the folders with it that it leaves empty; whoever stores there at that moment
  /// makes them anew.
  @Test
  void noPutFailsWhileDeletesRemoveItsFolders() throws Exception {
    Storage.StoredFile stored = file("a/b/c", new byte[] {1, 2, 3});
    Race.of(
        THREADS,
        i ->
            () -> {
              for (int round = 0; round < ROUNDS; round++) {
                if (i % 2 == 0) {
                  storage.put("a/b/c", stored);
                } else {
                  storage.delete("a/b/c");
                }
              }
              return i;
            });
    storage.delete("a/b/c");
    try (var left = Files.list(folder.resolve("objects"))) {
      assertThat(left).noneMatch(path -> path.endsWith("a"));
    }
  }
}
