package dev.tintype.files;

import dev.tintype.core.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Set;

/// A temporary file being written: hashed and counted on the way, gone when closed. One thread at a
/// time.
final class TempFile implements AutoCloseable {

  private final Path path;
  private final FileChannel channel;
  private final MessageDigest digest = Sha256.newDigest();
  private long bytes;

  private TempFile(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  static TempFile create(TempFolder folder) throws IOException {
    try {
      return createIn(folder);
    } catch (NoSuchFileException _) {
      folder.remake();
      return createIn(folder);
    }
  }

  private static TempFile createIn(TempFolder folder) throws IOException {
    Path path = folder.next();
    return new TempFile(
        path,
        FileChannel.open(
            path,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            folder.access().ofFile()));
  }

  Path path() {
    return path;
  }

  long bytes() {
    return bytes;
  }

  /// Appends all that remains in the buffer.
  void append(ByteBuffer buffer) throws IOException {
    digest.update(buffer.duplicate());
    bytes += buffer.remaining();
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }

  /// Brings the bytes to disk that were appended so far.
  void flush() throws IOException {
    channel.force(true);
  }

  /// The digest of all bytes; nothing may be appended after it.
  Sha256 digest() {
    return Sha256.of(digest);
  }

  /// Removes the file's temporary name; a link to it stays.
  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      Files.deleteIfExists(path);
    }
  }
}
