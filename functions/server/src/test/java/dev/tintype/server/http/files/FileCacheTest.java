package dev.tintype.server.http.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.port.StoreUnavailable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FileCacheTest {

  private static final String KEY = "a/1";

  @TempDir private Path folder;

  private final FileCache cache = new FileCache(1 << 20, 1 << 10);
  private Path file = Path.of("");

  @BeforeEach
  void fill() throws Exception {
    file = Files.write(folder.resolve("1"), new byte[] {1, 2, 3});
    cache.offer(KEY, file);
    cache.offer(KEY, file);
    assertFound();
  }

  private void assertFound() {
    FileCache.Loan loan = cache.find(KEY, _ -> Optional.of(file)).orElseThrow();
    assertThat(loan.bytes()).isEqualTo(3);
    loan.release();
  }

  /// The old folder keeps the file after the storage was moved, also when it was erased since.
  @Test
  void aFileThatTheStorageDoesNotHaveAnyMoreIsNotAnswered() {
    assertThat(cache.find(KEY, _ -> Optional.empty())).isEmpty();
    assertThat(cache.find(KEY, _ -> Optional.of(file))).as("it is forgotten").isEmpty();
  }

  @Test
  void aFileThatIsElsewhereIsNotAnswered() {
    assertThat(cache.find(KEY, _ -> Optional.of(folder.resolve("2")))).isEmpty();
  }

  @Test
  void aStorageThatDoesNotAnswerVouchesForNothing() {
    assertThat(
            cache.find(
                KEY,
                _ -> {
                  throw new StoreUnavailable("no answer");
                }))
        .isEmpty();
  }

  @Test
  void aReplacedFileIsNotAnswered() throws Exception {
    Files.write(file, new byte[] {1, 2, 3, 4});
    assertThat(cache.find(KEY, _ -> Optional.of(file))).isEmpty();
  }
}
