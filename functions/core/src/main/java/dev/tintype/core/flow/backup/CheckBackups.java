package dev.tintype.core.flow.backup;

import dev.tintype.core.DigestSet;
import dev.tintype.core.Sha256;
import dev.tintype.core.flow.backup.BackupListener.Phase;
import dev.tintype.core.port.Storage.StoredObject;
import dev.tintype.core.port.StoreUnavailable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/// Reads every file of a place once, compares it with its digest, and looks whether each backup has
/// all files that its records name. Nothing is changed. For one run.
public final class CheckBackups {

  private final BackupPlace place;
  private final int parallel;
  private final BackupListener listener;
  private final BooleanSupplier stopping;
  private final DigestSet sound = new DigestSet();
  private final DigestSet named = new DigestSet();
  private final ConcurrentLinkedQueue<Damaged> damaged = new ConcurrentLinkedQueue<>();
  private final AtomicLong files = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();

  /// @param parallel how many files are read at once, at least 1
  /// @param stopping whether the user asked to stop
  public CheckBackups(
      BackupPlace place, int parallel, BackupListener listener, BooleanSupplier stopping) {
    this.place = place;
    this.parallel = parallel;
    this.listener = listener;
    this.stopping = stopping;
  }

  /// What was found.
  ///
  /// @param backups how many backups there are
  /// @param files how many files were read
  /// @param bytes how many bytes these have
  /// @param unnamed how many files belong to no backup; they are no damage
  /// @param damaged what is missing or altered
  public record Checked(int backups, long files, long bytes, long unnamed, List<Damaged> damaged) {
    /// Copies the list.
    public Checked {
      damaged = List.copyOf(damaged);
    }
  }

  /// Checks everything.
  ///
  /// @return absent when the user stopped it
  /// @throws BackupRefused when there is no backup
  /// @throws StoreUnavailable when the place does not answer
  public Optional<Checked> check() {
    List<BackupPlace.Entry> entries = place.entries();
    if (entries.isEmpty()) {
      throw new BackupRefused(place.name() + " holds no whole backup.");
    }
    try {
      readAll();
      for (BackupPlace.Entry entry : entries) {
        compare(entry);
      }
    } catch (Stopped _) {
      return Optional.empty();
    }
    return Optional.of(
        new Checked(
            entries.size(),
            files.get(),
            bytes.get(),
            Math.max(0, sound.size() - named.size()),
            List.copyOf(damaged)));
  }

  private void readAll() throws Stopped {
    try (Work work = new Work(parallel, stopping)) {
      Optional<String> after = Optional.empty();
      List<StoredObject> page;
      do {
        page = place.storage().list(BackupPlace.OBJECTS, after, BackupPlace.PAGE);
        for (StoredObject object : page) {
          Optional<Sha256> digest = BackupPlace.digest(object.key());
          if (digest.isPresent()) {
            work.begin(() -> read(object, digest.get()));
          }
          after = Optional.of(object.key());
        }
      } while (page.size() == BackupPlace.PAGE);
      work.end();
    }
  }

  /// What differs is read once more before that is believed.
  private void read(StoredObject object, Sha256 wanted) {
    boolean isRight = false;
    for (int i = 0; i < 2 && !isRight; i++) {
      isRight = digest(object.key()).equals(wanted);
    }
    if (isRight) {
      synchronized (sound) {
        sound.add(wanted);
      }
    } else {
      damaged.add(new Damaged("", object.key(), "it has other bytes than its name says"));
    }
    listener.advanced(Phase.CHECKING, files.incrementAndGet(), 0, bytes.addAndGet(object.bytes()));
  }

  private Sha256 digest(String key) {
    try (InputStream in =
        place.storage().open(key, Optional.empty()).orElseGet(InputStream::nullInputStream)) {
      return Sha256.of(in);
    } catch (IOException e) {
      throw new StoreUnavailable(key + " could not be read: " + e, e);
    }
  }

  private void compare(BackupPlace.Entry entry) throws Stopped {
    BackupIndex index;
    try {
      index = place.read(entry);
    } catch (BackupRefused e) {
      damaged.add(new Damaged("", entry.key(), String.valueOf(e.getMessage())));
      return;
    }
    try (PartFiles parts = PartFiles.of(place, index, folder(entry))) {
      compareAll(entry, index, parts);
    }
  }

  private void compareAll(BackupPlace.Entry entry, BackupIndex index, PartFiles parts)
      throws Stopped {
    index.tables().values().forEach(rows -> isSound(rows.sha256()));
    damaged.addAll(parts.damaged());
    index.watermarks().stream()
        .map(BackupIndex.Watermark::sha256)
        .filter(digest -> !isSound(digest))
        .forEach(digest -> damaged.add(missing(entry, "", BackupPlace.key(digest))));
    if (parts.damaged().isEmpty()) {
      compare(entry, index, parts);
    }
  }

  private void compare(BackupPlace.Entry entry, BackupIndex index, PartFiles parts) throws Stopped {
    try (ImageReader images = parts.images()) {
      long done = 0;
      for (Optional<ImageRows> next = images.next(); next.isPresent(); next = images.next()) {
        if (stopping.getAsBoolean()) {
          throw new Stopped();
        }
        compare(entry, next.get());
        listener.advanced(Phase.COMPARING, ++done, index.counts().images(), bytes.get());
      }
    }
  }

  private void compare(BackupPlace.Entry entry, ImageRows image) {
    ImageRows.Contents contents = image.contents();
    contents.unreadable().forEach(version -> damaged.add(Damaged.unreadable(image.id(), version)));
    for (ImageFile file : contents.files()) {
      if (!isSound(file.sha256()) && file.isPromised()) {
        damaged.add(missing(entry, image.id(), file.key()));
      }
    }
  }

  private boolean isSound(Sha256 digest) {
    boolean isSound = sound.contains(digest);
    if (isSound) {
      named.add(digest);
    }
    return isSound;
  }

  private static Damaged missing(BackupPlace.Entry entry, String image, String key) {
    return new Damaged(image, key, "the backup " + entry.id() + " lacks it");
  }

  private Path folder(BackupPlace.Entry entry) {
    try {
      return Files.createDirectories(place.work().resolve("of-" + entry.id()));
    } catch (IOException e) {
      throw new StoreUnavailable("a work folder cannot be made: " + e, e);
    }
  }
}
