package dev.tintype.s3;

import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.provider.Trial;
import java.net.http.HttpClient;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/// Tries out what a place of backups in a bucket needs: the lock and the objects of a place rest on
/// `If-None-Match`. Works below the prefix of the place, and deletes what it wrote.
final class PlaceProbe {

  private static final Duration CONNECT = Duration.ofSeconds(2);

  private final Bucket bucket;
  private final String prefix;
  private final InstantSource clock;
  private final SecureRandom random;

  /// @param prefix of the place; empty, or with a slash at its end
  /// @param clock tells which objects an earlier probe left
  /// @param random makes names and contents
  PlaceProbe(Bucket bucket, String prefix, InstantSource clock, SecureRandom random) {
    this.bucket = bucket;
    this.prefix = prefix;
    this.clock = clock;
    this.random = random;
  }

  /// Takes about 35 round trips to the store.
  ///
  /// @throws StoreUnavailable when the store does not answer
  Trial trial() {
    String all = prefix + StoreProbe.PREFIX;
    String folder = all + StoreProbe.name(random) + "/";
    try (HttpClient http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .build()) {
      return new Trial(new StorageProbe(bucket, folder, http, random).lacks(), List.of());
    } finally {
      StoreProbe.cleanUp(bucket, all, folder, clock);
    }
  }
}
