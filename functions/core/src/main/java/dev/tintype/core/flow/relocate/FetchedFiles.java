package dev.tintype.core.flow.relocate;

import dev.tintype.core.Keys;
import dev.tintype.core.Sha256;
import dev.tintype.core.flow.relocate.Trouble.Kind;
import dev.tintype.core.port.Storage;
import dev.tintype.core.port.Storage.PutResult;
import dev.tintype.core.port.Storage.StoredFile;
import dev.tintype.core.port.Storage.StoredObject;
import dev.tintype.core.port.StoreUnavailable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Copies single files from one storage to another one, which checks their SHA-256 on arrival. A
/// file that is no file of this machine is fetched into a folder first. Safe for use by many
/// threads.
final class FetchedFiles {

  private static final int TRIES = 2;

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
    Path fetched = folder.resolve(UUID.randomUUID().toString());
    try {
      Optional<StoredFile> file = file(from, object.key(), promised, mediaType, fetched);
      if (file.isEmpty()) {
        return Optional.empty();
      }
      if (promised != null && !promised.equals(file.get().sha256())) {
        tally.trouble(
            Kind.ALTERED,
            object.key(),
            "sha256 %s instead of %s".formatted(file.get().sha256(), promised));
        return Optional.empty();
      }
      return Optional.of(put(to, object.key(), file.get(), tally));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    } catch (IOException e) {
      throw new StoreUnavailable("copying " + object.key() + ": it could not be read", e);
    } finally {
      forget(fetched);
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
  private static Optional<StoredFile> file(
      Storage from, String key, @Nullable Sha256 promised, String mediaType, Path fetched)
      throws IOException {
    Optional<StoredFile> file = Optional.empty();
    for (int i = 0; i < TRIES; i++) {
      Optional<Path> path = path(from, key, fetched);
      if (path.isEmpty()) {
        return Optional.empty();
      }
      file = Optional.of(described(path.get(), mediaType, cacheControl(key)));
      if (promised == null || promised.equals(file.get().sha256())) {
        break;
      }
    }
    return file;
  }

  private static Optional<Path> path(Storage from, String key, Path fetched) throws IOException {
    Optional<Path> local = from.localFile(key);
    if (local.isPresent()) {
      return local;
    }
    try (InputStream in = from.open(key, Optional.empty()).orElse(null)) {
      if (in == null) {
        return Optional.empty();
      }
      Files.deleteIfExists(fetched);
      Files.copy(in, fetched);
      return Optional.of(fetched);
    }
  }

  private static String cacheControl(String key) {
    return Keys.isPublic(key) || Keys.isWatermark(key) ? Keys.CACHE_CONTROL : "private, no-store";
  }

  private static StoredFile described(Path path, String mediaType, String cacheControl)
      throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      Sha256 sha256 = Sha256.of(in);
      return new StoredFile(path, Files.size(path), sha256, mediaType, cacheControl);
    }
  }

  private static void forget(Path fetched) {
    try {
      Files.deleteIfExists(fetched);
    } catch (IOException e) {
      throw new StoreUnavailable("a file on its way could not be removed: " + fetched, e);
    }
  }
}
