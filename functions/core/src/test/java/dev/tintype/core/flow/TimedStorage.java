package dev.tintype.core.flow;

import dev.tintype.core.port.Storage;
import dev.tintype.core.port.TestClock;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// A storage whose every request takes simulated time.
///
/// @param inner does the work
/// @param clock is advanced
/// @param request how long a request takes
record TimedStorage(Storage inner, TestClock clock, Duration request) implements Storage {

  private Storage asked() {
    clock.advance(request);
    return inner;
  }

  @Override
  public PutResult put(String key, StoredFile file) {
    return asked().put(key, file);
  }

  @Override
  public Optional<StoredObject> head(String key) {
    return asked().head(key);
  }

  @Override
  public Optional<InputStream> open(String key, Optional<Range> range) {
    return asked().open(key, range);
  }

  @Override
  public List<StoredObject> list(String prefix, Optional<String> after, int limit) {
    return asked().list(prefix, after, limit);
  }

  @Override
  public void delete(String key) {
    asked().delete(key);
  }

  @Override
  public void delete(List<String> keys) {
    asked().delete(keys);
  }
}
