package dev.tintype.server.worker;

import dev.tintype.core.disk.PrivateFolder;
import dev.tintype.core.disk.Tree;
import dev.tintype.core.port.StoreUnavailable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The folder of one worker process, locked while the process is alive. The next worker to start
/// removes the folders of dead workers. A worker that outlives its server keeps its folder.
public final class WorkPlace implements AutoCloseable {

  private static final String PREFIX = "worker-";
  private static final String LOCK = ".lock";
  private static final Pattern PLACE = Pattern.compile(PREFIX + "[0-9a-f-]{36}");

  private final Path folder;
  private final FileChannel lock;

  private WorkPlace(Path folder, FileChannel lock) {
    this.folder = folder;
    this.lock = lock;
  }

  /// Creates this worker's folder and removes those of dead workers. Only one worker at a time does
  /// this in a work folder, so that it does not remove a folder that another worker is just
  /// creating.
  ///
  /// @param work the folder that contains all workers' folders
  /// @throws StoreUnavailable when the disk refuses
  public static WorkPlace take(Path work) {
    try {
      PrivateFolder.make(work);
      try (FileChannel starts =
              FileChannel.open(
                  work.resolve(".starts"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock _ = starts.lock()) {
        removeAbandoned(work);
        Path folder = work.resolve(PREFIX + UUID.randomUUID());
        FileChannel lock =
            FileChannel.open(
                beside(folder), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        lock.lock();
        PrivateFolder.make(folder);
        return new WorkPlace(folder, lock);
      }
    } catch (IOException e) {
      throw new StoreUnavailable("no work folder can be made in " + work + ": " + e, e);
    }
  }

  /// Checks whether the worker of a folder is dead, by its lock, which the kernel releases with the
  /// process.
  ///
  /// @param work the folder that contains all workers' folders
  /// @param name the folder's name; false for any other name
  /// @throws StoreUnavailable when the disk does not answer
  public static boolean isOver(Path work, String name) {
    if (!PLACE.matcher(name).matches()) {
      return false;
    }
    try (FileChannel channel =
            FileChannel.open(beside(work.resolve(name)), StandardOpenOption.WRITE);
        FileLock free = channel.tryLock()) {
      return free != null;
    } catch (NoSuchFileException _) {
      return true;
    } catch (IOException e) {
      throw new StoreUnavailable("whether the worker of " + name + " lives is unknown", e);
    }
  }

  /// @return whether the folder still exists
  public boolean isThere() {
    return Files.isDirectory(folder);
  }

  /// @return the folder
  public Path folder() {
    return folder;
  }

  private static Path beside(Path folder) {
    return folder.resolveSibling(folder.getFileName() + LOCK);
  }

  private static void removeAbandoned(Path work) throws IOException {
    List<Path> locks;
    try (Stream<Path> entries = Files.list(work)) {
      locks = entries.filter(WorkPlace::isLock).toList();
    }
    for (Path lockFile : locks) {
      String name = String.valueOf(lockFile.getFileName());
      try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.WRITE);
          FileLock lock = channel.tryLock()) {
        if (lock != null) {
          removeOrLeave(work.resolve(name.substring(0, name.length() - LOCK.length())), lockFile);
        }
      }
    }
  }

  /// A folder that cannot be removed must not stop a worker from starting.
  private static void removeOrLeave(Path folder, Path lockFile) {
    try {
      Tree.delete(folder);
      Files.deleteIfExists(lockFile);
    } catch (IOException e) {
      System.getLogger(WorkPlace.class.getName())
          .log(System.Logger.Level.WARNING, () -> "event=work_folder.left path=" + folder, e);
    }
  }

  private static boolean isLock(Path path) {
    String name = String.valueOf(path.getFileName());
    return name.startsWith(PREFIX) && name.endsWith(LOCK);
  }

  @Override
  public void close() {
    try {
      Tree.delete(folder);
      Files.deleteIfExists(beside(folder));
      lock.close();
    } catch (IOException e) {
      throw new StoreUnavailable("the work folder " + folder + " cannot be removed", e);
    }
  }
}
