package dev.tintype.files;

import dev.tintype.core.disk.OwnerLock;
import dev.tintype.core.disk.OwnerLock.Owner;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/// The folder of one owner's temporary files, beside the objects so that a link suffices to publish
/// one. It holds a locked file for as long as its owner lives; what owners left behind that died is
/// cleared away when the next one starts.
final class TempFolder implements AutoCloseable {

  /// Its name below the root. No key has it: a dot at the start of a name stands for no key.
  static final String NAME = ".tmp";

  /// What is younger than this is left alone: its owner may be just about to lock it.
  static final Duration STALE = Duration.ofMinutes(10);

  private static final String LOCK = "lock";

  private final Path folder;
  private final Access access;
  private OwnerLock lock;

  private TempFolder(Path folder, Access access) throws IOException {
    this.folder = Files.createDirectory(folder, access.ofFolder());
    this.access = access;
    this.lock = OwnerLock.take(folder.resolve(LOCK));
    try {
      requireHardLinks(folder);
    } catch (IOException e) {
      lock.close();
      throw e;
    }
  }

  /// Opens a folder of our own below the root and clears away stale ones.
  ///
  /// @param now what is older than this less [#STALE] may be stale
  /// @param access who may reach what is made
  static TempFolder open(Path root, Instant now, Access access) throws IOException {
    Path all = root.resolve(NAME);
    DurableFolders.create(all, access.ofFolder());
    removeStale(all, now.minus(STALE));
    return new TempFolder(all.resolve(ownPrefix() + UUID.randomUUID()), access);
  }

  /// Makes the folder again when somebody removed it under our hands.
  synchronized void remake() throws IOException {
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      DurableFolders.create(DurableFolders.parent(folder), access.ofFolder());
      TempFolder again = new TempFolder(folder, access);
      lock.close();
      lock = again.lock;
    }
  }

  private static void requireHardLinks(Path own) throws IOException {
    Path link = own.resolve("link");
    try {
      Files.createLink(link, own.resolve(LOCK));
      Files.delete(link);
    } catch (IOException | UnsupportedOperationException e) {
      throw new IOException(
          "the file system of " + own + " makes no hard links, which write-once needs", e);
    }
  }

  /// @return a path for a file that is not there yet
  Path next() {
    return folder.resolve(UUID.randomUUID() + ".part");
  }

  /// @return who may reach the files
  Access access() {
    return access;
  }

  /// Removes the folder and what is left in it.
  @Override
  public synchronized void close() throws IOException {
    removeAll(folder);
    lock.close();
  }

  /// Process id and start: after a restart in a container the id may be the same, the start is not.
  private static String ownPrefix() {
    ProcessHandle process = ProcessHandle.current();
    long started = process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    return process.pid() + "-" + started + "-";
  }

  private static void removeStale(Path all, Instant olderThan) throws IOException {
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(all)) {
      for (Path folder : folders) {
        if (!name(folder).startsWith(ownPrefix())
            && Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
            && isOlder(folder, olderThan)
            && OwnerLock.owner(folder.resolve(LOCK)) != Owner.LIVING) {
          removeAll(folder);
        }
      }
    }
  }

  private static String name(Path path) {
    return String.valueOf(path.getFileName());
  }

  private static boolean isOlder(Path folder, Instant than) throws IOException {
    try {
      return Files.getLastModifiedTime(folder, LinkOption.NOFOLLOW_LINKS)
          .toInstant()
          .isBefore(than);
    } catch (NoSuchFileException _) {
      return false;
    }
  }

  private static void removeAll(Path folder) throws IOException {
    List<Path> files;
    try (Stream<Path> entries = Files.list(folder)) {
      files = entries.toList();
    } catch (NoSuchFileException _) {
      return;
    }
    for (Path file : files) {
      Files.deleteIfExists(file);
    }
    Files.deleteIfExists(folder);
  }
}
