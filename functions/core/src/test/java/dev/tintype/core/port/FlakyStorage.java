package dev.tintype.core.port;

import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/// A storage that fails on demand, before or after the inner storage has acted. So an answer may be
/// lost although the call took effect.
///
/// @param inner does the work
/// @param faults decides when to fail
public record FlakyStorage(Storage inner, Faults faults) implements Storage {

  @Override
  public PutResult put(String key, StoredFile file) {
    faults.before("put", key);
    PutResult result = inner.put(key, file);
    faults.after("put", key);
    return result;
  }

  @Override
  public Optional<StoredObject> head(String key) {
    faults.before("head", key);
    return inner.head(key);
  }

  @Override
  public Optional<InputStream> open(String key, Optional<Range> range) {
    faults.before("open", key);
    return inner.open(key, range);
  }

  @Override
  public List<StoredObject> list(String prefix, Optional<String> after, int limit) {
    faults.before("list", prefix);
    return inner.list(prefix, after, limit);
  }

  @Override
  public void delete(String key) {
    faults.before("delete", key);
    inner.delete(key);
    faults.after("delete", key);
  }
}
