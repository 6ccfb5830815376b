package dev.tintype.files;

import dev.tintype.core.Sha256;
import dev.tintype.core.port.Storage.PutResult;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.Set;

/// The objects below one root: published by a hard link, which never replaces what is there, read
/// without following symbolic links, removed together with the folders they leave empty.
final class ObjectFolder {

  private static final Set<OpenOption> READING =
      Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);

  /// How often a put begins again because somebody removed the folder under its hands.
  private static final int ATTEMPTS = 100;

  private final ObjectPaths paths;
  private final SyncedFolders folders;

  ObjectFolder(ObjectPaths paths, SyncedFolders folders) {
    this.paths = paths;
    this.folders = folders;
  }

  /// @return size and times of the object, if it is there
  Optional<BasicFileAttributes> attributes(Path path) throws IOException {
    if (!paths.isReached(path)) {
      return Optional.empty();
    }
    try {
      return Optional.of(
              Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS))
          .filter(BasicFileAttributes::isRegularFile);
    } catch (NoSuchFileException _) {
      return Optional.empty();
    }
  }

  /// @return the object's bytes, if it is there, to be closed by the caller
  Optional<SeekableByteChannel> open(Path path) throws IOException {
    if (attributes(path).isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Files.newByteChannel(path, READING));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    }
  }

  /// Gives the finished temporary file its name, unless something has it. Its entry, and those of
  /// the folders above it, are on disk when this returns.
  PutResult publish(TempFile file, Path path, Sha256 sha256) throws IOException {
    return link(file.path(), path, file.bytes(), sha256);
  }

  /// Gives a whole and flushed file a further name, unless something has it, as [#publish] does.
  ///
  /// @throws NoSuchFileException when the file is not there
  PutResult link(Path file, Path path, long bytes, Sha256 sha256) throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        for (Path folder : paths.foldersTo(path)) {
          folders.create(folder);
        }
        PutResult result = linkOnce(file, path, bytes, sha256);
        folders.sync(DurableFolders.parent(path));
        return result;
      } catch (NoSuchFileException e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private PutResult linkOnce(Path file, Path path, long bytes, Sha256 sha256) throws IOException {
    try {
      Files.createLink(path, file);
      return PutResult.STORED;
    } catch (FileAlreadyExistsException e) {
      Optional<PutResult> found = compare(path, bytes, sha256);
      if (found.isPresent()) {
        return found.get();
      }
      // One look at what is there now: two could see it go and come between them.
      if (!Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
          .isRegularFile()) {
        throw new FileSystemException(path.toString(), null, "is no object, but is there: " + e);
      }
      throw new NoSuchFileException(path.toString());
    }
  }

  /// @return whether what is there has these bytes, its entry on disk like those of the folders
  ///   above it; absent when nothing is there
  Optional<PutResult> find(Path path, long bytes, Sha256 sha256) throws IOException {
    Optional<PutResult> found = compare(path, bytes, sha256);
    if (found.isPresent()) {
      try {
        // Who stored it may not have come to this yet.
        for (Path folder : paths.foldersTo(path)) {
          folders.confirm(folder);
        }
        folders.sync(DurableFolders.parent(path));
      } catch (NoSuchFileException _) {
        // Somebody removed the object and its folder since.
        return Optional.empty();
      }
    }
    return found;
  }

  private Optional<PutResult> compare(Path path, long bytes, Sha256 sha256) throws IOException {
    Optional<SeekableByteChannel> there = open(path);
    if (there.isEmpty()) {
      return Optional.empty();
    }
    try (SeekableByteChannel channel = there.get();
        InputStream in = Channels.newInputStream(channel)) {
      boolean same = channel.size() == bytes && Sha256.of(in).equals(sha256);
      return Optional.of(same ? PutResult.ALREADY_THERE : PutResult.CONFLICT);
    }
  }

  /// Removes the object and the folders it leaves empty, up to the root.
  void remove(Path path) throws IOException {
    if (attributes(path).isEmpty() || !Files.deleteIfExists(path)) {
      return;
    }
    Path folder = syncedFolderOf(path);
    while (!folder.equals(paths.root()) && removeIfEmpty(folder)) {
      folder = DurableFolders.parent(folder);
    }
  }

  /// Makes it durable that the path is gone.
  ///
  /// @return the folder it was in, or the nearest above it when somebody removed that one too
  private Path syncedFolderOf(Path path) throws IOException {
    for (Path folder = DurableFolders.parent(path); ; folder = DurableFolders.parent(folder)) {
      try {
        folders.sync(folder);
        return folder;
      } catch (NoSuchFileException e) {
        if (folder.equals(paths.root())) {
          throw e;
        }
      }
    }
  }

  private static boolean removeIfEmpty(Path folder) throws IOException {
    try {
      Files.deleteIfExists(folder);
      return true;
    } catch (DirectoryNotEmptyException _) {
      return false;
    }
  }
}
