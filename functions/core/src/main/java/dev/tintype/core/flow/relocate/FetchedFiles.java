package dev.tintype.core.flow.relocate;

import dev.tintype.core.Keys;
import dev.tintype.core.Sha256;
import dev.tintype.core.flow.Fetched;
import dev.tintype.core.flow.relocate.Trouble.Kind;
import dev.tintype.core.port.Storage;
import dev.tintype.core.port.Storage.PutResult;
import dev.tintype.core.port.Storage.StoredFile;
import dev.tintype.core.port.Storage.StoredObject;
import dev.tintype.core.port.StoreUnavailable;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Copies single files from one storage to another one, which checks their SHA-256 on arrival. A
/// file that is no file of this machine is fetched into a folder first. Safe for use by many
/// threads.
final class FetchedFiles {

  private final Path folder;

  /// @param folder for files on their way
  FetchedFiles(Path folder) {
    this.folder = folder;
  }

  /// @param object as it was listed
  /// @param promised the digest that it must have; absent when no record says so
  /// @param tally is told of the copy, or of the trouble
  /// @return what the put found; absent when the object was deleted, or is not what was promised
  /// @throws StoreUnavailable when a storage does not answer; copying again is safe
  Optional<PutResult> copy(
      Storage from,
      Storage to,
      StoredObject object,
      @Nullable Sha256 promised,
      String mediaType,
      Tally tally) {
    try (Fetched file = file(from, object.key(), promised).orElse(null)) {
      if (file == null) {
        return Optional.empty();
      }
      if (promised != null && !promised.equals(file.sha256())) {
        tally.trouble(
            Kind.ALTERED,
            object.key(),
            "sha256 %s instead of %s".formatted(file.sha256(), promised));
        return Optional.empty();
      }
      String key = object.key();
      return Optional.of(put(to, key, file.stored(mediaType, Keys.cacheControl(key)), tally));
    }
  }

  private static PutResult put(Storage to, String key, StoredFile file, Tally tally) {
    PutResult result = to.put(key, file);
    switch (result) {
      case STORED -> tally.copied(file.bytes());
      case ALREADY_THERE -> {}
      case CONFLICT -> tally.trouble(Kind.CONFLICT, key, "other bytes lie in the new storage");
    }
    return result;
  }

  /// A file that differs from what was promised is read once more before that is believed.
  private Optional<Fetched> file(Storage from, String key, @Nullable Sha256 promised) {
    Optional<Fetched> file = Fetched.of(from, key, folder);
    if (promised != null && file.filter(it -> !it.sha256().equals(promised)).isPresent()) {
      file.get().close();
      return Fetched.of(from, key, folder);
    }
    return file;
  }
}
