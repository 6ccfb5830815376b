package dev.tintype.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.port.MemoryStorage;
import dev.tintype.core.port.Storage;
import dev.tintype.core.port.StorageContract;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// A part of a bucket keeps the contract, and touches nothing beside it.
final class PrefixStorageTest extends StorageContract {

  private final MemoryStorage bucket = new MemoryStorage(InstantSource.system());
  private final Storage storage = new PrefixStorage(bucket, "a part/");

  @BeforeEach
  void put() {
    bucket.put("a", new byte[] {1});
    bucket.put("z", new byte[] {2});
  }

  @Override
  protected Storage storage() {
    return storage;
  }

  @AfterEach
  void everythingLiesInThePart() {
    assertThat(bucket.keys()).contains("a", "z");
    assertThat(bucket.keys().stream().filter(key -> !key.startsWith("a part/")))
        .containsExactly("a", "z");
    assertThat(storage.list("", Optional.empty(), 1_000))
        .hasSize(Math.min(1_000, bucket.keys().size() - 2));
  }
}
