package dev.tintype.core.flow.relocate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tintype.core.flow.relocate.MovingStorage.Layout;
import dev.tintype.core.flow.relocate.MovingStorage.Use;
import dev.tintype.core.port.MemoryStorage;
import dev.tintype.core.port.Race;
import dev.tintype.core.port.Storage;
import dev.tintype.core.port.Storage.PutResult;
import dev.tintype.core.port.StorageContract;
import dev.tintype.core.port.StoreUnavailable;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/// The storage of a host that writes to the new one.
final class MovingStorageTest extends StorageContract {

  private static final String KEY = "01JD2Z6K7M8N9PQRSTVWXYZ012/0123456789abcdef/640.webp";

  private final MemoryStorage old = new MemoryStorage(InstantSource.system());
  private final MemoryStorage filled = new MemoryStorage(InstantSource.system());
  private final Layout announced = new Layout(old, Optional.of(filled), Use.READ);
  private final Layout copying = new Layout(old, Optional.of(filled), Use.WRITTEN);
  private final AtomicReference<Layout> layout = new AtomicReference<>(copying);
  private final MovingStorage storage = new MovingStorage(layout::get);

  @Override
  protected Storage storage() {
    return storage;
  }

  @Test
  void whatLiesInTheOldStorageIsFoundByAPut() throws Exception {
    old.put(KEY, bytes(1, 100));
    assertThat(put(KEY, bytes(2, 100))).isEqualTo(PutResult.CONFLICT);
    assertThat(put(KEY, bytes(1, 99))).isEqualTo(PutResult.CONFLICT);
    assertThat(filled.keys()).isEmpty();
    assertThat(put(KEY, bytes(1, 100))).isEqualTo(PutResult.ALREADY_THERE);
    assertThat(filled.keys()).as("a host vouches for it in the new one").containsExactly(KEY);
  }

  @Test
  void aHostThatStillWritesToTheOldStorageFindsWhatIsInTheNewOne() throws Exception {
    filled.put(KEY, bytes(1, 100));
    layout.set(announced);
    assertThat(put(KEY, bytes(2, 100))).isEqualTo(PutResult.CONFLICT);
    assertThat(old.keys()).isEmpty();
    assertThat(put(KEY, bytes(1, 100))).isEqualTo(PutResult.ALREADY_THERE);
  }

  @Test
  void oneListHasWhatIsInBoth() throws Exception {
    old.put("a/1", bytes(1, 1));
    filled.put("a/2", bytes(1, 2));
    old.put("a/3", bytes(1, 3));
    filled.put("a/3", bytes(1, 3));
    assertThat(storage.list("a/", Optional.empty(), 2))
        .extracting("key")
        .isEqualTo(List.of("a/1", "a/2"));
    assertThat(storage.list("a/", Optional.of("a/2"), 9))
        .extracting("key")
        .isEqualTo(List.of("a/3"));
  }

  @Test
  void deletingActsOnBoth() throws Exception {
    old.put(KEY, bytes(1, 9));
    filled.put(KEY, bytes(1, 9));
    storage.delete(KEY);
    old.put("a/1", bytes(1, 1));
    filled.put("a/2", bytes(1, 1));
    storage.delete(List.of("a/1", "a/2"));
    assertThat(old.keys()).isEmpty();
    assertThat(filled.keys()).isEmpty();
  }

  /// Two hosts that write to different storages because one has not noticed the change yet.
  @Test
  void ofTwoHostsThatStoreOtherBytesInOtherStoragesNotBothSucceed() throws Exception {
    MovingStorage late = new MovingStorage(() -> announced);
    for (int round = 0; round < 200; round++) {
      String key = "a/" + round;
      List<PutResult> results =
          Race.of(
              2, host -> () -> (host == 0 ? late : storage).put(key, file(key, bytes(host, 50))));
      assertThat(results).contains(PutResult.CONFLICT);
    }
  }

  @Test
  void aPutThatEndsAfterTheChangeIsInTheNewStorage() throws Exception {
    layout.set(announced);
    MovingStorage host =
        new MovingStorage(() -> {
          Layout now = layout.get();
          layout.set(copying);
          return now;
        });
    assertThat(host.put(KEY, file(KEY, bytes(1, 100)))).isEqualTo(PutResult.STORED);
    assertThat(old.keys()).containsExactly(KEY);
    assertThat(filled.keys()).containsExactly(KEY);
  }

  @Test
  void aDeletionThatEndsAfterTheChangeActsOnTheNewStorage() {
    filled.put(KEY, bytes(1, 9));
    layout.set(Layout.only(old));
    MovingStorage host =
        new MovingStorage(() -> {
          Layout now = layout.get();
          layout.set(announced);
          return now;
        });
    host.delete(KEY);
    assertThat(filled.keys()).isEmpty();
  }

  @Test
  void aHostThatCannotKnowWhereFilesAreAnswersNothing() {
    MovingStorage lost =
        new MovingStorage(() -> {
          throw new StoreUnavailable("the files were moved");
        });
    assertThatThrownBy(() -> lost.head(KEY)).isInstanceOf(StoreUnavailable.class);
    assertThatThrownBy(() -> lost.delete(KEY)).isInstanceOf(StoreUnavailable.class);
  }
}
