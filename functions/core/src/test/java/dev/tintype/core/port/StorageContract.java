package dev.tintype.core.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tintype.core.Keys;
import dev.tintype.core.Sha256;
import dev.tintype.core.port.Storage.CopyResult;
import dev.tintype.core.port.Storage.PutResult;
import dev.tintype.core.port.Storage.Range;
import dev.tintype.core.port.Storage.StoredFile;
import dev.tintype.core.port.Storage.StoredObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The contract of every storage. A subclass opens an empty storage for each test.
public abstract class StorageContract {

  private static final String KEY = "01JD2Z6K7M8N9PQRSTVWXYZ012/0123456789abcdef/320.webp";
  private static final String COPY = "01JD2Z6K7M8N9PQRSTVWXYZ012/1111111111111111/wide.webp";

  @TempDir protected Path folder;

  private int files;

  /// @return the storage: the same one during a test, empty at its start
  protected abstract Storage storage();

  @Test
  void aStoredObjectCanBeRead() throws Exception {
    byte[] bytes = bytes(1, 70_001);
    assertThat(put(KEY, bytes)).isEqualTo(PutResult.STORED);
    StoredObject head = storage().head(KEY).orElseThrow();
    assertThat(head.key()).isEqualTo(KEY);
    assertThat(head.bytes()).isEqualTo(bytes.length);
    head.sha256().ifPresent(sha256 -> assertThat(sha256).isEqualTo(Sha256.of(bytes)));
    assertThat(read(KEY)).isEqualTo(bytes);
  }

  @Test
  void anEmptyStoreHasNothing() {
    assertThat(storage().head(KEY)).isEmpty();
    assertThat(storage().open(KEY, Optional.empty())).isEmpty();
    assertThat(storage().open(KEY, Optional.of(new Range(0, 9)))).isEmpty();
    assertThat(storage().list("", Optional.empty(), 10)).isEmpty();
  }

  @Test
  void anEmptyObjectCanBeStored() throws Exception {
    assertThat(put(KEY, new byte[0])).isEqualTo(PutResult.STORED);
    assertThat(storage().head(KEY).orElseThrow().bytes()).isZero();
    assertThat(read(KEY)).isEmpty();
  }

  @Test
  void puttingTheSameBytesAgainReportsThemAsPresent() throws Exception {
    put(KEY, bytes(1, 1000));
    assertThat(put(KEY, bytes(1, 1000))).isEqualTo(PutResult.ALREADY_THERE);
  }

  @Test
  void otherBytesNeverReplaceAnObject() throws Exception {
    put(KEY, bytes(1, 1000));
    assertThat(put(KEY, bytes(2, 1000))).isEqualTo(PutResult.CONFLICT);
    assertThat(put(KEY, bytes(1, 999))).isEqualTo(PutResult.CONFLICT);
    assertThat(put(KEY, new byte[0])).isEqualTo(PutResult.CONFLICT);
    assertThat(read(KEY)).isEqualTo(bytes(1, 1000));
  }

  @Test
  void puttingDoesNotChangeTheSourceFile() throws Exception {
    byte[] bytes = bytes(1, 5000);
    StoredFile file = file(KEY, bytes);
    storage().put(KEY, file);
    Files.write(file.path(), bytes(2, 5000));
    assertThat(read(KEY)).isEqualTo(bytes);
    storage().delete(KEY);
    assertThat(file.path()).exists();
  }

  @Test
  void oneOfSixteenRacingPutsOfEqualBytesIsStored() throws Exception {
    byte[] bytes = bytes(3, 200_000);
    List<PutResult> results = Race.of(16, i -> () -> put(KEY, bytes));
    assertThat(Collections.frequency(results, PutResult.STORED)).isEqualTo(1);
    assertThat(Collections.frequency(results, PutResult.ALREADY_THERE)).isEqualTo(15);
    assertThat(read(KEY)).isEqualTo(bytes);
  }

