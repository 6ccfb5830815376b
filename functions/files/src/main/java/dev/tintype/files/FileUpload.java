package dev.tintype.files;

import dev.tintype.core.ImageJob.Original;
import dev.tintype.core.Sha256;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.port.UploadSink;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.locks.Lock;

/// Writes the bytes of one upload into a temporary file, hashed and counted, that becomes the
/// object when all is as declared.
///
/// Bytes are brought to disk a little at a time, and by one upload of a storage at a time: whoever
/// else waits for the disk, such as a database that commits, waits behind that little only.
final class FileUpload implements UploadSink {

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
  FileUpload(
      ObjectFolder objects, Path root, Path path, Original declared, TempFile file, Lock flushing) {
    this.objects = objects;
    this.root = root;
    this.path = path;
    this.declared = declared;
    this.file = file;
    this.flushing = flushing;
  }

  @Override
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

  @Override
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
}
