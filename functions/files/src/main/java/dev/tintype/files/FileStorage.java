package dev.tintype.files;

import dev.tintype.core.ImageJob.Original;
import dev.tintype.core.Sha256;
import dev.tintype.core.port.Storage;
import dev.tintype.core.port.StorageFull;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.port.UploadSink;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/// A storage of plain files below one folder, on a file system of this machine that has hard links.
/// A key is the file's path below the root, see [ObjectPaths]; media type and cache control follow
/// from the key when it is served and are not kept. Keys whose parts are empty, `.` or `..`, or
/// longer than a file name, are refused by a put and never there; a key cannot lie below another
/// object's key.
///
/// Safe for use by many threads and processes.
public final class FileStorage implements Storage, AutoCloseable {

  private static final int BUFFER_BYTES = 1 << 17;

  private final ObjectPaths paths;
  private final ObjectFolder objects;
  private final TempFolder temps;

  /// Taken in turns by uploads that bring bytes to disk.
  private final Lock flushing = new ReentrantLock(true);

  private FileStorage(ObjectPaths paths, TempFolder temps) {
    this.paths = paths;
    this.objects = new ObjectFolder(paths, new SyncedFolders(DurableFolders::sync, temps.access()));
    this.temps = temps;
  }

  /// Opens a folder as a storage, making it (accessible to its owner alone) where it is not there,
  /// and clears away temporary files of processes that died.
  ///
  /// @param root the folder; its parents are made too
  /// @param clock tells which temporary files are old
  /// @throws StoreUnavailable when the folder cannot be made or written, or its file system has no
  ///   hard links
  public static FileStorage open(Path root, InstantSource clock) {
    return open(root, clock, Access.UMASK);
  }

  /// Opens a folder as [#open(Path, InstantSource)] does.
  ///
  /// @param access who may reach the folders and files that are made below it
  static FileStorage open(Path root, InstantSource clock, Access access) {
    try {
      DurableFolders.createPrivately(root.toAbsolutePath());
      Path real = root.toRealPath();
      return new FileStorage(new ObjectPaths(real), TempFolder.open(real, clock.instant(), access));
    } catch (IOException e) {
      throw new StoreUnavailable("the folder " + root + " cannot be used: " + e, e);
    }
  }

  @Override
  public PutResult put(String key, StoredFile file) {
    Path path = paths.of(key);
    try {
      Optional<PutResult> found = objects.find(path, file.bytes(), file.sha256());
      return found.isPresent() ? found.get() : store(key, path, file);
    } catch (IOException e) {
      throw FileErrors.classify("storing " + key, paths.root(), file.bytes(), e);
    }
  }

  /// The copy is a hard link to the file of the source: it needs no room. A file is never written
  /// again, so neither can change through the other.
  @Override
  public CopyResult copy(String from, String to, StoredFile file, BooleanSupplier goOn) {
    Path path = paths.of(to);
    try {
      Optional<Path> source = paths.find(from);
      Optional<SeekableByteChannel> there =
          source.isEmpty() ? Optional.empty() : objects.open(source.get());
      if (there.isEmpty()) {
        return CopyResult.SOURCE_MISSING;
      }
      if (!holds(there.get(), file)) {
        return CopyResult.SOURCE_ALTERED;
      }
      return goOn.getAsBoolean()
          ? CopyResult.of(link(source.get(), path, to, file))
          : CopyResult.STOPPED;
    } catch (NoSuchFileException _) {
      return CopyResult.SOURCE_MISSING;
    } catch (IOException e) {
      throw FileErrors.classify("copying " + from, paths.root(), file.bytes(), e);
    }
  }

  private static boolean holds(SeekableByteChannel there, StoredFile file) throws IOException {
    try (InputStream in = Channels.newInputStream(there)) {
      return there.size() == file.bytes() && Sha256.of(in).equals(file.sha256());
    }
  }

  /// A file can have only so many names; then its bytes are copied.
  private PutResult link(Path source, Path path, String key, StoredFile file) throws IOException {
    try {
      return objects.link(source, path, file.bytes(), file.sha256());
    } catch (NoSuchFileException | FileAlreadyExistsException e) {
      throw e;
    } catch (FileSystemException _) {
      return store(
          key,
          path,
          new StoredFile(
              source, file.bytes(), file.sha256(), file.mediaType(), file.cacheControl()));
    }
  }