  @Test
  void oneOfSixteenRacingPutsOfDifferentBytesIsStoredAndKept() throws Exception {
    List<PutResult> results = Race.of(16, i -> () -> put(KEY, bytes(i, 50_000)));
    assertThat(Collections.frequency(results, PutResult.STORED)).isEqualTo(1);
    assertThat(Collections.frequency(results, PutResult.CONFLICT)).isEqualTo(15);
    assertThat(read(KEY)).isEqualTo(bytes(results.indexOf(PutResult.STORED), 50_000));
  }

  @Test
  void racingPutsAndDeletesLeaveWholeObjectsOrNone() throws Exception {
    byte[] bytes = bytes(4, 20_000);
    Race.of(
        8,
        i ->
            () -> {
              for (int round = 0; round < 20; round++) {
                if (i % 2 == 0) {
                  put(KEY, bytes);
                } else {
                  storage().delete(KEY);
                }
              }
              return i;
            });
    put(KEY, bytes);
    assertThat(read(KEY)).isEqualTo(bytes);
  }

  @Test
  void aCopyHoldsTheBytesOfItsSource() throws Exception {
    byte[] bytes = bytes(1, 70_001);
    put(KEY, bytes);
    assertThat(copy(KEY, COPY, bytes)).isEqualTo(CopyResult.STORED);
    assertThat(read(COPY)).isEqualTo(bytes);
    StoredObject head = storage().head(COPY).orElseThrow();
    assertThat(head.bytes()).isEqualTo(bytes.length);
    assertThat(head.sha256()).isEqualTo(storage().head(KEY).orElseThrow().sha256());
    assertThat(put(COPY, bytes)).isEqualTo(PutResult.ALREADY_THERE);
  }

  @Test
  void anEmptyObjectCanBeCopied() throws Exception {
    put(KEY, new byte[0]);
    assertThat(copy(KEY, COPY, new byte[0])).isEqualTo(CopyResult.STORED);
    assertThat(read(COPY)).isEmpty();
  }

  @Test
  void copyingAgainReportsTheBytesAsPresent() throws Exception {
    byte[] bytes = bytes(1, 1000);
    put(KEY, bytes);
    copy(KEY, COPY, bytes);
    assertThat(copy(KEY, COPY, bytes)).isEqualTo(CopyResult.ALREADY_THERE);
    assertThat(copy(KEY, KEY, bytes)).as("to itself").isEqualTo(CopyResult.ALREADY_THERE);
  }

  @Test
  void aCopyNeverReplacesOtherBytes() throws Exception {
    put(KEY, bytes(1, 1000));
    put(COPY, bytes(2, 1000));
    assertThat(copy(KEY, COPY, bytes(1, 1000))).isEqualTo(CopyResult.CONFLICT);
    assertThat(read(COPY)).isEqualTo(bytes(2, 1000));
    assertThat(read(KEY)).isEqualTo(bytes(1, 1000));
  }

  @Test
  void aMissingSourceIsNotCopied() throws Exception {
    assertThat(copy(KEY, COPY, bytes(1, 1000))).isEqualTo(CopyResult.SOURCE_MISSING);
    assertThat(storage().head(COPY)).isEmpty();
  }

  @Test
  void anAlteredSourceIsNotCopied() throws Exception {
    put(KEY, bytes(1, 1000));
    for (byte[] wanted :
        List.of(bytes(2, 1000), bytes(1, 999), bytes(1, 1001), bytes(2, 2000), new byte[0])) {
      assertThat(copy(KEY, COPY, wanted)).isEqualTo(CopyResult.SOURCE_ALTERED);
      assertThat(storage().head(COPY)).isEmpty();
    }
    assertThat(read(KEY)).isEqualTo(bytes(1, 1000));
  }

  @Test
  void aStoppedCopyStoresNothing() throws Exception {
    put(KEY, bytes(1, 1000));
    assertThat(copy(KEY, COPY, bytes(1, 1000), false)).isEqualTo(CopyResult.STOPPED);
    assertThat(storage().head(COPY)).isEmpty();
    assertThat(copy(COPY, KEY, bytes(1, 1000), false)).isEqualTo(CopyResult.SOURCE_MISSING);
  }

