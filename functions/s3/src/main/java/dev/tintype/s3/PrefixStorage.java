package dev.tintype.s3;

import dev.tintype.core.port.Storage;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/// The objects of a bucket whose keys begin with a prefix, under the rest of their keys. Safe for
/// use by many threads.
final class PrefixStorage implements Storage {

  private final Storage bucket;
  private final String prefix;

  /// @param prefix what stands before each key
  PrefixStorage(Storage bucket, String prefix) {
    this.bucket = bucket;
    this.prefix = prefix;
  }

  private StoredObject here(StoredObject object) {
    return new StoredObject(
        object.key().substring(prefix.length()),
        object.bytes(),
        object.sha256(),
        object.modifiedAt());
  }

  @Override
  public PutResult put(String key, StoredFile file) {
    return bucket.put(prefix + key, file);
  }

  @Override
  public Optional<StoredObject> head(String key) {
    return bucket.head(prefix + key).map(this::here);
  }

  @Override
  public Optional<InputStream> open(String key, Optional<Range> range) {
    return bucket.open(prefix + key, range);
  }

  @Override
  public List<StoredObject> list(String under, Optional<String> after, int limit) {
    return bucket.list(prefix + under, after.map(prefix::concat), limit).stream()
        .map(this::here)
        .toList();
  }

  @Override
  public void delete(String key) {
    bucket.delete(prefix + key);
  }

  @Override
  public void delete(List<String> keys) {
    bucket.delete(keys.stream().map(prefix::concat).toList());
  }
}
