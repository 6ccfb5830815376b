package dev.tintype.core.flow.backup;

import dev.tintype.core.DigestSet;
import dev.tintype.core.Sha256;
import dev.tintype.core.flow.backup.BackupListener.Phase;
import dev.tintype.core.port.Storage.StoredObject;
import dev.tintype.core.port.StoreUnavailable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// Drops old backups, and what no other backup holds and is an hour older than the last backup. The
/// place must be kept for this by a [BackupLock]: a backup that is being made has files that no
/// index names.
public final class DropBackups {

  /// A run that lost the lock unawares must not drop what its successor stores.
  private static final Duration YOUNG = Duration.ofHours(1);

  private final BackupPlace place;
  private final BackupLock lock;
  private final BackupListener listener;
  private final BooleanSupplier stopping;
  private long files;
  private long bytes;

  /// @param stopping whether the user asked to stop
  public DropBackups(
      BackupPlace place, BackupLock lock, BackupListener listener, BooleanSupplier stopping) {
    this.place = place;
    this.lock = lock;
    this.listener = listener;
    this.stopping = () -> stopping.getAsBoolean() || lock.isLost();
  }

  /// What was dropped.
  ///
  /// @param backups how many backups
  /// @param files how many files that no backup holds
  /// @param bytes how many bytes these had
  public record Dropped(int backups, long files, long bytes) {}

  /// Keeps the latest backups.
  ///
  /// @param keep how many, at least 1
  /// @return absent when the user stopped it; the next run goes on
  /// @throws BackupRefused when a backup that is kept is damaged, or this release cannot read it;
  ///   nothing was deleted
  /// @throws StoreUnavailable when the place does not answer; the next run goes on
  public Optional<Dropped> keep(int keep) {
    List<BackupPlace.Entry> entries = place.entries();
    int first = Math.max(0, entries.size() - keep);
    DigestSet wanted = new DigestSet();
    try {
      for (BackupPlace.Entry entry : entries.subList(first, entries.size())) {
        want(entry, wanted);
      }
      List<BackupPlace.Entry> old = entries.subList(0, first);
      Instant newest = newest(entries);
      requireLock();
      old.forEach(entry -> place.storage().delete(entry.key()));
      drop(wanted, newest.minus(YOUNG));
      return Optional.of(new Dropped(old.size(), files, bytes));
    } catch (Stopped _) {
      return Optional.empty();
    }
  }

  private void want(BackupPlace.Entry entry, DigestSet wanted) throws Stopped {
    BackupIndex index = place.read(entry);
    index.tables().values().forEach(rows -> wanted.add(rows.sha256()));
    index.watermarks().forEach(mark -> wanted.add(mark.sha256()));
    try (PartFiles parts = PartFiles.of(place, index, folder(entry));
        ImageReader images = parts.images()) {
      long done = 0;
      for (Optional<ImageRows> next = images.next(); next.isPresent(); next = images.next()) {
        stop();
        ImageRows.Contents contents = next.get().contents();
        requireReadable(entry, contents);
        contents.files().forEach(file -> wanted.add(file.sha256()));
        listener.advanced(Phase.COMPARING, ++done, index.counts().images(), 0);
      }
    }
  }

  private static void requireReadable(BackupPlace.Entry entry, ImageRows.Contents contents) {
    if (!contents.unreadable().isEmpty()) {
      throw new BackupRefused(
          "Nothing is dropped: this release cannot read the version %s in the backup %s, so it does not know its files. Use the release that made the backup."
              .formatted(contents.unreadable().getFirst(), entry.id()));
    }
  }

  private Path folder(BackupPlace.Entry entry) {
    try {
      return Files.createDirectories(place.work().resolve("of-" + entry.id()));
    } catch (IOException e) {
      throw new StoreUnavailable("a work folder cannot be made: " + e, e);
    }
  }

  private void stop() throws Stopped {
    if (stopping.getAsBoolean()) {
      throw new Stopped();
    }
  }

  private void requireLock() throws Stopped {
    if (lock.isLostNow()) {
      throw new Stopped();
    }
  }

  /// @return when the last backup was stored, by the clock of the place
  private Instant newest(List<BackupPlace.Entry> entries) {
    return entries.isEmpty()
        ? Instant.MIN.plus(YOUNG)
        : place
            .storage()
            .head(entries.getLast().key())
            .orElseThrow(
                () -> new StoreUnavailable(entries.getLast().key() + " is gone; try again"))
            .modifiedAt();
  }

  /// @param before what was stored later stays: another run may just have stored it
  private void drop(DigestSet wanted, Instant before) throws Stopped {
    Optional<String> after = Optional.empty();
    List<StoredObject> page;
    do {
      stop();
      page = place.storage().list(BackupPlace.OBJECTS, after, BackupPlace.PAGE);
      List<StoredObject> unwanted =
          page.stream()
              .filter(object -> !object.modifiedAt().isAfter(before) && isUnwanted(object, wanted))
              .toList();
      requireLock();
      place.storage().delete(unwanted.stream().map(StoredObject::key).toList());
      files += unwanted.size();
      bytes += unwanted.stream().mapToLong(StoredObject::bytes).sum();
      listener.advanced(Phase.DROPPING, files, 0, bytes);
      after = page.isEmpty() ? after : Optional.of(page.getLast().key());
    } while (page.size() == BackupPlace.PAGE);
  }

  /// What has no digest for a name is not ours.
  private static boolean isUnwanted(StoredObject object, DigestSet wanted) {
    Optional<Sha256> digest = BackupPlace.digest(object.key());
    return digest.isPresent() && !wanted.contains(digest.get());
  }
}
