package dev.tintype.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Folders whose own entries are on disk, whoever made them. One that somebody else made a moment
/// ago, and died, could be lost with the power, and everything in it, however well that was synced.
///
/// Safe for use by many threads.
final class SyncedFolders {

  private static final int REMEMBERED = 4096;

  private final Sync sync;
  private final Access access;
  private final Map<Path, Identity> known = new Recent();

  /// @param sync brings a folder's entries to disk
  /// @param access who may reach the folders that are made
  SyncedFolders(Sync sync, Access access) {
    this.sync = sync;
    this.access = access;
  }

  /// Brings a folder's entries to disk.
  @FunctionalInterface
  interface Sync {
    /// Returns when they are there.
    void sync(Path folder) throws IOException;
  }

  /// Tells a folder from one that has its name later: numbers of inodes are given out again.
  private record Identity(@Nullable Object file, FileTime born) {
    static Identity of(Path folder) throws IOException {
      BasicFileAttributes found =
          Files.readAttributes(folder, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      return new Identity(found.fileKey(), found.creationTime());
    }
  }

  /// Those asked for last.
  private static final class Recent extends LinkedHashMap<Path, Identity> {
    Recent() {
      super(16, 0.75f, /* accessOrder= */ true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<Path, Identity> eldest) {
      return size() > REMEMBERED;
    }
  }

  /// Makes the folder if it is not there. Its entry is on disk when this returns; its parent must
  /// be there.
  ///
  /// @throws NoSuchFileException when its parent is not there, or somebody removes either meanwhile
  void create(Path folder) throws IOException {
    DurableFolders.make(folder, access.ofFolder());
    confirm(folder);
  }

  /// Returns when the folder's entry is on disk.
  ///
  /// @throws NoSuchFileException when it is not there, or somebody removes its parent meanwhile
  void confirm(Path folder) throws IOException {
    Identity found = Identity.of(folder);
    if (!isKnown(folder, found)) {
      sync.sync(DurableFolders.parent(folder));
      remember(folder, found);
    }
  }

  /// Returns when the folder's own entries are on disk.
  void sync(Path folder) throws IOException {
    sync.sync(folder);
  }

  private synchronized boolean isKnown(Path folder, Identity found) {
    return found.equals(known.get(folder));
  }

  private synchronized void remember(Path folder, Identity found) {
    known.put(folder, found);
  }
}
