package dev.tintype.core.flow.backup;

import dev.tintype.core.Sha256;
import dev.tintype.core.flow.Fetched;
import dev.tintype.core.port.Storage;
import dev.tintype.core.port.StoreUnavailable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/// Copies the files of images into a backup. An image whose files are not what its rows promise may
/// have changed since these were read: it is then taken as it is now, with its rows. Safe for use
/// by many threads.
final class ImageCopy {

  private static final int TRIES = 5;

  private final Storage originals;
  private final Storage variants;
  private final BackupPlace place;
  private final Snapshot snapshot;
  private final boolean full;
  private final BackupListener listener;
  private final Map<String, ImageRows> changed = new ConcurrentHashMap<>();
  private final ConcurrentLinkedQueue<Damaged> damaged = new ConcurrentLinkedQueue<>();
  private final AtomicLong files = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();

  /// @param full whether what the place has is read and compared, not only looked for
  ImageCopy(
      Storage originals,
      Storage variants,
      BackupPlace place,
      Snapshot snapshot,
      boolean full,
      BackupListener listener) {
    this.originals = originals;
    this.variants = variants;
    this.place = place;
    this.snapshot = snapshot;
    this.full = full;
    this.listener = listener;
  }

  /// Copies what the backup lacks.
  ///
  /// @param before the rows of the same image in a backup that is whole, whose files are there;
  ///   absent when every file is looked for
  void copy(ImageRows rows, Optional<ImageRows> before) {
    Set<String> known = new HashSet<>();
    before.ifPresent(earlier ->
        earlier.contents().files().stream()
            .filter(ImageFile::isPromised)
            .forEach(file -> known.add(file.sha256().hex())));
    ImageRows taken = rows;
    List<Damaged> wrong = copy(taken, known);
    for (int i = 1; i < TRIES && !wrong.isEmpty(); i++) {
      ImageRows now = snapshot.now(rows.id());
      if (now.equals(taken)) {
        damaged.addAll(wrong);
        return;
      }
      taken = now;
      wrong = copy(taken, known);
    }
    damaged.addAll(wrong);
    if (!taken.equals(rows)) {
      changed.put(rows.id(), taken);
    }
  }

  private List<Damaged> copy(ImageRows rows, Set<String> known) {
    ImageRows.Contents contents = rows.contents();
    List<Damaged> wrong = new ArrayList<>();
    contents.unreadable().forEach(version -> wrong.add(Damaged.unreadable(rows.id(), version)));
    for (ImageFile file : contents.files()) {
      if (!known.contains(file.sha256().hex()) && !isKept(file.sha256(), file.bytes())) {
        copy(rows.id(), file).ifPresent(wrong::add);
      }
    }
    return wrong;
  }

  private Optional<Damaged> copy(String image, ImageFile file) {
    Optional<String> found = Optional.of("");
    // A transfer that ended early is read once more.
    for (int i = 0; i < 2 && found.isPresent(); i++) {
      found = tried(file);
    }
    return found
        .filter(_ -> file.isPromised())
        .map(detail -> new Damaged(image, file.key(), detail));
  }

  /// @return what is wrong
  private Optional<String> tried(ImageFile file) {
    Storage storage = file.isOriginal() ? originals : variants;
    try (Fetched fetched = Fetched.of(storage, file.key(), place.work()).orElse(null)) {
      if (fetched == null) {
        return Optional.of("it is not there");
      }
      if (!fetched.is(file.bytes(), file.sha256())) {
        return Optional.of(
            "%d bytes with sha256 %s instead of %d with %s"
                .formatted(fetched.bytes(), fetched.sha256(), file.bytes(), file.sha256()));
      }
      try {
        keep(fetched);
      } catch (StoreUnavailable e) {
        // A file of the storage itself may be deleted while it is copied.
        if (storage.head(file.key()).isEmpty()) {
          return Optional.of("it is not there");
        }
        throw e;
      }
      return Optional.empty();
    }
  }

  /// @return whether the place has a file; a full backup compares it
  boolean isKept(Sha256 digest, long bytes) {
    return full ? isSound(digest, bytes) : place.holds(digest, bytes);
  }

  private boolean isSound(Sha256 digest, long bytes) {
    BackupPlace.Found found = place.look(digest, bytes);
    if (found == BackupPlace.Found.ALTERED) {
      listener.altered(BackupPlace.key(digest));
    }
    return found == BackupPlace.Found.SOUND;
  }

  /// Stores the rows of a table. What is there is compared: nothing can be restored without them.
  void keepRows(Fetched part) {
    if (!isSound(part.sha256(), part.bytes())) {
      place.replace(part);
    }
  }

  /// Stores a file that is right.
  void keep(Fetched file) {
    if (full) {
      place.replace(file);
    } else {
      place.keep(file);
    }
    files.incrementAndGet();
    bytes.addAndGet(file.bytes());
  }

  /// @return the images that were taken as they were later, by id
  Map<String, ImageRows> changed() {
    return changed;
  }

  /// @return files that are not what the records promise
  List<Damaged> damaged() {
    return List.copyOf(damaged);
  }

  /// @return how many files were copied
  long files() {
    return files.get();
  }

  /// @return how many bytes were copied
  long bytes() {
    return bytes.get();
  }
}
