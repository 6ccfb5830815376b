package dev.tintype.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tintype.core.Sha256;
import dev.tintype.core.port.Storage.StoredFile;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.s3.emulator.EmulatedS3;
import dev.tintype.s3.emulator.Fault;
import dev.tintype.s3.emulator.FaultyS3;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Answers of 404: the object is missing, or its bucket, or the store.
final class MissingTest {

  @TempDir private Path folder;

  private final FaultyS3 store = new FaultyS3(Set.of(Fault.REFUSES_TO_DELETE_NOTHING));
  private final S3Storage storage =
      new S3Storage(new EmulatedS3(store.endpoint()).s3(), "variants", new SecureRandom());

  @AfterEach
  void close() {
    store.close();
  }

  private void put(String key) throws Exception {
    Path path = Files.write(folder.resolve("file"), new byte[] {1});
    storage.put(key, new StoredFile(path, 1, Sha256.of(new byte[] {1}), "image/webp", "no-store"));
  }

  @Test
  void anObjectThatIsNotThereIsDeleted() throws Exception {
    put("a");
    storage.delete("a");
    storage.delete("a");
    put("b");
    storage.delete(List.of("a", "b", "c"));
    assertThat(store.keys()).isEmpty();
    assertThat(storage.open("a", Optional.empty())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"LACKS_BUCKET, NoSuchBucket", "IS_NOT_FOUND, 404"})
  void anotherAnswerOf404SaysNothingAboutAnObject(Fault fault, String said) throws Exception {
    put("a");
    store.begin(fault);
    assertThatThrownBy(() -> storage.delete("a"))
        .isInstanceOf(StoreUnavailable.class)
        .hasMessageContaining(said);
    assertThatThrownBy(() -> storage.open("a", Optional.empty()))
        .isInstanceOf(StoreUnavailable.class)
        .hasMessageContaining(said);
    store.end(fault);
    assertThat(store.keys()).containsExactly("variants/a");
  }
}
