package dev.tintype.core.port;

import dev.tintype.core.Sha256;
import java.nio.ByteBuffer;

/// Takes the bytes of one upload as they arrive. The object appears when all bytes are as declared
/// and [#commit] is called; closed without a commit it leaves nothing. One thread at a time.
public interface UploadSink extends AutoCloseable {

  /// Takes all that remains in the buffer, unless that is more than was declared.
  ///
  /// @return false when it was too much: nothing of it was taken, the upload cannot succeed
  /// @throws StorageFull when there is no room; the upload cannot succeed
  /// @throws StoreUnavailable when the bytes cannot be written; the upload cannot succeed
  boolean append(ByteBuffer bytes);

  /// Stores what was taken under its key, once, if it is what was declared. The object is durable
  /// when this returns. Nothing is appended after it.
  ///
  /// @throws StorageFull when there is no room; nothing is stored
  /// @throws StoreUnavailable when it is unknown whether the object was stored; uploading it again
  ///   is safe
  Received commit();

  /// Removes what an upload without a commit left; a committed object stays.
  ///
  /// @throws StoreUnavailable when something is left; the storage removes it at a later start
  @Override
  void close();

  /// How an upload ended.
  sealed interface Received {
    /// It is stored.
    record Stored() implements Received {}

    /// The same bytes were stored before.
    record AlreadyThere() implements Received {}

    /// Other bytes were stored before under this key, and stay.
    record Conflict() implements Received {}

    /// It ended before its declared length; nothing is stored.
    ///
    /// @param bytes how many bytes came
    record WrongLength(long bytes) implements Received {}

    /// Its bytes are not those declared; nothing is stored.
    ///
    /// @param actual the digest of what came
    record WrongDigest(Sha256 actual) implements Received {}
  }
}
