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

/// The folder from which one renderer reads its original and into which it writes files. The worker
/// that holds the lock file beside it owns it. The next start removes folders of dead owners; one
/// that cannot be removed stays and is logged.
final class WorkFolder implements AutoCloseable {

  private static final String PREFIX = "renderer-";
  private static final String LOCK = ".lock";
  private static final System.Logger LOGGER = System.getLogger(WorkFolder.class.getName());
  private static final long SPARE_BYTES = 16L << 20;

  /// Free bytes below which a disk counts as full.
  private static final long LEAST_ROOM_BYTES = 8L << 20;

  private final Path root;
  private final FileChannel lock;

  private WorkFolder(Path root, FileChannel lock) {
    this.root = root;
    this.lock = lock;
  }

  /// Creates a folder of its own with mode 0700, and removes those of dead owners.
  static WorkFolder create(Path scratch) throws IOException {
    PrivateFolder.make(scratch);
    // A process loses its file lock when it closes any descriptor of that file. So a process never
    // opens the lock files of its own folders again.
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
      // Another start removed it as abandoned before it was locked.
      lock.close();
    }
  }

  /// A name for this process that is unique on this machine. Every worker in a container may have
  /// the same process id, so the name includes the start time.
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

  /// Where the worker moves results before it checks them, out of the renderer's reach.
  Path taken() {
    return root.resolve("taken");
  }

  /// Puts the original into the empty folder, as a hard link where the file system allows it.
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

  /// The renderer writes every file and the worker copies it; in practice each needs at most two
  /// bytes per pixel.
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

  /// @return whether the disk is nearly full
  boolean full() throws IOException {
    return Files.getFileStore(root).getUsableSpace() < LEAST_ROOM_BYTES;
  }

  /// The file system of a folder is full.
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

  /// Removes the folder. If that fails, the folder is logged and left to the next start.
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
