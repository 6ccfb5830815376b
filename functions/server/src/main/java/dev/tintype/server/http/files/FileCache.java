package dev.tintype.server.http.files;

import dev.tintype.core.port.StoreUnavailable;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.Function;

/// Small, often requested files in memory outside the heap, so that they are answered without
/// waiting for a disk. Each request still checks where the storage has the file now and the file's
/// attributes, so a removed, replaced or moved file is not answered from here. A file is cached on
/// its second request, and memory is released at once. Safe for use by many threads.
final class FileCache {

  /// A cached file, kept until it is released.
  final class Loan {
    private final Entry entry;

    private Loan(Entry entry) {
      this.entry = entry;
    }

    /// @return how many bytes the file has
    long bytes() {
      return entry.attributes.size();
    }

    /// @return some of its bytes, to be read before the release
    ByteBuffer part(long from, long length) {
      return entry.content.slice((int) from, (int) length);
    }

    /// Releases the file; once only.
    void release() {
      FileCache.this.release(entry);
    }
  }

  private static final int SIGHTINGS = 1 << 13;

  private final long mostBytes;
  private final long largestFile;
  private final Map<String, Entry> entries = new LinkedHashMap<>(64, 0.75f, true);
  private final AtomicIntegerArray sightings = new AtomicIntegerArray(SIGHTINGS);
  private long allocated;

  /// @param mostBytes how much memory it may take
  /// @param largestFile the longest file it takes in
  FileCache(long mostBytes, long largestFile) {
    this.mostBytes = mostBytes;
    this.largestFile = largestFile;
  }

  /// @param where tells where a key's file is now; asked only for cached files
  /// @return the cached file of a key, if it is cached, still there and unchanged on disk
  Optional<Loan> find(String key, Function<String, Optional<Path>> where) {
    Entry entry;
    synchronized (entries) {
      entry = entries.get(key);
      if (entry == null) {
        return Optional.empty();
      }
      entry.uses++;
    }
    if (isValid(entry, key, where)) {
      return Optional.of(new Loan(entry));
    }
    synchronized (entries) {
      entries.remove(key, entry);
      entry.isForgotten = true;
    }
    release(entry);
    return Optional.empty();
  }

  /// A storage that does not answer vouches for nothing.
  private static boolean isValid(Entry entry, String key, Function<String, Optional<Path>> where) {
    try {
      return where.apply(key).filter(entry.path::equals).isPresent() && isUnchanged(entry);
    } catch (StoreUnavailable _) {
      return false;
    }
  }

  private static boolean isUnchanged(Entry entry) {
    try {
      BasicFileAttributes now = attributes(entry.path);
      return now.size() == entry.attributes.size()
          && now.lastModifiedTime().equals(entry.attributes.lastModifiedTime())
          && Objects.equals(now.fileKey(), entry.attributes.fileKey());
    } catch (IOException _) {
      return false;
    }
  }

  private static BasicFileAttributes attributes(Path path) throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
  }

  /// Caches a file if it was requested before and there is room.
  ///
  /// @param path the file; no part of it is a symbolic link
  void offer(String key, Path path) throws IOException {
    if (sightings.getAndSet(key.hashCode() & (SIGHTINGS - 1), key.hashCode()) != key.hashCode()) {
      return;
    }
    BasicFileAttributes attributes = attributes(path);
    if (attributes.size() == 0 || attributes.size() > largestFile || !reserve(attributes.size())) {
      return;
    }
    Entry entry = new Entry(path, attributes);
    boolean taken = false;
    try {
      taken = read(path, entry.content) && put(key, entry);
    } finally {
      if (!taken) {
        free(entry);
      }
    }
  }

  private boolean put(String key, Entry entry) {
    synchronized (entries) {
      return entries.putIfAbsent(key, entry) == null;
    }
  }

  /// Makes room by dropping the files that were unused longest and are not in use.
  private boolean reserve(long bytes) {
    List<Entry> forgotten = new ArrayList<>();
    boolean reserved;
    synchronized (entries) {
      var eldest = entries.values().iterator();
      long freed = 0;
      while (allocated - freed + bytes > mostBytes && eldest.hasNext()) {
        Entry entry = eldest.next();
        if (entry.uses == 0) {
          freed += entry.attributes.size();
          forgotten.add(entry);
          eldest.remove();
        }
      }
      reserved = allocated - freed + bytes <= mostBytes;
      allocated += reserved ? bytes : 0;
    }
    forgotten.forEach(this::free);
    return reserved;
  }

  private void release(Entry entry) {
    boolean unused;
    synchronized (entries) {
      entry.uses--;
      unused = entry.uses == 0 && entry.isForgotten;
    }
    if (unused) {
      free(entry);
    }
  }

  private void free(Entry entry) {
    entry.memory.close();
    synchronized (entries) {
      allocated -= entry.attributes.size();
    }
  }

  private static boolean read(Path path, ByteBuffer content) throws IOException {
    ByteBuffer rest = content.duplicate();
    try (FileChannel channel =
        FileChannel.open(path, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
      int read = 0;
      while (rest.hasRemaining() && read >= 0) {
        read = channel.read(rest);
      }
    }
    return !rest.hasRemaining();
  }

  /// One file. Its counters are guarded by the entries.
  private static final class Entry {
    private final Path path;
    private final BasicFileAttributes attributes;
    private final Arena memory = Arena.ofShared();
    private final ByteBuffer content;
    private int uses;
    private boolean isForgotten;

    Entry(Path path, BasicFileAttributes attributes) {
      this.path = path;
      this.attributes = attributes;
      this.content = memory.allocate(attributes.size()).asByteBuffer();
    }
  }
}
