package dev.tintype.core.flow.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tintype.core.Keys;
import dev.tintype.core.Sha256;
import dev.tintype.core.flow.backup.Backup.Ended;
import dev.tintype.core.flow.migrate.MoveRefused;
import dev.tintype.core.flow.migrate.Stock;
import dev.tintype.core.port.Faults;
import dev.tintype.core.port.FlakyStorage;
import dev.tintype.core.port.RecordTransfer.Row;
import dev.tintype.core.port.RecordTransfer.State;
import dev.tintype.core.port.RecordTransfer.Table;
import dev.tintype.core.state.VersionState.Queued;
import dev.tintype.core.state.VersionState.Ready;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/// What backups of every job store keep. A subclass opens empty stores.
public abstract class BackupContract extends BackupCase {

  private void fill() throws Exception {
    Stock.fill(source.side());
    for (int number = 100; number < 105; number++) {
      source.ready(number);
    }
  }

  private Map<Table, List<Row>> withoutVersions(Installation installation) {
    Map<Table, List<Row>> rows = installation.side().rows();
    rows.remove(Table.VERSIONS);
    return rows;
  }

  @Test
  void everyRecordAndFileIsRestored() throws Exception {
    fill();
    byte[] mark = "a watermark".getBytes(StandardCharsets.UTF_8);
    source.originals().put(Keys.watermark(Sha256.of(mark)), mark);
    Backup.Made made = backup();
    assertThat(made.index().counts().ready()).isEqualTo(5);
    assertThat(check().damaged()).isEmpty();
    assertThat(restore(() -> false)).isInstanceOf(RestoreBackup.Ended.Whole.class);
    assertThat(withoutVersions(target)).isEqualTo(withoutVersions(source));
    assertThat(target.files()).isEqualTo(source.files());
    assertThat(target.side().transfer().mark().state()).isEqualTo(State.OPEN);
    assertThat(target.side().jobs().version(Stock.id(100), Installation.job(100).version()))
        .hasValueSatisfying(it -> assertThat(it.state()).isInstanceOf(Ready.class));
    assertThat(target.side().jobs().version(Stock.id(2), Stock.version(2).job().version()))
        .as("its worker is gone")
        .hasValueSatisfying(it -> assertThat(it.state()).isInstanceOf(Queued.class));
  }

  @Test
  void aSecondBackupCopiesOnlyWhatIsNew() throws Exception {
    fill();
    long first = backup().copiedFiles();
    assertThat(first).isEqualTo(source.files().size());
    assertThat(backup().copiedFiles()).isZero();
    source.ready(105);
    assertThat(backup().copiedFiles()).isEqualTo(first / 5);
    assertThat(check().damaged()).isEmpty();
  }

  @Test
  void anImageThatIsErasedWhileFilesAreCopiedIsLeftOut() throws Exception {
    fill();
    AtomicBoolean isErased = new AtomicBoolean();
    FlakyStorage variants =
        new FlakyStorage(
            source.variants(),
            before(() -> {
              if (!isErased.getAndSet(true)) {
                source.erase(100);
                source.erase(104);
              }
            }));
    Backup.Made made = whole(backup(variants, usual(), (_, _, _, _) -> {}, () -> false));
    assertThat(made.changed()).isEqualTo(2);
    assertThat(made.index().counts().ready()).isEqualTo(3);
    assertThat(restore(() -> false)).isInstanceOf(RestoreBackup.Ended.Whole.class);
    assertThat(target.files()).isEqualTo(source.files());
    assertThat(target.side().jobs().image(Stock.id(100)).orElseThrow().isLive()).isFalse();
    assertThat(target.side().jobs().image(Stock.id(104)).orElseThrow().isLive()).isFalse();
  }

  private static Faults before(Runnable action) {
    return new Faults() {
      @Override
      public void before(String call, String key) {
        if (call.equals("open")) {
          action.run();
        }
      }

      @Override
      public void after(String call, String key) {}
    };
  }

  @Test
  void aReadyImageWithoutAFileFailsTheBackupByItsName() throws Exception {
    fill();
    String key = Keys.manifest(Stock.id(102), Installation.job(102).version());
    source.variants().delete(key);
    assertThat(backup(source.variants(), usual(), (_, _, _, _) -> {}, () -> false))
        .isEqualTo(
            new Ended.Damage(List.of(new Damaged(Stock.id(102).value(), key, "it is not there"))));
    assertThat(place().entries()).isEmpty();
  }

  @Test
  void aStoppedBackupIsNoneAndTheNextOneGoesOn() throws Exception {
    fill();
    AtomicLong copied = new AtomicLong();
    Ended stopped =
        backup(
            source.variants(),
            new Backup.Order(1, false, false),
            (_, _, _, bytes) -> copied.accumulateAndGet(bytes, Math::max),
            () -> copied.get() > 0);
    assertThat(stopped).isInstanceOf(Ended.Interrupted.class);
    assertThat(place().entries()).isEmpty();
    assertThatThrownBy(this::check).isInstanceOf(BackupRefused.class);
    int before = kept.keys().size();
    assertThat(before).isPositive();
    assertThat(backup().copiedFiles()).isEqualTo(source.files().size() - before);
  }

