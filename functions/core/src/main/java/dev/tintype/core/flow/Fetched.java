package dev.tintype.core.flow;

import dev.tintype.core.Sha256;
import dev.tintype.core.port.Storage;
import dev.tintype.core.port.Storage.StoredFile;
import dev.tintype.core.port.StoreUnavailable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;

/// The bytes of an object as a file of this machine, read once. For one thread.
///
/// @param path the file; of the storage itself, or fetched
/// @param bytes its length
/// @param sha256 the digest of its bytes
/// @param isFetched whether closing removes the file
public record Fetched(Path path, long bytes, Sha256 sha256, boolean isFetched)
    implements AutoCloseable {

  /// Finds the file of an object, or fetches it.
  ///
  /// @param folder for fetched files
  /// @return absent when there is no such object, or it was deleted meanwhile
  /// @throws StoreUnavailable when the storage does not answer, or the folder cannot be written;
  ///   nothing is left behind
  public static Optional<Fetched> of(Storage storage, String key, Path folder) {
    Path path = folder.resolve(UUID.randomUUID().toString());
    try {
      Optional<Path> local = storage.localFile(key);
      if (local.isPresent()) {
        return Optional.of(read(local.get(), /* isFetched= */ false));
      }
      return fetch(storage, key, path) ? Optional.of(read(path, true)) : Optional.empty();
    } catch (NoSuchFileException _) {
      return Optional.empty();
    } catch (IOException e) {
      remove(path);
      throw new StoreUnavailable(key + " could not be read: " + e, e);
    } catch (RuntimeException e) {
      remove(path);
      throw e;
    }
  }

  private static boolean fetch(Storage storage, String key, Path path) throws IOException {
    try (InputStream in = storage.open(key, Optional.empty()).orElse(null)) {
      if (in == null) {
        return false;
      }
      Files.copy(in, path);
      return true;
    }
  }

  private static Fetched read(Path path, boolean isFetched) throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      return new Fetched(path, Files.size(path), Sha256.of(in), isFetched);
    }
  }

  /// @return whether the bytes are these
  public boolean is(long length, Sha256 digest) {
    return bytes == length && sha256.equals(digest);
  }

  /// @return the file as it is put into a storage
  public StoredFile stored(String mediaType, String cacheControl) {
    return new StoredFile(path, bytes, sha256, mediaType, cacheControl);
  }

  @Override
  public void close() {
    if (isFetched) {
      remove(path);
    }
  }

  private static void remove(Path path) {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw new StoreUnavailable("a file on its way could not be removed: " + path, e);
    }
  }
}
