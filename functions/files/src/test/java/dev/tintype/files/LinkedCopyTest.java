package dev.tintype.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.Keys;
import dev.tintype.core.Sha256;
import dev.tintype.core.port.Storage.CopyResult;
import dev.tintype.core.port.Storage.PutResult;
import dev.tintype.core.port.Storage.StoredFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A copy in a folder is a further name of the same file.
final class LinkedCopyTest {

  private static final String ONE = "image/1/320.webp";
  private static final String TWO = "image/2/320.webp";
  private static final byte[] BYTES = {1, 2, 3, 4, 5};

  @TempDir private Path folder;
  private FileStorage storage;

  @BeforeEach
  void open() throws Exception {
    storage = FileStorage.open(folder.resolve("objects"), InstantSource.system());
    assertThat(put(ONE)).isEqualTo(PutResult.STORED);
    assertThat(copy()).isEqualTo(CopyResult.STORED);
  }

  @AfterEach
  void close() {
    storage.close();
  }

  private PutResult put(String key) throws Exception {
    return storage.put(key, file(Files.write(folder.resolve("file"), BYTES)));
  }

  private CopyResult copy() {
    return storage.copy(ONE, TWO, file(folder.resolve("unused")), () -> true);
  }

  private static StoredFile file(Path path) {
    return new StoredFile(path, BYTES.length, Sha256.of(BYTES), "image/webp", Keys.CACHE_CONTROL);
  }

  private Path path(String key) {
    return storage.localFile(key).orElseThrow();
  }

  private byte[] read(String key) throws Exception {
    return Files.readAllBytes(path(key));
  }

  @Test
  void aCopyNeedsNoRoom() throws Exception {
    assertThat(Files.getAttribute(path(TWO), "unix:ino"))
        .isEqualTo(Files.getAttribute(path(ONE), "unix:ino"));
    assertThat(folder.resolve("unused")).doesNotExist();
  }

  /// A repair deletes the altered file and stores the promised bytes.
  @Test
  void aRepairOfOneNameLeavesTheOtherToItsOwnRepair() throws Exception {
    byte[] altered = BYTES.clone();
    altered[2] ^= 1;
    Files.write(path(ONE), altered);
    assertThat(read(TWO)).as("both names show the damage").isEqualTo(altered);
    assertThat(copy()).isEqualTo(CopyResult.SOURCE_ALTERED);

    storage.delete(ONE);
    assertThat(put(ONE)).isEqualTo(PutResult.STORED);
    assertThat(read(ONE)).isEqualTo(BYTES);
    assertThat(read(TWO)).isEqualTo(altered);

    storage.delete(TWO);
    assertThat(put(TWO)).isEqualTo(PutResult.STORED);
    assertThat(read(ONE)).isEqualTo(BYTES);
    assertThat(read(TWO)).isEqualTo(BYTES);
  }

  @Test
  void aShortenedSourceIsAltered() throws Exception {
    Files.write(path(ONE), Arrays.copyOf(BYTES, 3));
    storage.delete(TWO);
    assertThat(copy()).isEqualTo(CopyResult.SOURCE_ALTERED);
    assertThat(storage.head(TWO)).isEmpty();
  }

  @Test
  void aSourceThatIsASymbolicLinkIsMissing() throws Exception {
    Path real = Files.write(folder.resolve("elsewhere"), BYTES);
    Path source = path(ONE);
    Files.delete(source);
    Files.createSymbolicLink(source, real);
    storage.delete(TWO);
    assertThat(copy()).isEqualTo(CopyResult.SOURCE_MISSING);
  }
}
