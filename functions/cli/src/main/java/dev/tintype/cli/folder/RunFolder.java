package dev.tintype.cli.folder;

import dev.tintype.core.disk.PrivateFolder;
import dev.tintype.core.disk.Tree;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/// The temporary folder of one run, `DIR/.tintype-tmp/run-…`. A lock file beside it is held while
/// the run lives. The next start removes the folders of dead runs, which have no lock.
public final class RunFolder implements AutoCloseable {

  /// The folder of all runs, in the output folder.
  static final String NAME = ".tintype-tmp";

  private static final String LOCK = ".lock";
  private static final String RUN = "run-";
  private static final String SHEET = "sheet" + LOCK;

  private final Path all;
  private final Path path;
  private final Path lockFile;
  private final FileChannel lock;

  private RunFolder(Path all, String name, FileChannel lock) throws IOException {
    this.all = all;
    this.path = PrivateFolder.make(all.resolve(name));
    this.lockFile = all.resolve(name + LOCK);
    this.lock = lock;
  }

  /// Removes the folders of dead runs in the output folder and makes a folder for this run.
  ///
  /// @param results the output folder; it is created if it is missing
  public static RunFolder create(Path results) throws IOException {
    Path all = results.resolve(NAME);
    for (; ; ) {
      Files.createDirectories(all);
      String name = RUN + UUID.randomUUID();
      try {
        FileChannel lock =
            FileChannel.open(
                all.resolve(name + LOCK), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        lock.lock();
        // Another run that started at the same instant may have removed the folder as that of a
        // dead run.
        if (Files.exists(all.resolve(name + LOCK))) {
          removeDead(all, name);
          return new RunFolder(all, name, lock);
        }
        lock.close();
      } catch (NoSuchFileException e) {
        // Another run ended and removed the folder of all runs: make it again.
        Files.createDirectories(results);
      }
    }
  }

  private static void removeDead(Path all, String own) throws IOException {
    for (Path entry : list(all)) {
      String name = String.valueOf(entry.getFileName());
      String run = name.endsWith(LOCK) ? name.substring(0, name.length() - LOCK.length()) : name;
      if (run.startsWith(RUN) && !run.equals(own)) {
        removeIfDead(all, run);
      }
    }
  }

  private static void removeIfDead(Path all, String run) throws IOException {
    Path lockFile = all.resolve(run + LOCK);
    try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.WRITE);
        FileLock free = channel.tryLock()) {
      if (free != null) {
        removeOrLeave(all.resolve(run));
        Files.deleteIfExists(lockFile);
      }
    } catch (NoSuchFileException e) {
      // A run locks before it makes its folder, so a folder without a lock belongs to no run.
      removeOrLeave(all.resolve(run));
    }
  }

  /// A dead run's folder that cannot be removed must not stop other runs.
  private static void removeOrLeave(Path run) {
    try {
      Tree.delete(run);
    } catch (IOException e) {
      System.getLogger(RunFolder.class.getName())
          .log(System.Logger.Level.WARNING, () -> "event=run_folder.left path=" + run, e);
    }
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.toList();
    }
  }

  /// @return the folder
  public Path path() {
    return path;
  }

  /// Waits until no other run rewrites the contact sheet. Other runs wait until the returned lock
  /// is closed.
  public SheetLock lockSheet() throws IOException {
    return SheetLock.take(all.resolve(SHEET));
  }

  /// Removes the folder, and the folder of all runs when this was the last run.
  ///
  /// @throws IOException when another process still writes into it
  @Override
  public synchronized void close() throws IOException {
    if (!lock.isOpen()) {
      return;
    }
    Tree.delete(path);
    Files.deleteIfExists(lockFile);
    lock.close();
    try {
      if (list(all).equals(List.of(all.resolve(SHEET)))) {
        Files.deleteIfExists(all.resolve(SHEET));
      }
      Files.deleteIfExists(all);
    } catch (DirectoryNotEmptyException | NoSuchFileException e) {
      // Another run is working, or has just removed the folder.
      return;
    }
  }
}