  @Test
  void whatNoKeptBackupHoldsIsDropped() throws Exception {
    fill();
    backup();
    source.erase(100);
    backup();
    int before = kept.keys().size();
    DropBackups.Dropped dropped = keep(1);
    assertThat(dropped.backups()).isEqualTo(1);
    assertThat(kept.keys()).hasSize(before - 1 - (int) dropped.files());
    assertThat(check().unnamed()).isZero();
    assertThat(check().damaged()).isEmpty();
    String original = BackupPlace.key(Installation.job(100).original().sha256());
    assertThat(kept.keys()).doesNotContain(original);
    assertThat(keep(1).files()).isZero();
  }

  @Test
  void missingAndAlteredFilesAreFoundAndCopiedAgain() throws Exception {
    fill();
    backup();
    String missing = BackupPlace.key(Installation.job(100).original().sha256());
    String altered = BackupPlace.key(Installation.job(101).original().sha256());
    kept.delete(missing);
    kept.delete(altered);
    kept.put(altered, "something".getBytes(StandardCharsets.UTF_8));
    List<String> keys = check().damaged().stream().map(Damaged::key).toList();
    assertThat(keys)
        .containsExactlyInAnyOrder(
            altered, Installation.job(100).originalKey(), Installation.job(101).originalKey());
    assertThat(restore(() -> false)).isInstanceOf(RestoreBackup.Ended.Damage.class);
    assertThat(target.variants().head(manifest(100))).as("no manifest").isEmpty();
    assertThat(target.variants().head(manifest(102))).isPresent();
    whole(
        backup(
            source.variants(),
            new Backup.Order(2, /* full= */ true, false),
            (_, _, _, _) -> {},
            () -> false));
    assertThat(check().damaged()).isEmpty();
  }

  private static String manifest(int number) {
    return Keys.manifest(Stock.id(number), Installation.job(number).version());
  }

  @Test
  void aStoppedRestoreLetsNobodyWriteAndGoesOn() throws Exception {
    fill();
    backup();
    AtomicInteger asked = new AtomicInteger();
    assertThat(restore(() -> isFilling() && asked.incrementAndGet() > 4))
        .isInstanceOf(RestoreBackup.Ended.Interrupted.class);
    assertThat(target.side().transfer().mark().state()).isEqualTo(State.FILLING);
    assertThat(restore(() -> false)).isInstanceOf(RestoreBackup.Ended.Whole.class);
    assertThat(target.files()).isEqualTo(source.files());
    assertThatThrownBy(() -> restore(() -> false))
        .as("it is not empty now")
        .isInstanceOf(MoveRefused.class);
  }

  private boolean isFilling() {
    return target.side().transfer().mark().state() == State.FILLING;
  }

  @Test
  void anInstallationWithFilesIsNotRestoredInto() throws Exception {
    fill();
    backup();
    target.variants().put("stranger", new byte[] {1});
    assertThatThrownBy(() -> restore(() -> false))
        .isInstanceOf(BackupRefused.class)
        .hasMessageContaining("stranger");
    assertThat(target.side().transfer().mark().state()).isEqualTo(State.OPEN);
    assertThat(target.originals().keys()).isEmpty();
  }

  @Test
  void backupsOfAnotherStoreAreTakenOverOnlyOnDemand() throws Exception {
    fill();
    backup();
    restore(() -> false);
    Installation before = source;
    source = target;
    assertThatThrownBy(this::backup)
        .isInstanceOf(BackupRefused.class)
        .hasMessageContaining(before.side().transfer().name());
    Backup.Made made =
        whole(
            backup(
                source.variants(),
                new Backup.Order(2, false, /* takeOver= */ true),
                (_, _, _, _) -> {},
                () -> false));
    assertThat(made.copiedFiles()).isZero();
  }

  @Test
  void rowsOfOneInstantDoNotShowWhatIsWrittenMeanwhile() {
    source.ready(100);
    List<Integer> counts =
        source
            .side()
            .transfer()
            .atOneInstant(pages -> {
              List<Integer> seen = new ArrayList<>();
              seen.add(pages.page(Table.IMAGES, Optional.empty(), 10).size());
              if (source.side().jobs().image(Stock.id(101)).isEmpty()) {
                source.ready(101);
              }
              seen.add(pages.page(Table.IMAGES, Optional.empty(), 10).size());
              seen.add(pages.page(Table.VERSIONS, Optional.empty(), 10).size());
              return seen;
            })
            .orElseThrow();
    assertThat(counts).containsExactly(1, 1, 1);
    assertThat(source.side().transfer().count(Table.IMAGES)).isEqualTo(2);
  }
}
