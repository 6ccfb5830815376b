package dev.tintype.cli.folder;

import dev.tintype.core.disk.OwnedFolder;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// The temporary folder of one run, `DIR/.tintype-tmp/run-…`. The next start removes the folders of
/// dead runs.
public final class RunFolder implements AutoCloseable {

  /// The folder of all runs, in the output folder.
  static final String NAME = ".tintype-tmp";

  private static final String RUN = "run-";
  private static final String SHEET = "sheet.lock";

  private final Path all;
  private final OwnedFolder own;
  private boolean closed;

  private RunFolder(Path all, OwnedFolder own) {
    this.all = all;
    this.own = own;
  }

  /// Removes the folders of dead runs in the output folder and makes a folder for this run.
  ///
  /// @param results the output folder; it is created if it is missing
  public static RunFolder create(Path results) throws IOException {
    Path all = results.resolve(NAME);
    while (true) {
      Files.createDirectories(all);
      try {
        OwnedFolder own = OwnedFolder.make(all, RUN);
        OwnedFolder.removeDead(all, RUN, String.valueOf(own.path().getFileName())::equals);
        return new RunFolder(all, own);
      } catch (NoSuchFileException e) {
        // Another run ended and removed the folder of all runs: make it again.
        Files.createDirectories(results);
      }
    }
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.toList();
    }
  }

  /// @return the folder
  public Path path() {
    return own.path();
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
    if (closed) {
      return;
    }
    own.close();
    closed = true;
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
