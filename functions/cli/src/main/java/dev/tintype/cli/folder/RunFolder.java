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

  /// The folder of all runs, in the folder for results.
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

  /// Removes what dead runs left in the folder for results, and makes a folder for this one.
  ///
  /// @param results the folder for results, made when it is not there
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

  /// Answers the folder.
  public Path path() {
    return own.path();
  }

  /// Waits until no other run rewrites the contact sheet, and keeps the others from it until the
  /// answer is closed.
  public SheetLock lockSheet() throws IOException {
    return SheetLock.take(all.resolve(SHEET));
  }

  /// Removes the folder, and that of all runs when this was the last.
  ///
  /// @throws IOException when something still writes into it
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
      // Another run is still at work, or has just removed the folder.
      return;
    }
  }
}
