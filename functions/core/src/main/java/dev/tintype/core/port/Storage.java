package dev.tintype.core.port;

import dev.tintype.core.Sha256;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// A store of immutable objects: one for originals, one for variants. Safe for use by many threads.
///
/// An object is there whole or not at all. After a [StoreUnavailable] from [#put] the object may or
/// may not be there; putting it again is safe and tells.
public interface Storage {

  /// Stores a file under a key that nothing was ever stored under; the object is durable when this
  /// returns.
  ///
  /// @return what was there before: nothing, the same bytes, or other bytes, which stay
  /// @throws StorageFull when there is no room
  /// @throws StoreUnavailable when the storage cannot answer; time may cure it
  PutResult put(String key, StoredFile file);

  /// Stores what another key holds under a key that nothing was ever stored under, as [#put] does.
  /// The bytes of the source are hashed before anything is stored. The copy does not depend on the
  /// source: deleting one leaves the other.
  ///
  /// @param from the key of the source
  /// @param to the key of the copy
  /// @param file what source and copy must be. There is no file at its path; the storage may leave
  ///   one there
  /// @param goOn asked once the source is hashed, right before the copy is stored; false stops
  /// @return what became of it. If it was stopped, or the source is missing or altered, nothing was
  ///   stored
  /// @throws StorageFull when there is no room
  /// @throws StoreUnavailable when the storage cannot answer; time may cure it
  default CopyResult copy(String from, String to, StoredFile file, BooleanSupplier goOn) {
    return FetchedCopy.of(this, from, to, file, goOn);
  }

  /// @return what is known of the object, if it is there
  /// @throws StoreUnavailable when the storage cannot answer; time may cure it
  Optional<StoredObject> head(String key);

  /// Opens an object, or a range of it.
  ///
  /// @param range absent for the whole object
  /// @return its bytes, to be closed by the caller; absent when there is no such object. Reading
  ///   may throw [java.io.IOException] when the transport fails, never when the object merely ends
  /// @throws StoreUnavailable when the storage cannot answer; time may cure it
  Optional<InputStream> open(String key, Optional<Range> range);

  /// Objects whose keys start with a prefix, in the order of their keys' UTF-8 bytes.
  ///
  /// @param after only keys behind this one
  /// @param limit 1 to 1,000
  /// @throws StoreUnavailable when the storage cannot answer; time may cure it
  List<StoredObject> list(String prefix, Optional<String> after, int limit);

  /// Lists everything under a prefix in many pages, which may cost less than so many calls of
  /// [#list]. What is stored or deleted after the first page may be in a later one or not;
  /// everything else is as [#list] says. One thread at a time.
  default Pages pages(String prefix) {
    return (after, limit) -> list(prefix, after, limit);
  }

  /// A long list.
  @FunctionalInterface
  interface Pages {
    /// @param after only keys behind this one, the last of the page before
    /// @param limit 1 to 1,000
    /// @throws StoreUnavailable when the storage cannot answer; asking again is safe
    List<StoredObject> page(Optional<String> after, int limit);
  }

  /// Finds the object's file, where the storage keeps objects as files of this machine.
  ///
  /// @return the file, reached by no symbolic link; absent when there is no such object, or objects
  ///   are no files
  /// @throws StoreUnavailable when the storage cannot answer; time may cure it
  default Optional<Path> localFile(String key) {
    return Optional.empty();
  }

  /// Deletes an object; one that is not there is no error.
  ///
  /// @throws StoreUnavailable when it is unknown whether it was deleted
  void delete(String key);

  /// Deletes objects, with few requests where the storage can.
  ///
  /// @param keys at most 1,000; keys without an object are no error
  /// @throws StoreUnavailable when it is unknown whether all were deleted
  default void delete(List<String> keys) {
    keys.forEach(this::delete);
  }

  /// A file to be stored.
  ///
  /// @param path where it lies; read, never changed
  /// @param bytes how many bytes it has
  /// @param sha256 digest of its bytes, which the adapter checks where it can
  /// @param mediaType the media type it is served with
  /// @param cacheControl the `Cache-Control` it is served with
  record StoredFile(Path path, long bytes, Sha256 sha256, String mediaType, String cacheControl) {}

  /// What is known of a stored object.
  ///
  /// @param key its key
  /// @param bytes how many bytes it has
  /// @param sha256 its digest, where the storage knows it without reading
  /// @param modifiedAt when it was stored
  record StoredObject(String key, long bytes, Optional<Sha256> sha256, Instant modifiedAt) {}

  /// A part of an object.
  ///
  /// @param from the first byte, from 0
  /// @param to the last byte, inclusive, at least `from`; bytes beyond the object's end are left
  ///   out
  record Range(long from, long to) {
    /// @throws IllegalArgumentException when it starts before the first byte or ends before it
    ///   starts
    public Range {
      if (from < 0 || to < from) {
        throw new IllegalArgumentException("no range of bytes: " + from + " to " + to);
      }
    }
  }

  /// What a put found.
  enum PutResult {
    /// Nothing was there; the object is now.
    STORED,
    /// The same bytes were there: success all the same.
    ALREADY_THERE,
    /// Other bytes were there and still are: an alarm.
    CONFLICT
  }

  /// What a copy found.
  enum CopyResult {
    /// Nothing was there; the copy is now.
    STORED,
    /// The same bytes were there: success all the same.
    ALREADY_THERE,
    /// Other bytes were there and still are: an alarm.
    CONFLICT,
    /// The source is not there.
    SOURCE_MISSING,
    /// The source has other bytes than it must have.
    SOURCE_ALTERED,
    /// It was stopped.
    STOPPED;

    /// @return the result of a copy whose source is good
    public static CopyResult of(PutResult put) {
      return switch (put) {
        case STORED -> STORED;
        case ALREADY_THERE -> ALREADY_THERE;
        case CONFLICT -> CONFLICT;
      };
    }
  }
}
