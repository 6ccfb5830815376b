package dev.tintype.render.process;

import dev.tintype.render.sandbox.WorkFolders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// The folder one renderer reads its original from and writes its files into. It belongs to the
/// worker that holds its lock; folders whose owner is dead are removed at the next start.
final class WorkFolder implements AutoCloseable {

  private static final String PREFIX = "renderer-";

  private final Path root;
  private final FileChannel lock;

  private WorkFolder(Path root, FileChannel lock) {
    this.root = root;
    this.lock = lock;
  }

  /// Makes a folder of its own, open to nobody else, and removes those of dead owners.
  static WorkFolder create(Path scratch) throws IOException {
    Files.createDirectories(scratch);
    removeAbandoned(scratch);
    Path root =
        Files.createTempDirectory(
            scratch,
            PREFIX,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    FileChannel lock =
        FileChannel.open(root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    lock.lock();
    Files.createDirectory(root.resolve("in"));
    Files.createDirectory(root.resolve("out"));
    return new WorkFolder(root, lock);
  }

  private static void removeAbandoned(Path scratch) throws IOException {
    try (Stream<Path> folders = Files.list(scratch)) {
      for (Path folder : folders.filter(f -> name(f).startsWith(PREFIX)).toList()) {
        if (abandoned(folder)) {
          remove(folder);
        }
      }
    }
  }

  private static String name(Path path) {
    return String.valueOf(path.getFileName());
  }

  private static boolean abandoned(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder.resolve("lock"), StandardOpenOption.WRITE);
        FileLock free = channel.tryLock()) {
      return free != null;
    } catch (java.nio.channels.OverlappingFileLockException e) {
      return false;
    } catch (NoSuchFileException e) {
      // Being made, or made by someone who died in between: young ones are left alone.
      return Files.exists(folder)
          && Files.getLastModifiedTime(folder).toMillis() < System.currentTimeMillis() - 60_000;
    }
  }

  WorkFolders folders() {
    return new WorkFolders(root.resolve("in"), root.resolve("out"));
  }

  /// Empties the folder and lays the original into it, linked where the file system can.
  void receive(Path original) throws IOException {
    clear();
    Path target = root.resolve("in").resolve("original");
    try {
      Files.createLink(target, original.toRealPath());
    } catch (UnsupportedOperationException | FileAlreadyExistsException e) {
      throw new IOException("the original cannot be laid into " + root, e);
    } catch (IOException otherFileSystem) {
      Files.copy(original, target);
    }
  }

  /// Removes the original and everything the renderer wrote.
  void clear() throws IOException {
    for (String part : List.of("in", "out")) {
      try (Stream<Path> files = Files.list(root.resolve(part))) {
        for (Path file : files.toList()) {
          remove(file);
        }
      }
    }
  }

  private static void remove(Path tree) throws IOException {
    try (Stream<Path> inside = Files.walk(tree)) {
      for (Path path : inside.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (NoSuchFileException e) {
      if (Files.exists(tree)) {
        throw e;
      }
    }
  }

  @Override
  public void close() {
    try {
      remove(root);
      lock.close();
    } catch (IOException e) {
      throw new UncheckedIOException("the work folder " + root + " could not be removed", e);
    }
  }
}
