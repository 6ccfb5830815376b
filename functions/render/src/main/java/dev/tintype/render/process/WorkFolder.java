package dev.tintype.render.process;

import dev.tintype.core.disk.PrivateFolder;
import dev.tintype.core.disk.Tree;
import dev.tintype.core.port.StorageFull;
import dev.tintype.render.plan.RenderPlan;
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
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/// The folder one renderer reads its original from and writes its files into. It belongs to the
/// worker that holds the lock beside it; folders whose owner is dead are removed at the next start,
/// or left and logged when they cannot be.
final class WorkFolder implements AutoCloseable {

  private static final String PREFIX = "renderer-";
  private static final String LOCK = ".lock";
  private static final System.Logger LOGGER = System.getLogger(WorkFolder.class.getName());
  private static final long SPARE_BYTES = 16L << 20;

  /// A disk with less room than this counts as full.
  private static final long LEAST_ROOM_BYTES = 8L << 20;

  private final Path root;
  private final FileChannel lock;

  private WorkFolder(Path root, FileChannel lock) {
    this.root = root;
    this.lock = lock;
  }

  /// Makes a folder of its own, open to nobody else, and removes those of dead owners.
  static WorkFolder create(Path scratch) throws IOException {
    PrivateFolder.make(scratch);
    // The kernel drops a process's lock when the process closes the file once more, so a process
    // never opens the locks of its own folders again.
    String mine = PREFIX + thisProcess() + "-";
    removeAbandoned(scratch, mine);
    while (true) {
      Path root = scratch.resolve(mine + UUID.randomUUID());
      FileChannel lock =
          FileChannel.open(beside(root), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      lock.lock();
      if (Files.exists(beside(root))) {
        PrivateFolder.make(root);
        Files.createDirectory(root.resolve("in"));
        Files.createDirectory(root.resolve("out"));
        Files.createDirectory(root.resolve("taken"));
        return new WorkFolder(root, lock);
      }
      // Another start took it for abandoned before it was locked.
      lock.close();
    }
  }

  /// Names this process as no other on this machine ever will be: in a container every worker may
  /// have the same id, so its start belongs to it.
  private static String thisProcess() {
    ProcessHandle process = ProcessHandle.current();
    long started = process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    return process.pid() + "-" + Long.toString(started, 36);
  }

  private static Path beside(Path root) {
    return root.resolveSibling(root.getFileName() + LOCK);
  }

  private static void removeAbandoned(Path scratch, String mine) throws IOException {
    try (Stream<Path> entries = Files.list(scratch)) {
      for (Path entry : entries.toList()) {
        String name = entry.getFileName().toString();
        if (name.startsWith(PREFIX) && name.endsWith(LOCK) && !name.startsWith(mine)) {
          removeIfAbandoned(
              entry, scratch.resolve(name.substring(0, name.length() - LOCK.length())));
        }
      }
    }
  }

  private static void removeIfAbandoned(Path lockFile, Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.WRITE);
        FileLock free = channel.tryLock()) {
      if (free != null) {
        removeOrLeave(folder, lockFile);
      }
    } catch (NoSuchFileException e) {
      if (Files.exists(lockFile)) {
        throw e;
      }
    }
  }

  private static void removeOrLeave(Path folder, Path lockFile) {
    try {
      Tree.delete(folder);
      Files.deleteIfExists(lockFile);
    } catch (IOException e) {
      LOGGER.log(System.Logger.Level.WARNING, () -> "event=work_folder.left path=" + folder, e);
    }
  }

  WorkFolders folders() {
    return new WorkFolders(root.resolve("in"), root.resolve("out"));
  }

  /// Where results are moved to be looked at, out of the renderer's reach.
  Path taken() {
    return root.resolve("taken");
  }

  /// Lays the original into the folder, which is empty; linked where the file system can.
  void receive(Path original) throws IOException {
    Path target = root.resolve("in").resolve("original");
    try {
      Files.createLink(target, original.toRealPath());
    } catch (UnsupportedOperationException | FileAlreadyExistsException e) {
      throw new IOException("the original cannot be laid into " + root, e);
    } catch (IOException otherFileSystem) {
      Files.copy(original, target);
    }
  }

  /// Every file is written by the renderer and copied by the worker, each at most two bytes a pixel
  /// in practice.
  ///
  /// @throws StorageFull when the file system has less room than the plan may need
  void requireRoomFor(RenderPlan plan) throws IOException {
    long pixels = plan.files().stream().mapToLong(f -> f.dimensions().pixels() * f.frames()).sum();
    long needed = SPARE_BYTES + 4 * pixels;
    long room = Files.getFileStore(root).getUsableSpace();
    if (room < needed) {
      throw new StorageFull(
          "rendering needs %d bytes in %s, %d are free".formatted(needed, root, room),
          new NoRoom(root));
    }
  }

  /// @return whether the disk has hardly any room left
  boolean full() throws IOException {
    return Files.getFileStore(root).getUsableSpace() < LEAST_ROOM_BYTES;
  }

  /// The file system of a folder has no room.
  static final class NoRoom extends IOException {
    NoRoom(Path folder) {
      super("no room in " + folder);
    }
  }

  /// Removes the original and everything the renderer wrote.
  void clear() throws IOException {
    for (String part : List.of("in", "out", "taken")) {
      try (Stream<Path> files = Files.list(root.resolve(part))) {
        for (Path file : files.toList()) {
          Tree.delete(file);
        }
      }
    }
  }

  Path root() {
    return root;
  }

  /// Removes the folder, or leaves it to the next start and logs it.
  @Override
  public void close() {
    removeOrLeave(root, beside(root));
    try {
      lock.close();
    } catch (IOException e) {
      throw new UncheckedIOException("the lock of " + root + " could not be released", e);
    }
  }
}
