package dev.tintype.core.flow.backup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.flow.FlowContext;
import dev.tintype.core.flow.StepBoundary;
import dev.tintype.core.flow.migrate.Side;
import dev.tintype.core.port.MemoryStorage;
import dev.tintype.core.port.Storage;
import dev.tintype.core.port.TestClock;
import dev.tintype.core.provider.Opening;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// An installation, an empty one, and a place for backups, for each test.
public abstract class BackupCase {

  static final BackupLock HELD = lost(() -> false);

  private static final int PARALLEL = 2;

  @TempDir private Path folder;

  final TestClock clock = new TestClock(Instant.parse("2026-11-30T10:00:00Z"));
  private Opening opening = new Opening(Path.of(""), InstantSource.system(), new SecureRandom());

  final MemoryStorage kept = new MemoryStorage(clock);
  Storage keeping = kept;
  Installation source;
  Installation target;

  /// @param now what the place answers; the process itself does not know
  static BackupLock lost(BooleanSupplier now) {
    return new BackupLock() {
      @Override
      public boolean isLost() {
        return false;
      }

      @Override
      public boolean isLostNow() {
        return now.getAsBoolean();
      }

      @Override
      public void close() {}
    };
  }

  /// @param empty a folder for this test
  /// @param name a new one for each call in a test
  /// @return the address of an empty job store
  protected abstract String address(Path empty, String name) throws Exception;

  @BeforeEach
  final void open() throws Exception {
    opening = new Opening(folder, InstantSource.system(), new SecureRandom());
    source = Installation.over(Side.open(address(folder, "source"), opening));
    target = Installation.over(Side.open(address(folder, "target"), opening));
  }

  @AfterEach
  final void close() {
    opening.close();
  }

  final FlowContext context() {
    return new FlowContext(clock, new SecureRandom(), StepBoundary.UNHEARD);
  }

  final BackupPlace place() throws Exception {
    Path work = Files.createDirectory(folder.resolve(UUID.randomUUID().toString()));
    return new BackupPlace(keeping, "the place", work);
  }

  final Backup.Ended backup(
      Storage variants, Backup.Order order, BackupListener listener, BooleanSupplier stopping)
      throws Exception {
    return backup(HELD, variants, order, listener, stopping);
  }

  final Backup.Ended backup(
      BackupLock lock,
      Storage variants,
      Backup.Order order,
      BackupListener listener,
      BooleanSupplier stopping)
      throws Exception {
    clock.advance(Duration.ofHours(1));
    return new Backup(
            new Backup.Source(source.side().transfer(), source.originals(), variants),
            place(),
            lock,
            order,
            context(),
            listener,
            stopping)
        .run();
  }

  static Backup.Order usual() {
    return new Backup.Order(PARALLEL, /* full= */ false, /* takeOver= */ false);
  }

  /// Backs up, which must succeed.
  final Backup.Made backup() throws Exception {
    return whole(backup(source.variants(), usual(), (_, _, _, _) -> {}, () -> false));
  }

  static Backup.Made whole(Backup.Ended ended) {
    assertThat(ended).isInstanceOf(Backup.Ended.Whole.class);
    return ((Backup.Ended.Whole) ended).made();
  }

  final RestoreBackup.Ended restore(BooleanSupplier stopping) throws Exception {
    BackupPlace place = place();
    return new RestoreBackup(
            place,
            new RestoreBackup.Target(
                target.side().transfer(), target.originals(), target.variants()),
            PARALLEL,
            context(),
            (_, _, _, _) -> {},
            stopping)
        .restore(place.entry(Optional.empty()));
  }

  final CheckBackups.Checked check() throws Exception {
    return new CheckBackups(place(), PARALLEL, (_, _, _, _) -> {}, () -> false)
        .check()
        .orElseThrow();
  }

  final DropBackups.Dropped keep(int backups) throws Exception {
    return new DropBackups(place(), HELD, (_, _, _, _) -> {}, () -> false)
        .keep(backups)
        .orElseThrow();
  }
}
