package dev.tintype.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tintype.core.port.Storage;
import dev.tintype.core.port.StorageContract;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.s3.emulator.EmulatedS3;
import java.net.URI;
import java.security.SecureRandom;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

class S3StorageTest extends StorageContract {

  private final EmulatedS3 stand = EmulatedS3.shared();
  private final String bucket = stand.newBucket();
  private final Storage storage = new S3Storage(stand.s3(), bucket, new SecureRandom());

  @Override
  protected Storage storage() {
    return storage;
  }

  @Test
  void theServiceRefusesBytesThatDoNotMatchTheDeclaredOnes() throws Exception {
    var right = file("a/b", new byte[] {1, 2, 3});
    var wrong =
        new Storage.StoredFile(
            right.path(),
            right.bytes(),
            dev.tintype.core.Sha256.of("other"),
            right.mediaType(),
            right.cacheControl());
    assertThatThrownBy(() -> storage.put("a/b", wrong)).isInstanceOf(StoreUnavailable.class);
    assertThat(storage.head("a/b")).isEmpty();
  }

  @Test
  void anUnreachableServiceIsReportedAsUnavailable() throws Exception {
    Storage nowhere =
        new S3Storage(
            S3Client.builder()
                .httpClient(stand.http())
                .region(Region.US_EAST_1)
                .credentialsProvider(stand.credentials())
                .endpointOverride(URI.create("http://127.0.0.1:1"))
                .forcePathStyle(true)
                .build(),
            bucket,
            new SecureRandom());
    var file = file("a", new byte[1]);
    assertThatThrownBy(() -> nowhere.head("a")).isInstanceOf(StoreUnavailable.class);
    assertThatThrownBy(() -> nowhere.put("a", file)).isInstanceOf(StoreUnavailable.class);
    assertThatThrownBy(() -> nowhere.list("a", Optional.empty(), 1))
        .isInstanceOf(StoreUnavailable.class);
  }

  @Test
  void aMissingBucketIsReportedAsUnavailable() {
    Storage missing = new S3Storage(stand.s3(), "tintype-no-such-bucket", new SecureRandom());
    assertThatThrownBy(() -> missing.list("", Optional.empty(), 1))
        .isInstanceOf(StoreUnavailable.class);
  }
}