  @Test
  void sourceAndCopyAreDeletedSeparately() throws Exception {
    byte[] bytes = bytes(1, 1000);
    String third = "01JD2Z6K7M8N9PQRSTVWXYZ012/2222222222222222/320.webp";
    put(KEY, bytes);
    copy(KEY, COPY, bytes);
    copy(COPY, third, bytes);
    storage().delete(KEY);
    assertThat(read(COPY)).isEqualTo(bytes);
    assertThat(put(KEY, bytes(2, 50))).as("as a repair would").isEqualTo(PutResult.STORED);
    assertThat(read(COPY)).isEqualTo(bytes);
    storage().delete(COPY);
    assertThat(read(KEY)).isEqualTo(bytes(2, 50));
    assertThat(read(third)).isEqualTo(bytes);
  }

  @Test
  void oneOfSixteenRacingCopiesAndPutsIsStored() throws Exception {
    byte[] bytes = bytes(3, 50_000);
    put(KEY, bytes);
    List<String> results =
        Race.of(
            16, i -> () -> i % 2 == 0 ? copy(KEY, COPY, bytes).name() : put(COPY, bytes).name());
    assertThat(Collections.frequency(results, "STORED")).isEqualTo(1);
    assertThat(Collections.frequency(results, "ALREADY_THERE")).isEqualTo(15);
    assertThat(read(COPY)).isEqualTo(bytes);
  }

  @Test
  void aRangeReadReturnsOnlyTheRange() throws Exception {
    byte[] bytes = bytes(1, 10_000);
    put(KEY, bytes);
    assertThat(read(KEY, new Range(0, 0))).isEqualTo(Arrays.copyOfRange(bytes, 0, 1));
    assertThat(read(KEY, new Range(100, 4999))).isEqualTo(Arrays.copyOfRange(bytes, 100, 5000));
    assertThat(read(KEY, new Range(9_999, 9_999))).isEqualTo(new byte[] {bytes[9_999]});
  }

  @Test
  void aRangeBeyondTheEndStopsAtTheEnd() throws Exception {
    byte[] bytes = bytes(1, 100);
    put(KEY, bytes);
    assertThat(read(KEY, new Range(90, 5000))).isEqualTo(Arrays.copyOfRange(bytes, 90, 100));
  }

