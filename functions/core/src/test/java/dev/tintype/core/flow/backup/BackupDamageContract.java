package dev.tintype.core.flow.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tintype.core.Sha256;
import dev.tintype.core.flow.Fetched;
import dev.tintype.core.flow.backup.BackupIndex.Rows;
import dev.tintype.core.flow.migrate.Stock;
import dev.tintype.core.port.Faults;
import dev.tintype.core.port.FlakyStorage;
import dev.tintype.core.port.RecordTransfer.Row;
import dev.tintype.core.port.RecordTransfer.State;
import dev.tintype.core.port.RecordTransfer.Table;
import dev.tintype.core.port.StoreUnavailable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What is refused, found and mended when backups are damaged or of another release. A subclass
/// opens empty stores.
public abstract class BackupDamageContract extends BackupCase {

  @BeforeEach
  final void fill() {
    for (int number = 100; number < 103; number++) {
      source.ready(number);
    }
  }

  /// Stores a copy of a backup whose versions are written in another form.
  private void writeAgain(Backup.Made made, UnaryOperator<String> form) throws Exception {
    BackupPlace place = place();
    Path old = place.work().resolve("old");
    Path changed = place.work().resolve("changed");
    Rows rows = made.index().rows(Table.VERSIONS);
    try (Fetched part = place.fetch(rows.sha256()).orElseThrow()) {
      Files.copy(part.path(), old);
    }
    try (RowFile.In in = new RowFile.In(old);
        RowFile.Out out = new RowFile.Out(changed)) {
      while (in.peek().isPresent()) {
        Row row = in.take();
        List<String> fields = new ArrayList<>(row.fields());
        fields.replaceAll(form);
        out.add(new Row(row.key(), fields));
      }
    }
    byte[] bytes = Files.readAllBytes(changed);
    place.keep(new Fetched(changed, bytes.length, Sha256.of(bytes), /* isFetched= */ false));
    Map<Table, Rows> tables = new EnumMap<>(made.index().tables());
    tables.put(Table.VERSIONS, new Rows(rows.rows(), bytes.length, Sha256.of(bytes)));
    BackupIndex index = made.index();
    place.storage().delete(made.entry().key());
    place.write(
        new BackupIndex(
            index.takenAt(),
            index.store(),
            index.from(),
            tables,
            index.watermarks(),
            index.counts()));
  }

  private void backupOfANewerRelease() throws Exception {
    writeAgain(backup(), field -> field.replaceFirst("\"v\":1,", "\"v\":77,"));
  }

  @Test
  void anOlderReleaseDeletesNothingOfABackupThatItCannotRead() throws Exception {
    backupOfANewerRelease();
    TreeSet<String> before = new TreeSet<>(kept.keys());
    assertThatThrownBy(() -> keep(1))
        .isInstanceOf(BackupRefused.class)
        .hasMessageContaining(Stock.id(100).value());
    assertThat(new TreeSet<>(kept.keys())).isEqualTo(before);
  }

  @Test
  void anOlderReleaseDoesNotRestoreVersionsWithoutTheirFiles() throws Exception {
    backupOfANewerRelease();
    assertThatThrownBy(() -> restore(() -> false))
        .isInstanceOf(BackupRefused.class)
        .hasMessageContaining(Stock.id(100).value());
    assertThat(target.side().transfer().mark().state()).isEqualTo(State.OPEN);
    assertThat(target.files()).isEmpty();
  }

  @Test
  void aCheckNamesVersionsThatCannotBeRead() throws Exception {
    backupOfANewerRelease();
    assertThat(check().damaged()).extracting(Damaged::image).contains(Stock.id(100).value());
  }

  private void rot(String key) throws Exception {
    byte[] bytes;
    try (InputStream in = kept.open(key, Optional.empty()).orElseThrow()) {
      bytes = in.readAllBytes();
    }
    bytes[bytes.length / 2] ^= 1;
    kept.delete(key);
    kept.put(key, bytes);
  }

  /// Backs up, which must succeed.
  ///
  /// @return the keys that were found altered
  private List<String> altered(boolean full) throws Exception {
    List<String> keys = new ArrayList<>();
    BackupListener listener =
        new BackupListener() {
          @Override
          public void advanced(Phase phase, long done, long all, long bytes) {}

          @Override
          public synchronized void altered(String key) {
            keys.add(key);
          }
        };
    whole(
        backup(
            source.variants(),
            new Backup.Order(2, full, /* takeOver= */ false),
            listener,
            () -> false));
    return keys;
  }

  @Test
  void rottenRowsAreStoredAgainByTheNextBackup() throws Exception {
    String key = BackupPlace.key(backup().index().rows(Table.VERSIONS).sha256());
    rot(key);
    assertThat(altered(/* full= */ false)).containsExactly(key);
    assertThat(check().damaged()).isEmpty();
  }

