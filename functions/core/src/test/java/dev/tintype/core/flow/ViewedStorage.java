package dev.tintype.core.flow;

import dev.tintype.core.port.Storage;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A public storage whose every file is fetched through the edge cache as soon as it is stored.
///
/// @param inner does the work
/// @param copies the keys of which the edge cache has copies
record ViewedStorage(Storage inner, Set<String> copies) implements Storage {

  @Override
  public PutResult put(String key, StoredFile file) {
    PutResult result = inner.put(key, file);
    copies.add(key);
    return result;
  }

  @Override
  public Optional<StoredObject> head(String key) {
    return inner.head(key);
  }

  @Override
  public Optional<InputStream> open(String key, Optional<Range> range) {
    return inner.open(key, range);
  }

  @Override
  public List<StoredObject> list(String prefix, Optional<String> after, int limit) {
    return inner.list(prefix, after, limit);
  }

  @Override
  public void delete(String key) {
    inner.delete(key);
  }
}
