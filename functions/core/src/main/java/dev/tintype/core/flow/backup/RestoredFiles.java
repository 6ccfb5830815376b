package dev.tintype.core.flow.backup;

import dev.tintype.core.Keys;
import dev.tintype.core.flow.Fetched;
import dev.tintype.core.port.Storage;
import dev.tintype.core.port.Storage.PutResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/// Copies files of a backup into an installation, each compared with its digest, and counts them. A
/// file that is there already stays. Safe for use by many threads.
final class RestoredFiles {

  private final BackupPlace place;
  private final RestoreBackup.Target target;
  private final ConcurrentLinkedQueue<Damaged> damaged = new ConcurrentLinkedQueue<>();
  private final AtomicLong files = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();

  /// @param place the backup's place
  /// @param target the installation
  RestoredFiles(BackupPlace place, RestoreBackup.Target target) {
    this.place = place;
    this.target = target;
  }

  /// @return the files so far that are missing or altered in the backup, or differ in the
  ///   installation
  List<Damaged> damaged() {
    return List.copyOf(damaged);
  }

  /// @return how many files the installation has from the backup so far
  long files() {
    return files.get();
  }

  /// @return how many bytes these have
  long bytes() {
    return bytes.get();
  }

  /// Copies a watermark.
  void copy(BackupIndex.Watermark mark) {
    copy("", watermark(mark));
  }

  private static ImageFile watermark(BackupIndex.Watermark mark) {
    return new ImageFile(
        /* isOriginal= */ true,
        Keys.watermark(mark.sha256()),
        mark.bytes(),
        mark.sha256(),
        "application/octet-stream",
        /* isPromised= */ true);
  }

  /// Copies all files of an image. A version whose variant is missing gets no manifest: its
  /// presence means complete.
  void copy(ImageRows image) {
    List<ImageFile> manifests = new ArrayList<>();
    boolean isWhole = true;
    for (ImageFile file : image.contents().files()) {
      if (isManifest(file)) {
        manifests.add(file);
      } else {
        isWhole &= copy(image.id(), file);
      }
    }
    if (isWhole) {
      manifests.forEach(manifest -> copy(image.id(), manifest));
    }
  }

  private static boolean isManifest(ImageFile file) {
    return !file.isOriginal()
        && Keys.parsePublic(file.key())
            .filter(key -> key.name().equals("manifest.json"))
            .isPresent();
  }

  /// @return whether the file is in the installation, or need not be
  private boolean copy(String image, ImageFile file) {
    try (Fetched fetched = place.fetch(file.sha256()).orElse(null)) {
      Optional<String> trouble =
          fetched == null
              ? Optional.of("the backup lacks it")
              : fetched.is(file.bytes(), file.sha256())
                  ? put(file, fetched)
                  : Optional.of("it is altered in the backup");
      if (trouble.isEmpty() || (fetched == null && !file.isPromised())) {
        return true;
      }
      damaged.add(new Damaged(image, file.key(), trouble.get()));
      return false;
    }
  }

  /// @return what is in the way
  private Optional<String> put(ImageFile file, Fetched fetched) {
    Storage storage = file.isOriginal() ? target.originals() : target.variants();
    PutResult result =
        storage.put(file.key(), fetched.stored(file.mediaType(), Keys.cacheControl(file.key())));
    if (result == PutResult.CONFLICT) {
      return Optional.of("other bytes lie in the installation");
    }
    files.incrementAndGet();
    bytes.addAndGet(fetched.bytes());
    return Optional.empty();
  }
}