  @Test
  void anInvalidRangeIsRefused() {
    assertThatThrownBy(() -> new Range(-1, 5)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Range(5, 4)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aDeletedObjectMayBeStoredAgain() throws Exception {
    put(KEY, bytes(1, 1000));
    storage().delete(KEY);
    assertThat(storage().head(KEY)).isEmpty();
    assertThat(storage().open(KEY, Optional.empty())).isEmpty();
    assertThat(storage().list("", Optional.empty(), 10)).isEmpty();
    assertThat(put(KEY, bytes(2, 1000))).isEqualTo(PutResult.STORED);
    assertThat(read(KEY)).isEqualTo(bytes(2, 1000));
  }

  @Test
  void deletingAMissingObjectIsNotAnError() throws Exception {
    storage().delete(KEY);
    put(KEY, bytes(1, 10));
    storage().delete("01JD2Z6K7M8N9PQRSTVWXYZ012/0123456789abcdef");
    storage().delete("01JD2Z6K7M8N9PQRSTVWXYZ012/0123456789abcdef/320.web");
    assertThat(storage().head(KEY)).isPresent();
  }

  @Test
  void deletingAnObjectKeepsItsNeighbours() throws Exception {
    put("a/b/1", bytes(1, 10));
    put("a/b/2", bytes(2, 10));
    put("a/c", bytes(3, 10));
    storage().delete("a/b/1");
    assertThat(keys("", 10)).containsExactly("a/b/2", "a/c");
  }

  @Test
  void severalObjectsAreDeletedAtOnce() throws Exception {
    for (int i = 0; i < 5; i++) {
      put("a/b/" + i, bytes(i, 10));
    }
    put("a/ü & <b>", bytes(9, 10));
    storage().delete(List.of("a/b/1", "a/b/3", "a/b/missing", "a/ü & <b>"));
    assertThat(keys("", 10)).containsExactly("a/b/0", "a/b/2", "a/b/4");
    storage().delete(List.of());
    assertThat(keys("", 10)).hasSize(3);
  }

  @Test
  void aFolderIsNotAnObject() throws Exception {
    put(KEY, bytes(1, 10));
    String parent = KEY.substring(0, KEY.lastIndexOf('/'));
    assertThat(storage().head(parent)).isEmpty();
    assertThat(storage().open(parent, Optional.empty())).isEmpty();
  }

  @Test
  void listsAreOrderedByTheBytesOfKeys() throws Exception {
    List<String> keys =
        List.of(
            "b/1", "b.txt", "b/10", "b/2", "b0", "ba/1", "a/z", "a-/z", "Ä/1", "z/é", "😀", "～");
    for (String key : keys) {
      put(key, key.getBytes(StandardCharsets.UTF_8));
    }
    assertThat(keys("", 100)).isEqualTo(sorted(keys));
  }

  @Test
  void listsByPrefixNotByFolder() throws Exception {
    for (String key : List.of("a/1", "a/12", "a/2", "ab/1", "b/1", "a/1x/y")) {
      put(key, new byte[1]);
    }
    assertThat(keys("a/1", 10)).containsExactly("a/1", "a/12", "a/1x/y");
    assertThat(keys("a/", 10)).containsExactly("a/1", "a/12", "a/1x/y", "a/2");
    assertThat(keys("a", 10)).containsExactly("a/1", "a/12", "a/1x/y", "a/2", "ab/1");
    assertThat(keys("a/1x/", 10)).containsExactly("a/1x/y");
    assertThat(keys("a/3", 10)).isEmpty();
    assertThat(keys("c/d/e", 10)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void pagesTogetherFormTheWholeList(long seed) throws Exception {
    Random random = new Random(seed);
    List<String> keys = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      String key =
          "p" + random.nextInt(4) + "/" + "xy-.0".charAt(random.nextInt(5)) + random.nextInt(5);
      key += "/" + i;
      keys.add(key);
      put(key, new byte[1]);
    }
    int page = 1 + random.nextInt(20);
    List<String> seen = new ArrayList<>();
    Optional<String> after = Optional.empty();
    while (true) {
      List<StoredObject> objects = storage().list("p", after, page);
      assertThat(objects.size()).as("seed %d", seed).isLessThanOrEqualTo(page);
      if (objects.isEmpty()) {
        break;
      }
      objects.forEach(object -> seen.add(object.key()));
      after = Optional.of(seen.getLast());
    }
    assertThat(seen).as("seed %d, pages of %d", seed, page).isEqualTo(sorted(keys));
  }

  @Test
  void oneLongListEqualsManyPagedLists() throws Exception {
    for (int i = 0; i < 12; i++) {
      put("p/" + i % 4 + "/" + i, new byte[] {(byte) i});
    }
    put("p/é", new byte[1]);
    for (int limit = 1; limit < 6; limit++) {
      Storage.Pages pages = storage().pages("p/");
      Optional<String> after = Optional.empty();
      for (int i = 0; i < 2; i++) {
        List<StoredObject> page = pages.page(after, limit);
        while (!page.isEmpty()) {
          assertThat(page).isEqualTo(storage().list("p/", after, limit));
          after = Optional.of(page.getLast().key());
          page = pages.page(after, limit);
        }
        // Once more, starting in the middle.
        after = Optional.of("p/2/10");
      }
    }
  }

  @Test
  void theCursorNeedNotBeAKey() throws Exception {
    for (String key : List.of("a/1", "a/3", "b/1")) {
      put(key, new byte[1]);
    }
    assertThat(keys("", "a/2", 10)).containsExactly("a/3", "b/1");
    assertThat(keys("a/", "a/3", 10)).isEmpty();
    assertThat(keys("a/", "A", 10)).containsExactly("a/1", "a/3");
    assertThat(keys("a/", "b", 10)).isEmpty();
    assertThat(keys("", "a", 10)).containsExactly("a/1", "a/3", "b/1");
    assertThat(keys("", "a/3/x", 10)).containsExactly("b/1");
  }

  @Test
  void listAndHeadReturnTheSameProperties() throws Exception {
    put("originals/01JD2Z6K7M8N9PQRSTVWXYZ012/" + Sha256.of("x"), bytes(1, 12_345));
    StoredObject listed = storage().list("originals/", Optional.empty(), 5).getFirst();
    StoredObject head = storage().head(listed.key()).orElseThrow();
    assertThat(listed.bytes()).isEqualTo(12_345).isEqualTo(head.bytes());
  }

  @Test
  void anyTextWorksAsAKey() throws Exception {
    List<String> keys =
        List.of(
            "photos/red flower.jpg",
            "photos/red+flower.jpg",
            "photos/red%20flower.jpg",
            "photos/100%.jpg",
            "photos/Füße 写真 😀.jpg",
            "photos/a&b=c?d#e.jpg",
            "photos/…/~x",
            "photos/.hidden",
            "photos/..twodots",
            "photos/'quoted\"",
            "photos/e\u0301.jpg",
            "photos/\u00e9.jpg");
    for (String key : keys) {
      assertThat(put(key, key.getBytes(StandardCharsets.UTF_8)))
          .as(key)
          .isEqualTo(PutResult.STORED);
    }
    for (String key : keys) {
      assertThat(read(key)).as(key).isEqualTo(key.getBytes(StandardCharsets.UTF_8));
      assertThat(storage().head(key).orElseThrow().key()).isEqualTo(key);
    }
    assertThat(keys("photos/", 100)).isEqualTo(sorted(keys));
  }

  /// Puts bytes under a key.
  protected final PutResult put(String key, byte[] bytes) throws IOException {
    return storage().put(key, file(key, bytes));
  }

  /// Copies an object that must have these bytes.
  protected final CopyResult copy(String from, String to, byte[] bytes) {
    return copy(from, to, bytes, true);
  }

  private CopyResult copy(String from, String to, byte[] bytes, boolean goOn) {
    return storage()
        .copy(
            from,
            to,
            new StoredFile(
                nextPath(), bytes.length, Sha256.of(bytes), Keys.mediaType(to), Keys.CACHE_CONTROL),
            () -> goOn);
  }

  /// @return a file with these bytes, ready to be stored under the key
  protected final StoredFile file(String key, byte[] bytes) throws IOException {
    Path path = nextPath();
    Files.write(path, bytes);
    return new StoredFile(
        path, bytes.length, Sha256.of(bytes), Keys.mediaType(key), Keys.CACHE_CONTROL);
  }

  private synchronized Path nextPath() {
    return folder.resolve("file-" + files++);
  }

  /// @return the bytes of an existing object
  protected final byte[] read(String key) throws IOException {
    try (InputStream in = storage().open(key, Optional.empty()).orElseThrow()) {
      return in.readAllBytes();
    }
  }

  private byte[] read(String key, Range range) throws IOException {
    try (InputStream in = storage().open(key, Optional.of(range)).orElseThrow()) {
      return in.readAllBytes();
    }
  }

  private List<String> keys(String prefix, int limit) {
    return storage().list(prefix, Optional.empty(), limit).stream().map(StoredObject::key).toList();
  }

  private List<String> keys(String prefix, String after, int limit) {
    return storage().list(prefix, Optional.of(after), limit).stream()
        .map(StoredObject::key)
        .toList();
  }

  private static List<String> sorted(List<String> keys) {
    return keys.stream()
        .sorted(
            Comparator.comparing(
                key -> key.getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned))
        .toList();
  }

  /// @return reproducible bytes
  protected static byte[] bytes(long seed, int length) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }
}
