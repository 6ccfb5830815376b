package dev.tintype.core.port;

import dev.tintype.core.KeyOrder;
import dev.tintype.core.Sha256;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/// A storage that keeps everything in memory.
public final class MemoryStorage implements Storage {

  private final InstantSource clock;
  private final TreeMap<String, Stored> objects = new TreeMap<>(KeyOrder::compare);

  /// @param clock the time at which objects are stored
  public MemoryStorage(InstantSource clock) {
    this.clock = clock;
  }

  private static final class Stored {

    private final byte[] bytes;
    private final Sha256 sha256;
    private final Instant at;

    Stored(byte[] bytes, Instant at) {
      this.bytes = bytes.clone();
      this.sha256 = Sha256.of(bytes);
      this.at = at;
    }

    StoredObject as(String key) {
      return new StoredObject(key, bytes.length, Optional.of(sha256), at);
    }
  }

  @Override
  public PutResult put(String key, StoredFile file) {
    try {
      byte[] bytes = Files.readAllBytes(file.path());
      if (bytes.length != file.bytes() || !Sha256.of(bytes).equals(file.sha256())) {
        throw new IllegalArgumentException("the file is not what was said of it: " + key);
      }
      return put(key, bytes);
    } catch (IOException e) {
      throw new StoreUnavailable("cannot read " + file.path(), e);
    }
  }

  /// Stores bytes, as a client's upload would.
  public synchronized PutResult put(String key, byte[] bytes) {
    Stored stored = new Stored(bytes, clock.instant());
    Stored there = objects.putIfAbsent(key, stored);
    if (there == null) {
      return PutResult.STORED;
    }
    return there.sha256.equals(stored.sha256) ? PutResult.ALREADY_THERE : PutResult.CONFLICT;
  }

  @Override
  public synchronized Optional<StoredObject> head(String key) {
    return Optional.ofNullable(objects.get(key)).map(stored -> stored.as(key));
  }

  @Override
  public synchronized Optional<InputStream> open(String key, Optional<Range> range) {
    range.ifPresent(MemoryStorage::check);
    return Optional.ofNullable(objects.get(key))
        .map(stored -> {
          long from = range.map(Range::from).orElse(0L);
          long end = range.map(r -> r.to() + 1).orElse((long) stored.bytes.length);
          int start = (int) Math.min(from, stored.bytes.length);
          int stop = (int) Math.min(end, stored.bytes.length);
          return new ByteArrayInputStream(stored.bytes, start, Math.max(0, stop - start));
        });
  }

  private static void check(Range range) {
    if (range.from() < 0 || range.to() < range.from()) {
      throw new IllegalArgumentException("no range: " + range);
    }
  }

  @Override
  public synchronized List<StoredObject> list(String prefix, Optional<String> after, int limit) {
    NavigableMap<String, Stored> behind =
        after
            .filter(key -> KeyOrder.compare(key, prefix) >= 0)
            .map(key -> objects.tailMap(key, false))
            .orElseGet(() -> objects.tailMap(prefix, true));
    return behind.entrySet().stream()
        .takeWhile(object -> object.getKey().startsWith(prefix))
        .limit(limit)
        .map(object -> object.getValue().as(object.getKey()))
        .toList();
  }

  @Override
  public synchronized void delete(String key) {
    objects.remove(key);
  }

  /// @return the keys of all objects, in order
  public synchronized List<String> keys() {
    return List.copyOf(objects.keySet());
  }
}
