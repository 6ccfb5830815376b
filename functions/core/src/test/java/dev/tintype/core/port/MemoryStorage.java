package dev.tintype.core.port;

import dev.tintype.core.Sha256;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// A storage that keeps everything in memory.
public final class MemoryStorage implements Storage {

  private static final Comparator<String> BY_UTF8 =
      (one, other) ->
          Arrays.compareUnsigned(
              one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));

  private final InstantSource clock;
  private final TreeMap<String, Stored> objects = new TreeMap<>(BY_UTF8);

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
    var behind = after.map(key -> objects.tailMap(key, false)).orElse(objects);
    return behind.entrySet().stream()
        .filter(object -> object.getKey().startsWith(prefix))
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