  @Test
  void aFullBackupFindsAFileOfTheRightLengthAndOtherBytes() throws Exception {
    backup();
    String key = BackupPlace.key(Installation.job(100).original().sha256());
    rot(key);
    assertThat(altered(/* full= */ true)).containsExactly(key);
    assertThat(check().damaged()).isEmpty();
  }

  @Test
  void theRowsOfOneBackupAtATimeLieOnThisMachine() throws Exception {
    for (int number = 103; number < 107; number++) {
      backup();
      source.ready(number);
    }
    BackupPlace place = place();
    AtomicLong most = new AtomicLong();
    BackupListener listener = (_, _, _, _) -> most.accumulateAndGet(files(place.work()), Math::max);
    assertThat(new DropBackups(place, HELD, listener, () -> false).keep(4)).isPresent();
    assertThat(new CheckBackups(place, 1, listener, () -> false).check()).isPresent();
    assertThat(most.get()).isBetween(1L, (long) Table.values().length);
    assertThat(files(place.work())).isZero();
  }

  private static long files(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aBackupThatLostItsPlaceUnawaresTakesItsIndexBack() {
    BackupLock lock = lost(() -> kept.keys().stream().anyMatch(key -> key.startsWith("indexes/")));
    assertThatThrownBy(
            () -> backup(lock, source.variants(), usual(), (_, _, _, _) -> {}, () -> false))
        .isInstanceOf(BackupRefused.class);
    assertThat(kept.keys()).isNotEmpty().noneMatch(key -> key.startsWith("indexes/"));
  }

  @Test
  void whoLostThePlaceUnawaresDropsNothing() throws Exception {
    backup();
    source.erase(100);
    backup();
    TreeSet<String> before = new TreeSet<>(kept.keys());
    assertThat(new DropBackups(place(), lost(() -> true), (_, _, _, _) -> {}, () -> false).keep(1))
        .isEmpty();
    assertThat(new TreeSet<>(kept.keys())).isEqualTo(before);
  }

  @Test
  void whatWasStoredInTheLastHourIsNotDropped() throws Exception {
    byte[] old = {1};
    byte[] young = {2};
    kept.put(BackupPlace.key(Sha256.of(old)), old);
    backup();
    kept.put(BackupPlace.key(Sha256.of(young)), young);
    assertThat(keep(1).files()).isOne();
    assertThat(kept.keys())
        .contains(BackupPlace.key(Sha256.of(young)))
        .doesNotContain(BackupPlace.key(Sha256.of(old)));
  }

  @Test
  void aFileThatIsErasedWhileItIsStoredDoesNotEndTheBackup() throws Exception {
    keeping =
        new FlakyStorage(
            kept,
            new Faults() {
              private final AtomicBoolean isErased = new AtomicBoolean();

              @Override
              public void before(String call, String key) {
                boolean isOriginal =
                    key.equals(BackupPlace.key(Installation.job(100).original().sha256()));
                if (call.equals("put") && isOriginal && !isErased.getAndSet(true)) {
                  source.erase(100);
                  throw new StoreUnavailable("the file to be stored is gone");
                }
              }

              @Override
              public void after(String call, String key) {}
            });
    Backup.Made made = backup();
    assertThat(made.index().counts().images()).isEqualTo(2);
    assertThat(made.changed()).isEqualTo(1);
  }

  @Test
  void aDamagedLastIndexDoesNotStopTheNextBackup() throws Exception {
    backup();
    String key = backup().entry().key();
    rot(key);
    assertThat(altered(/* full= */ false)).containsExactly(key);
    assertThat(place().read(place().entry(Optional.empty())).counts().images()).isEqualTo(3);
  }

  @Test
  void aPlaceWithoutAReadableIndexIsTakenOverOnlyOnDemand() throws Exception {
    rot(backup().entry().key());
    assertThatThrownBy(this::backup)
        .isInstanceOf(BackupRefused.class)
        .hasMessageContaining("--take-over");
    whole(
        backup(
            source.variants(),
            new Backup.Order(2, false, /* takeOver= */ true),
            (_, _, _, _) -> {},
            () -> false));
  }

  @Test
  void aLiveVersionThatCannotBeReadFailsTheBackupByItsName() throws Exception {
    Stock.unreadable(source.side().transfer());
    Backup.Ended ended = backup(source.variants(), usual(), (_, _, _, _) -> {}, () -> false);
    assertThat(ended).isInstanceOf(Backup.Ended.Damage.class);
    assertThat(((Backup.Ended.Damage) ended).files())
        .extracting(Damaged::key)
        .containsExactly(Stock.id(900) + "/0123456789abcdef");
    assertThat(place().entries()).isEmpty();
  }
}
