package dev.tintype.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tintype.core.Sha256;
import dev.tintype.core.port.Storage.PutResult;
import dev.tintype.core.port.Storage.StoredFile;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.s3.emulator.EmulatedS3;
import dev.tintype.s3.emulator.Fault;
import dev.tintype.s3.emulator.FaultyS3;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Puts whose answers never arrive, as when a store answers before it has read the whole request.
final class BucketPutTest {

  private static final String KEY = "01JD2Z6K7M8N9PQRSTVWXYZ012/0123456789abcdef/320.webp";

  @TempDir private Path folder;

  private final FaultyS3 store = new FaultyS3(Set.of(Fault.LOSES_ANSWERS_TO_PUTS));
  private final S3Storage storage =
      new S3Storage(new EmulatedS3(store.endpoint()).s3(), "variants", new SecureRandom());

  @AfterEach
  void close() {
    store.close();
  }

  private PutResult put(byte... bytes) throws IOException {
    Path path = Files.write(folder.resolve("file"), bytes);
    return storage.put(
        KEY, new StoredFile(path, bytes.length, Sha256.of(bytes), "image/webp", "no-store"));
  }

  @Test
  void whatIsStoredThenTellsTheAnswer() throws Exception {
    assertThat(put((byte) 1)).isEqualTo(PutResult.STORED);
    assertThat(put((byte) 1)).isEqualTo(PutResult.ALREADY_THERE);
    assertThat(put((byte) 2)).isEqualTo(PutResult.CONFLICT);
    assertThat(storage.head(KEY).orElseThrow().sha256()).hasValue(Sha256.of(new byte[] {1}));
  }

  @Test
  void nothingIsStoredThenAndNobodyKnowsWhy() {
    store.begin(Fault.IS_OUT);
    assertThatThrownBy(() -> put((byte) 1))
        .isInstanceOf(StoreUnavailable.class)
        .hasMessageStartingWith("S3 PUT variants/" + KEY)
        .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));
    store.end(Fault.IS_OUT);
    assertThat(storage.head(KEY)).isEmpty();
  }
}
