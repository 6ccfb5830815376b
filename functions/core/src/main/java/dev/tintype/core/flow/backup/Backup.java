package dev.tintype.core.flow.backup;

import dev.tintype.core.flow.FlowContext;
import dev.tintype.core.flow.backup.BackupIndex.Watermark;
import dev.tintype.core.flow.backup.BackupListener.Phase;
import dev.tintype.core.port.RecordTransfer;
import dev.tintype.core.port.RecordTransfer.Mark;
import dev.tintype.core.port.RecordTransfer.State;
import dev.tintype.core.port.RecordTransfer.Table;
import dev.tintype.core.port.Storage;
import dev.tintype.core.port.StoreUnavailable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// Makes one backup while everybody works: reads the records of one instant, copies the files that
/// they name and the place lacks, and stores the index last. An image that is erased while files
/// are copied is left out; one that is erased while the rows are stored may be in it.
///
/// A run that ends at any point leaves files that belong to no backup; the next one finds them. For
/// one run.
public final class Backup {

  private final Source source;
  private final BackupPlace place;
  private final BackupLock lock;
  private final Order order;
  private final FlowContext context;
  private final BackupListener listener;
  private final BooleanSupplier stopping;
  private final Snapshot snapshot;
  private final ImageCopy copy;

  /// The installation.
  ///
  /// @param records its job store
  /// @param originals its private storage
  /// @param variants its public storage
  public record Source(RecordTransfer records, Storage originals, Storage variants) {}

  /// How a backup is made.
  ///
  /// @param parallel how many images are copied at once, at least 1
  /// @param full whether every file that the place has is read and compared, and copied again where
  ///   it is altered
  /// @param takeOver whether the backups there may be those of another job store
  public record Order(int parallel, boolean full, boolean takeOver) {}

  /// A backup that was made.
  ///
  /// @param entry names it
  /// @param index what it holds
  /// @param copiedFiles how many files were copied
  /// @param copiedBytes how many bytes these have
  /// @param changed how many images were taken as they were after the instant, or left out
  public record Made(
      BackupPlace.Entry entry,
      BackupIndex index,
      long copiedFiles,
      long copiedBytes,
      int changed) {}

  /// How a run ended.
  public sealed interface Ended {
    /// The backup is whole.
    record Whole(Made made) implements Ended {}

    /// There is no backup, because files are not what the records promise.
    record Damage(List<Damaged> files) implements Ended {
      /// Copies the list.
      public Damage {
        files = List.copyOf(files);
      }
    }

    /// The user stopped it. The next run goes on.
    record Interrupted() implements Ended {}
  }

  /// @param place kept for this run by `lock`
  /// @param stopping whether the user asked to stop
  public Backup(
      Source source,
      BackupPlace place,
      BackupLock lock,
      Order order,
      FlowContext context,
      BackupListener listener,
      BooleanSupplier stopping) {
    this.source = source;
    this.place = place;
    this.lock = lock;
    this.order = order;
    this.context = context;
    this.listener = listener;
    this.stopping = () -> stopping.getAsBoolean() || lock.isLost();
    this.snapshot = new Snapshot(source.records());
    this.copy =
        new ImageCopy(
            source.originals(), source.variants(), place, snapshot, order.full(), listener);
  }

  /// Makes the backup.
  ///
  /// @throws BackupRefused when the store cannot be backed up there; nothing was written
  /// @throws StoreUnavailable when a store does not answer; the next run goes on
  public Ended run() {
    List<BackupPlace.Entry> earlier = place.entries();
    Optional<BackupIndex> last = last(earlier);
    String store = storeId(last);
    Instant takenAt = context.now();
    mustBeLater(earlier, takenAt);
    try {
      Map<Table, Path> rows = snapshot.write(folder("rows"), listener, stopping);
      List<Watermark> watermarks = new WatermarkCopy(source.originals(), place, copy).all();
      copyImages(rows, last);
      if (!copy.damaged().isEmpty()) {
        return new Ended.Damage(copy.damaged());
      }
      BackupIndex index =
          new LastRows(source.records().name(), store, takenAt, rows, snapshot, copy)
              .index(folder("last"), watermarks, stopping);
      return new Ended.Whole(
          new Made(written(index), index, copy.files(), copy.bytes(), copy.changed().size()));
    } catch (Stopped _) {
      requireLock();
      return new Ended.Interrupted();
    }
  }

