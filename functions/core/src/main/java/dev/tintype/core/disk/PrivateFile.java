package dev.tintype.core.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.UUID;

/// Small files that only their owner may read, such as keys. They are there as a whole or not at
/// all, also after a loss of power. Safe for use by many threads and processes.
public final class PrivateFile {

  private PrivateFile() {}

  /// Makes the file unless it is there: of several processes that make it at once, one wins.
  ///
  /// @param file in a folder that is there
  /// @throws IOException when the disk refuses; the file is not there then, or whole
  public static void create(Path file, String text) throws IOException {
    Path whole = file.toAbsolutePath();
    Path fresh = written(whole, text);
    try {
      Files.createLink(whole, fresh);
    } catch (FileAlreadyExistsException _) {
      // Another process was first: its file is the one.
      return;
    } finally {
      Files.deleteIfExists(fresh);
    }
    sync(whole);
  }

  /// Makes the file, or puts another one in its place.
  ///
  /// @param file in a folder that is there
  /// @throws IOException when the disk refuses; the file is as before then, or the new one
  public static void replace(Path file, String text) throws IOException {
    Path whole = file.toAbsolutePath();
    Path fresh = written(whole, text);
    try {
      Files.move(fresh, whole, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(fresh);
    }
    sync(whole);
  }

  private static Path written(Path file, String text) throws IOException {
    Path fresh = file.resolveSibling("." + UUID.randomUUID() + ".new");
    try (FileChannel channel =
        FileChannel.open(
            fresh,
            EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
      ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
      return fresh;
    } catch (IOException e) {
      Files.deleteIfExists(fresh);
      throw e;
    }
  }

  /// Makes the entry of a file durable.
  private static void sync(Path file) throws IOException {
    Path folder = file.getParent();
    if (folder != null) {
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }
}
