package dev.tintype.core.disk;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A folder of one process in a folder that many processes share. The lock file `NAME.lock` beside
/// it is held while its owner lives, so that others can tell the folders of the dead and remove
/// them. It is private to its user. Safe for use by many processes; one thread at a time.
public final class OwnedFolder implements AutoCloseable {

  private static final String LOCK = ".lock";

  private final Path path;
  private final OwnerLock lock;

  private OwnedFolder(Path path, OwnerLock lock) {
    this.path = path;
    this.lock = lock;
  }

  /// Makes an empty folder of a fresh name and locks it. The lock comes first, so a folder without
  /// a lock file is nobody's.
  ///
  /// @param all the shared folder, which exists
  /// @param prefix what its name begins with
  /// @throws java.nio.file.NoSuchFileException when the shared folder was removed
  /// @throws IOException when the disk refuses
  public static OwnedFolder make(Path all, String prefix) throws IOException {
    while (true) {
      Path path = all.resolve(prefix + UUID.randomUUID());
      OwnerLock lock = OwnerLock.take(beside(path));
      // Between the making of the file and its lock, another start may have taken it for a dead
      // one's and removed it.
      if (Files.exists(beside(path))) {
        return new OwnedFolder(PrivateFolder.make(path), lock);
      }
      lock.close();
    }
  }

  /// Makes a folder whose name identifies this process. Before that, it removes the folders of dead
  /// processes. A process may own several.
  ///
  /// @param all the shared folder, which exists
  /// @param prefix the prefix of the names of all processes; everything in the shared folder with
  ///   this prefix belongs to them
  /// @throws IOException when the disk refuses
  public static OwnedFolder ofThisProcess(Path all, String prefix) throws IOException {
    String mine = prefix + thisProcess() + "-";
    removeDead(all, prefix, name -> name.startsWith(mine));
    return make(all, mine);
  }

  /// A name for this process that is unique on this machine. Processes in different containers may
  /// have the same process id, so the name includes the start time.
  private static String thisProcess() {
    ProcessHandle process = ProcessHandle.current();
    long started = process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    return process.pid() + "-" + Long.toString(started, 36);
  }

  /// Removes the folders of dead owners with everything in them. What cannot be removed is left to
  /// the next call, and logged: it keeps nobody from working.
  ///
  /// @param all the shared folder, which exists
  /// @param prefix what the names begin with
  /// @param ours names that this process holds: it must not look at its own locks
  /// @throws IOException when the disk does not answer
  public static void removeDead(Path all, String prefix, Predicate<String> ours)
      throws IOException {
    for (String name : names(all, prefix)) {
      if (!ours.test(name)) {
        removeIfDead(all.resolve(name));
      }
    }
  }

  /// Finds out whether another process' folder has lost its owner.
  ///
  /// @param folder of another process
  /// @return true when the owner is dead or the folder was removed
  /// @throws IOException when the disk does not answer
  public static boolean isAbandoned(Path folder) throws IOException {
    return OwnerLock.owner(beside(folder)) != OwnerLock.Owner.LIVING;
  }

  private static Set<String> names(Path all, String prefix) throws IOException {
    try (Stream<Path> entries = Files.list(all)) {
      return entries
          .map(entry -> String.valueOf(entry.getFileName()))
          .filter(name -> name.startsWith(prefix))
          .map(OwnedFolder::withoutLock)
          .collect(Collectors.toSet());
    }
  }

  private static String withoutLock(String name) {
    return name.endsWith(LOCK) ? name.substring(0, name.length() - LOCK.length()) : name;
  }

  private static void removeIfDead(Path folder) throws IOException {
    if (OwnerLock.ifDead(beside(folder), () -> removeOrLeave(folder)) == OwnerLock.Owner.NONE) {
      removeOrLeave(folder);
    }
  }

  private static void removeOrLeave(Path folder) {
    try {
      remove(folder);
    } catch (IOException e) {
      System.getLogger(OwnedFolder.class.getName())
          .log(Level.WARNING, () -> "event=work_folder.left path=" + folder, e);
    }
  }

  private static void remove(Path folder) throws IOException {
    Tree.delete(folder);
    Files.deleteIfExists(beside(folder));
  }

  private static Path beside(Path folder) {
    return folder.resolveSibling(folder.getFileName() + LOCK);
  }

  /// @return the folder
  public Path path() {
    return path;
  }

  /// Removes the folder and gives its lock up; after that it does nothing.
  ///
  /// @throws IOException when something in it cannot be removed: then the lock is held still
  @Override
  public void close() throws IOException {
    if (lock.isHeld()) {
      remove(path);
      lock.close();
    }
  }

  /// Removes the folder, or leaves and logs what cannot be removed, and gives the lock up.
  ///
  /// @throws IOException when the lock cannot be given up
  public void closeOrLeave() throws IOException {
    if (lock.isHeld()) {
      removeOrLeave(path);
      lock.close();
    }
  }
}
