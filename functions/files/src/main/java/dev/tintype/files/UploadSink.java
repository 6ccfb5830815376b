package dev.tintype.files;

import dev.tintype.core.ImageJob.Original;
import dev.tintype.core.Sha256;
import dev.tintype.core.port.StorageFull;
import dev.tintype.core.port.StoreUnavailable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.locks.Lock;

/// Where the bytes of one upload go as they arrive: into a temporary file, hashed and counted, that
/// becomes the object when all is as declared. Closed without a [#commit] it leaves nothing. One
/// thread at a time.
///
/// Bytes are brought to disk a little at a time, and by one upload of a storage at a time: whoever
/// else waits for the disk, such as a database that commits, waits behind that little only.
public final class UploadSink implements AutoCloseable {

  /// How many bytes are brought to disk at once.
  private static final int FLUSHED_BYTES = 8 << 20;

  private final ObjectFolder objects;
  private final Path root;
  private final Path path;
  private final Original declared;
  private final TempFile file;
  private final Lock flushing;
  private long flushed;

  /// @param flushing held while bytes are brought to disk
  UploadSink(
      ObjectFolder objects, Path root, Path path, Original declared, TempFile file, Lock flushing) {
    this.objects = objects;
    this.root = root;
    this.path = path;
    this.declared = declared;
    this.file = file;
    this.flushing = flushing;
  }

  /// Takes all that remains in the buffer, unless that is more than was declared.
  ///
  /// @return false when it was too much: nothing of it was taken, the upload cannot succeed
  /// @throws StorageFull when there is no room
  /// @throws StoreUnavailable when the file cannot be written
  public boolean append(ByteBuffer bytes) {
    if (file.bytes() + bytes.remaining() > declared.bytes()) {
      return false;
    }
    try {
      file.append(bytes);
      if (file.bytes() - flushed >= FLUSHED_BYTES) {
        flush();
      }
      return true;
    } catch (IOException e) {
      throw unavailable(e);
    }
  }

  /// Stores what was taken under its key, once, if it is what was declared. The object is durable
  /// when this returns. Nothing is appended after it.
  ///
  /// @throws StorageFull when there is no room
  /// @throws StoreUnavailable when the file cannot be written; it is unknown whether it was stored
  public Received commit() {
    if (file.bytes() != declared.bytes()) {
      return new Received.WrongLength(file.bytes());
    }
    try {
      Sha256 sha256 = file.digest();
      if (!sha256.equals(declared.sha256())) {
        return new Received.WrongDigest(sha256);
      }
      flush();
      return switch (objects.publish(file, path, sha256)) {
        case STORED -> new Received.Stored();
        case ALREADY_THERE -> new Received.AlreadyThere();
        case CONFLICT -> new Received.Conflict();
      };
    } catch (IOException e) {
      throw unavailable(e);
    }
  }

  private void flush() throws IOException {
    flushing.lock();
    try {
      file.flush();
      flushed = file.bytes();
    } finally {
      flushing.unlock();
    }
  }

  /// Removes the temporary file; a committed object stays.
  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw FileErrors.classify("removing the temporary file of " + path, root, e);
    }
  }

  private StoreUnavailable unavailable(IOException e) {
    return FileErrors.classify("receiving " + path, root, declared.bytes(), e);
  }

  /// What came of an upload.
  public sealed interface Received {
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
