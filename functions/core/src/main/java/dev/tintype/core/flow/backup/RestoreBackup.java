package dev.tintype.core.flow.backup;

import dev.tintype.core.flow.FlowContext;
import dev.tintype.core.flow.migrate.MoveListener;
import dev.tintype.core.flow.migrate.RecordFill;
import dev.tintype.core.flow.migrate.Sums;
import dev.tintype.core.port.RecordTransfer;
import dev.tintype.core.port.RecordTransfer.Table;
import dev.tintype.core.port.Storage;
import dev.tintype.core.port.StoreUnavailable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// Fills an empty installation from a backup: every file, each compared with its digest and the
/// manifest of a version last, and then the records. No server works on the installation before
/// that: its job store says that it is being filled.
///
/// A run that ends at any point leaves the store so; the next run of the same backup goes on.
public final class RestoreBackup {

  private final BackupPlace place;
  private final Target target;
  private final int parallel;
  private final FlowContext context;
  private final BackupListener listener;
  private final BooleanSupplier stopping;
  private final RestoredFiles restored;

  /// The installation to fill.
  ///
  /// @param records its job store
  /// @param originals its private storage
  /// @param variants its public storage
  public record Target(RecordTransfer records, Storage originals, Storage variants) {}

  /// How a run ended.
  public sealed interface Ended {
    /// Everything is restored.
    ///
    /// @param files how many files
    /// @param bytes how many bytes these have
    /// @param sums what the job store holds, compared row by row with the backup
    record Whole(long files, long bytes, Sums sums) implements Ended {}

    /// Files of the backup are missing or altered. No record was written.
    record Damage(List<Damaged> files) implements Ended {
      /// Copies the list.
      public Damage {
        files = List.copyOf(files);
      }
    }

    /// The user stopped it. The next run goes on.
    record Interrupted() implements Ended {}
  }

  /// @param parallel how many images are copied at once, at least 1
  /// @param stopping whether the user asked to stop
  public RestoreBackup(
      BackupPlace place,
      Target target,
      int parallel,
      FlowContext context,
      BackupListener listener,
      BooleanSupplier stopping) {
    this.place = place;
    this.target = target;
    this.parallel = parallel;
    this.context = context;
    this.listener = listener;
    this.stopping = stopping;
    this.restored = new RestoredFiles(place, target);
  }

  /// Restores a backup, or goes on with it.
  ///
  /// @throws BackupRefused when the backup's records are damaged or cannot be read by this release,
  ///   or the installation is not empty; nothing was changed
  /// @throws dev.tintype.core.flow.migrate.MoveRefused when the job store is not empty, or takes
  ///   part in something else; nothing was changed
  /// @throws StoreUnavailable when a store does not answer; the next run goes on
  public Ended restore(BackupPlace.Entry entry) {
    BackupIndex index = place.read(entry);
    PartFiles parts = PartFiles.of(place, index, folder());
    String name = "the backup %s in %s".formatted(entry.id(), place.name());
    try (BackupRows rows = new BackupRows(name, index, parts)) {
      RecordFill fill =
          new RecordFill(
              rows, entry.sha256().hex(), target.records(), context, new Told(), stopping);
      if (fill.isFirst()) {
        mustBeEmpty(target.originals(), "originals");
        mustBeEmpty(target.variants(), "variants");
      }
      requireReadable(entry, parts);
      fill.claim();
      copyFiles(index, parts);
      List<Damaged> damaged = restored.damaged();
      return damaged.isEmpty()
          ? fill.fill()
              .<Ended>map(sums -> new Ended.Whole(restored.files(), restored.bytes(), sums))
              .orElseGet(Ended.Interrupted::new)
          : new Ended.Damage(damaged);
    } catch (Stopped _) {
      return new Ended.Interrupted();
    }
  }

  private Path folder() {
    try {
      return Files.createDirectories(place.work().resolve("rows"));
    } catch (IOException e) {
      throw new StoreUnavailable("a work folder cannot be made: " + e, e);
    }
  }

  /// A version whose files are not known would be restored without them.
  private void requireReadable(BackupPlace.Entry entry, PartFiles parts) throws Stopped {
    try (ImageReader images = parts.images()) {
      for (Optional<ImageRows> next = images.next(); next.isPresent(); next = images.next()) {
        if (stopping.getAsBoolean()) {
          throw new Stopped();
        }
        List<String> unreadable = next.get().contents().unreadable();
        if (!unreadable.isEmpty()) {
          throw new BackupRefused(
              "This release cannot read the version %s in the backup %s, so it does not know its files. Restore with the release that made the backup."
                  .formatted(unreadable.getFirst(), entry.id()));
        }
      }
    }
  }

  private static void mustBeEmpty(Storage storage, String what) {
    storage.list("", Optional.empty(), 1).stream()
        .findFirst()
        .ifPresent(object -> {
          throw new BackupRefused(
              "The storage of %s is not empty: it has %s. Restore into an empty installation."
                  .formatted(what, object.key()));
        });
  }

  private void copyFiles(BackupIndex index, PartFiles parts) throws Stopped {
    long all = index.counts().images();
    try (ImageReader images = parts.images();
        Work work = new Work(parallel, stopping)) {
      for (BackupIndex.Watermark mark : index.watermarks()) {
        work.begin(() -> restored.copy(mark));
      }
      long done = 0;
      for (Optional<ImageRows> next = images.next(); next.isPresent(); next = images.next()) {
        ImageRows image = next.get();
        if (image.isLive()) {
          long number = ++done;
          work.begin(() -> {
            restored.copy(image);
            listener.advanced(
                BackupListener.Phase.COPYING, number, Math.max(number, all), restored.bytes());
          });
        }
      }
      work.end();
      listener.advanced(BackupListener.Phase.COPYING, done, Math.max(done, all), restored.bytes());
    }
  }

  /// Tells how far the records are.
  private final class Told implements MoveListener {
    @Override
    public void advanced(MoveListener.Phase phase, Table table, long done, long rows) {
      listener.advanced(BackupListener.Phase.WRITING, done, rows, restored.bytes());
    }

    @Override
    public void closing(Duration estimate) {}

    @Override
    public void reached(Boundary boundary) {}
  }
}
