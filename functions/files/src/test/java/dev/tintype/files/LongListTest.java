package dev.tintype.files;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.tintype.core.port.Storage;
import dev.tintype.core.port.Storage.StoredObject;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Lists of many pages, such as those of `verify`: each folder is read a few times however many
/// pages there are, at any depth.
class LongListTest {

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int PAGE = 10;

  @TempDir private Path folder;

  private static List<String> keys(Storage.Pages pages, int limit) {
    List<String> keys = new ArrayList<>();
    Optional<String> after = Optional.empty();
    for (List<StoredObject> page = pages.page(after, limit);
        !page.isEmpty();
        page = pages.page(after, limit)) {
      page.forEach(object -> keys.add(object.key()));
      after = Optional.of(keys.getLast());
    }
    return keys;
  }

  private static void make(Path root, String key) throws IOException {
    Path file = root.resolve(key);
    Files.createDirectories(file.getParent());
    Files.createFile(file);
  }

  /// @return how many bytes listing one object took
  private long memory(int objects) throws IOException {
    Path root = folder.resolve("of-" + objects);
    for (int number = 0; number < objects; number++) {
      make(root, "originals/%06d/digest".formatted(number));
    }
    try (FileStorage storage = FileStorage.open(root, InstantSource.system())) {
      long before = THREADS.getCurrentThreadAllocatedBytes();
      assertThat(keys(storage.pages(""), PAGE)).hasSize(objects);
      return (THREADS.getCurrentThreadAllocatedBytes() - before) / objects;
    }
  }

  @Test
  void originalsAreListedInOnePassHoweverManyThereAre() throws Exception {
    memory(100);
    long few = memory(300);
    assertThat(memory(2_400)).isLessThan(2 * few);
  }

  @Test
  void pagesOfEverySizeHoldWhatAListHolds() throws Exception {
    Path root = folder.resolve("tree");
    for (String key :
        List.of("a/b/c/1", "a/b/c/2", "a/b/d", "a/b-e/1", "a/b-e/2/x", "a/f", "b", "c/1/1/1/1")) {
      make(root, key);
    }
    for (int number = 0; number < 40; number++) {
      make(root, "m/%02d/%02d".formatted(number % 7, number));
    }
    try (FileStorage storage = FileStorage.open(root, InstantSource.system())) {
      List<String> all =
          storage.list("", Optional.empty(), 1_000).stream().map(StoredObject::key).toList();
      assertThat(all).hasSize(48);
      for (int limit = 1; limit < 50; limit++) {
        assertThat(keys(storage.pages(""), limit)).isEqualTo(all);
        assertThat(keys(storage.pages("m/"), limit)).isEqualTo(all.subList(8, 48));
      }
    }
  }

  @Test
  void aListThatBeginsAnewSeesWhatWasStoredSince() throws Exception {
    Path root = folder.resolve("anew");
    make(root, "a/1");
    make(root, "b/1");
    try (FileStorage storage = FileStorage.open(root, InstantSource.system())) {
      Storage.Pages pages = storage.pages("");
      assertThat(keys(pages, 1)).containsExactly("a/1", "b/1");
      make(root, "a/0");
      make(root, "a/2/x");
      assertThat(keys(pages, 1)).containsExactly("a/0", "a/1", "a/2/x", "b/1");
    }
  }
}