  /// @return the last index that can be read; absent when there is none
  /// @throws BackupRefused when there are indexes, and nothing tells whose they are
  private Optional<BackupIndex> last(List<BackupPlace.Entry> earlier) {
    for (BackupPlace.Entry entry : earlier.reversed()) {
      try {
        return Optional.of(place.read(entry));
      } catch (BackupRefused e) {
        if (entry.equals(earlier.getFirst()) && !order.takeOver()) {
          throw new BackupRefused(
              "No index in %s can be read, so it is not known whose backups these are. Name another place, or add --take-over if they are yours. %s"
                  .formatted(place.name(), e.getMessage()),
              e);
        }
        listener.altered(entry.key());
      }
    }
    return Optional.empty();
  }

  /// @return the id of the job store, which gets one with its first backup
  private String storeId(Optional<BackupIndex> last) {
    Mark mark = source.records().mark();
    if (mark.state() == State.OPEN && mark.id().isEmpty()) {
      Mark named =
          new Mark(
              State.OPEN,
              mark.run(),
              context.freshName(),
              mark.other(),
              mark.otherId(),
              mark.since(),
              mark.origin());
      mark = source.records().mark(mark, named) ? named : source.records().mark();
    }
    String id = mark.id();
    last.filter(index -> !index.store().equals(id) && !order.takeOver())
        .ifPresent(index -> {
          throw new BackupRefused(
              "%s holds the backups of another installation, or of this one before its records were moved or restored (%s). Name another place, or add --take-over if these are yours."
                  .formatted(place.name(), index.from()));
        });
    return id;
  }

  private void mustBeLater(List<BackupPlace.Entry> earlier, Instant takenAt) {
    if (!earlier.isEmpty() && earlier.getLast().id().compareTo(BackupPlace.id(takenAt)) >= 0) {
      throw new BackupRefused(
          "The clock of this machine says %s, but the last backup is %s: set the clock. If it was wrong then, delete %s."
              .formatted(BackupPlace.id(takenAt), earlier.getLast().id(), earlier.getLast().key()));
    }
  }

  private Path folder(String name) {
    try {
      return Files.createDirectories(place.work().resolve(name));
    } catch (IOException e) {
      throw new StoreUnavailable("a work folder cannot be made: " + e, e);
    }
  }

  /// A run that lost the lock while it wrote takes its index back: its files may be dropped.
  private BackupPlace.Entry written(BackupIndex index) {
    requireLock();
    BackupPlace.Entry entry = place.write(index);
    if (lock.isLostNow()) {
      place.storage().delete(entry.key());
      throw stoodStill();
    }
    return entry;
  }

  private void requireLock() {
    if (lock.isLostNow()) {
      throw stoodStill();
    }
  }

  private static BackupRefused stoodStill() {
    return new BackupRefused(
        "This backup stood still, and another one may have begun. Run it again.");
  }

  private void copyImages(Map<Table, Path> rows, Optional<BackupIndex> last) throws Stopped {
    Optional<PartFiles> before =
        last.filter(_ -> !order.full())
            .map(index -> PartFiles.of(place, index, folder("before")))
            .filter(parts -> parts.damaged().isEmpty());
    long all = source.records().count(Table.IMAGES);
    try (ImageReader images = new ImageReader(rows);
        Earlier earlier = new Earlier(before.map(PartFiles::images));
        Work work = new Work(order.parallel(), stopping)) {
      long done = 0;
      for (Optional<ImageRows> next = images.next(); next.isPresent(); next = images.next()) {
        ImageRows image = next.get();
        long number = ++done;
        Optional<ImageRows> same = earlier.of(image.id());
        if (image.isLive()) {
          work.begin(() -> {
            copy.copy(image, same);
            listener.advanced(Phase.COPYING, number, Math.max(number, all), copy.bytes());
          });
        }
      }
      work.end();
      listener.advanced(Phase.COPYING, done, Math.max(done, all), copy.bytes());
    } catch (IOException e) {
      throw new StoreUnavailable("the rows could not be read: " + e, e);
    }
  }
}
