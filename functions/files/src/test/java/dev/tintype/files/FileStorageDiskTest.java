package dev.tintype.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tintype.core.Keys;
import dev.tintype.core.Sha256;
import dev.tintype.core.disk.Tree;
import dev.tintype.core.port.Storage.PutResult;
import dev.tintype.core.port.Storage.StoredFile;
import dev.tintype.core.port.Storage.StoredObject;
import dev.tintype.core.port.StoreUnavailable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What lies on the disk below a file storage.
class FileStorageDiskTest {

  @TempDir private Path folder;

  private Path root;
  private FileStorage storage;

  @BeforeEach
  void open() {
    root = folder.resolve("data/objects");
    storage = FileStorage.open(root, InstantSource.system());
  }

  @AfterEach
  void close() {
    storage.close();
  }

  private StoredFile file(byte[] bytes) throws IOException {
    Path path = Files.write(folder.resolve("upload"), bytes);
    return new StoredFile(path, bytes.length, Sha256.of(bytes), "image/webp", "");
  }

  private PutResult put(String key) throws IOException {
    return storage.put(key, file(new byte[] {1, 2, 3}));
  }

  private List<String> keys() {
    return storage.list("", Optional.empty(), 1000).stream().map(StoredObject::key).toList();
  }

  /// @return every file below a folder, but for the locks of storages that are open
  static List<Path> files(Path below) {
    try {
      return Tree.files(below).stream().filter(file -> !file.endsWith("lock")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "/", "/x", "x/", "a//b", ".", "..", "../x", "a/../b", "a/..", "./a", "a/./b", "\ud800"
      })
  void aKeyThatIsNoPathIsRefusedAndNeverThere(String key) {
    assertThatThrownBy(() -> put(key)).isInstanceOf(IllegalArgumentException.class);
    assertThat(storage.head(key)).isEmpty();
    assertThat(storage.open(key, Optional.empty())).isEmpty();
    storage.delete(key);
    assertThat(files(folder)).containsExactly(folder.resolve("upload"));
  }

  @Test
  void aKeyTooLongIsRefused() throws Exception {
    assertThat(put("a/" + "x".repeat(255))).isEqualTo(PutResult.STORED);
    assertThatThrownBy(() -> put("a/" + "x".repeat(256)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> put("é".repeat(100))).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> put("abc/".repeat(256) + "d"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void namesOnDiskArePlainAscii() throws Exception {
    put("Füße/a b%/.tmp/\u0000\n😀");
    Path stored = root.relativize(files(root).getFirst());
    assertThat(stored).hasToString("F%C3%BC%C3%9Fe/a%20b%25/%2Etmp/%00%0A%F0%9F%98%80");
  }

  @Test
  void thePlatformsKeysAreTheirOwnPaths() throws Exception {
    String key = "01JD2Z6K7M8N9PQRSTVWXYZ012/0123456789abcdef/320.avif";
    put(key);
    assertThat(files(root)).containsExactly(root.toRealPath().resolve(key));
  }

  @Test
  void onlyTheOwnerMayEnter() throws Exception {
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(root)))
        .isEqualTo("rwx------");
  }

  @Test
  void symbolicLinksAreNotFollowed() throws Exception {
    Path outside = Files.createDirectory(folder.resolve("outside"));
    Files.writeString(outside.resolve("secret"), "secret");
    Files.createSymbolicLink(root.resolve("linked"), outside);
    Files.createSymbolicLink(root.resolve("file"), outside.resolve("secret"));
    assertThat(storage.head("linked/secret")).isEmpty();
    assertThat(storage.open("linked/secret", Optional.empty())).isEmpty();
    assertThat(storage.open("file", Optional.empty())).isEmpty();
    assertThat(storage.list("linked/", Optional.empty(), 10)).isEmpty();
    assertThat(keys()).isEmpty();
    storage.delete("linked/secret");
    assertThat(outside.resolve("secret")).exists();
    assertThatThrownBy(() -> put("linked/new")).isInstanceOf(StoreUnavailable.class);
    assertThatThrownBy(() -> put("file")).isInstanceOf(StoreUnavailable.class);
    assertThat(outside.resolve("new")).doesNotExist();
    assertThat(outside.resolve("secret")).hasContent("secret");
  }

  @Test
  void aFileThatIsNotWhatWasSaidIsNotStored() throws Exception {
    StoredFile file = file(new byte[] {1, 2, 3});
    StoredFile wrongDigest =
        new StoredFile(file.path(), 3, Sha256.of("other"), "image/webp", Keys.CACHE_CONTROL);
    StoredFile wrongLength =
        new StoredFile(file.path(), 4, file.sha256(), "image/webp", Keys.CACHE_CONTROL);
    assertThatThrownBy(() -> storage.put("a/b", wrongDigest)).isInstanceOf(StoreUnavailable.class);
    assertThatThrownBy(() -> storage.put("a/b", wrongLength)).isInstanceOf(StoreUnavailable.class);
    assertThat(files(root)).isEmpty();
  }

  @Test
  void aMissingFileIsAnErrorThatLeavesNothing() throws Exception {
    StoredFile gone = new StoredFile(folder.resolve("gone"), 3, Sha256.of("x"), "image/webp", "");
    assertThatThrownBy(() -> storage.put("a/b", gone)).isInstanceOf(StoreUnavailable.class);
    assertThat(files(root)).isEmpty();
  }

  @Test
  void alteredBytesOnDiskAreAConflict() throws Exception {
    put("a/b");
    Files.write(root.resolve("a/b"), new byte[] {1, 2, 4});
    assertThat(put("a/b")).isEqualTo(PutResult.CONFLICT);
  }

  @Test
  void aDeleteRemovesTheFoldersItEmpties() throws Exception {
    put("a/b/c/1");
    put("a/b/2");
    storage.delete("a/b/c/1");
    assertThat(root.resolve("a/b/c")).doesNotExist();
    assertThat(root.resolve("a/b/2")).exists();
    storage.delete("a/b/2");
    assertThat(root.resolve("a")).doesNotExist();
    assertThat(root).exists();
  }

  @Test
  void filesOfOthersAreNotListed() throws Exception {
    put("a/b");
    Files.writeString(root.resolve("not ours"), "x");
    Files.writeString(root.resolve("%zz"), "x");
    Files.writeString(root.resolve("%61"), "x");
    Files.writeString(root.resolve(".hidden"), "x");
    assertThat(keys()).containsExactly("a/b");
  }

  @Test
  void aHugeFolderIsListedInPages() throws Exception {
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 600; i++) {
      String key = "p/%04d".formatted(i * 7919 % 600);
      Files.createDirectories(root.resolve(key));
      Files.createFile(root.resolve(key + "/f"));
      expected.add(key + "/f");
    }
    // Folders without objects must not end a page early.
    for (int i = 0; i < 200; i++) {
      Files.createDirectory(root.resolve("p/0000-%04d".formatted(i)));
    }
    expected.sort(null);
    List<String> seen = new ArrayList<>();
    Optional<String> after = Optional.empty();
    for (List<StoredObject> page = storage.list("", after, 90);
        !page.isEmpty();
        page = storage.list("", after, 90)) {
      page.forEach(object -> seen.add(object.key()));
      after = Optional.of(seen.getLast());
    }
    assertThat(seen).isEqualTo(expected);
  }

  @Test
  void temporaryFilesOfTheDeadAreRemovedAfterAWhile() throws Exception {
    Path dead = Files.createDirectories(root.resolve(".tmp/1-1-dead"));
    Files.writeString(dead.resolve("lock"), "");
    Files.writeString(dead.resolve("x.part"), "half");
    Path fresh = Files.createDirectories(root.resolve(".tmp/1-1-fresh"));
    Files.writeString(fresh.resolve("x.part"), "half");
    Files.setLastModifiedTime(dead, FileTime.from(Instant.now().minus(Duration.ofMinutes(11))));
    FileStorage.open(root, InstantSource.system()).close();
    assertThat(dead).doesNotExist();
    assertThat(fresh.resolve("x.part")).exists();
  }

  @Test
  void twoStoragesOfOneProcessLeaveEachOtherAlone() throws Exception {
    InstantSource later = InstantSource.fixed(Instant.now().plus(Duration.ofHours(9)));
    try (FileStorage other = FileStorage.open(root, later)) {
      assertThat(put("a")).isEqualTo(PutResult.STORED);
      assertThat(other.put("a", file(new byte[] {1, 2, 3}))).isEqualTo(PutResult.ALREADY_THERE);
    }
    assertThat(put("b")).isEqualTo(PutResult.STORED);
  }
}