  private PutResult store(String key, Path path, StoredFile file) throws IOException {
    try (TempFile temp = TempFile.create(temps)) {
      copy(file.path(), temp);
      Sha256 sha256 = temp.digest();
      if (temp.bytes() != file.bytes() || !sha256.equals(file.sha256())) {
        throw new StoreUnavailable(
            "storing %s: the file has %d bytes with sha256 %s, not %d with %s"
                .formatted(key, temp.bytes(), sha256, file.bytes(), file.sha256()));
      }
      temp.flush();
      return objects.publish(temp, path, sha256);
    }
  }

  private static void copy(Path from, TempFile to) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
    try (FileChannel channel = FileChannel.open(from, StandardOpenOption.READ)) {
      while (channel.read(buffer.clear()) >= 0) {
        to.append(buffer.flip());
      }
    }
  }

  /// Begins to receive an original that a client uploads.
  ///
  /// @param key where it is stored once it is whole
  /// @param declared what it must turn out to be
  /// @return where its bytes go, to be closed by the caller
  /// @throws IllegalArgumentException when no file may have this key
  /// @throws StorageFull when there is no room for what was declared
  /// @throws StoreUnavailable when the storage cannot be written
  UploadSink receive(String key, Original declared) {
    Path path = paths.of(key);
    try {
      // Zero means that the file system does not tell: writing will.
      long room = paths.root().toFile().getUsableSpace();
      if (room > 0 && room < declared.bytes()) {
        throw new StorageFull(
            "receiving %s: %d bytes wanted, %d are free".formatted(key, declared.bytes(), room));
      }
      return new FileUpload(
          objects, paths.root(), path, declared, TempFile.create(temps), flushing);
    } catch (IOException e) {
      throw FileErrors.classify("receiving " + key, paths.root(), declared.bytes(), e);
    }
  }

  /// Finds out whether objects can be stored now, by writing a little and removing it.
  ///
  /// @throws StorageFull when there is no room
  /// @throws StoreUnavailable when the storage cannot be written
  void requireWritable() {
    try (TempFile temp = TempFile.create(temps)) {
      temp.append(ByteBuffer.wrap(new byte[] {1}));
    } catch (IOException e) {
      throw FileErrors.classify("writing a little", paths.root(), e);
    }
  }

  @Override
  public Optional<Path> localFile(String key) {
    return head(key).flatMap(_ -> paths.find(key));
  }

  @Override
  public Optional<StoredObject> head(String key) {
    try {
      Optional<Path> path = paths.find(key);
      return path.isEmpty()
          ? Optional.empty()
          : objects.attributes(path.get()).map(found -> FolderListing.object(key, found));
    } catch (IOException e) {
      throw FileErrors.classify("looking for " + key, paths.root(), e);
    }
  }

  @Override
  public Optional<InputStream> open(String key, Optional<Range> range) {
    try {
      Optional<Path> path = paths.find(key);
      Optional<SeekableByteChannel> channel =
          path.isEmpty() ? Optional.empty() : objects.open(path.get());
      if (channel.isEmpty()) {
        return Optional.empty();
      }
      return Optional.of(
          range.isEmpty()
              ? Channels.newInputStream(channel.get())
              : RangeStream.of(channel.get(), range.get()));
    } catch (IOException e) {
      throw FileErrors.classify("opening " + key, paths.root(), e);
    }
  }

  @Override
  public List<StoredObject> list(String prefix, Optional<String> after, int limit) {
    return list(prefix, after, limit, Optional.empty());
  }

  /// The names of a large folder, at any depth, are read once for many pages, not for each.
  @Override
  public Pages pages(String prefix) {
    Optional<NameWindows> windows = Optional.of(new NameWindows());
    return (after, limit) -> list(prefix, after, limit, windows);
  }

  private List<StoredObject> list(
      String prefix, Optional<String> after, int limit, Optional<NameWindows> windows) {
    try {
      return new FolderListing(paths, prefix, after, limit, windows).page();
    } catch (IOException e) {
      throw FileErrors.classify("listing " + prefix, paths.root(), e);
    }
  }

  @Override
  public void delete(String key) {
    try {
      Optional<Path> path = paths.find(key);
      if (path.isPresent()) {
        objects.remove(path.get());
      }
    } catch (IOException e) {
      throw FileErrors.classify("deleting " + key, paths.root(), e);
    }
  }

  /// Removes our temporary files; the storage is not used after it.
  @Override
  public void close() {
    try {
      temps.close();
    } catch (IOException e) {
      throw FileErrors.classify("closing " + paths.root(), paths.root(), e);
    }
  }
}
