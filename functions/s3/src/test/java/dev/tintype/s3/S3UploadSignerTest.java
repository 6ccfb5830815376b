package dev.tintype.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.port.UploadSigner;
import dev.tintype.core.port.UploadSigner.Permission;
import dev.tintype.core.port.UploadSignerContract;
import dev.tintype.s3.emulator.EmulatedS3;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

class S3UploadSignerTest extends UploadSignerContract {

  private static final Duration TEN_MINUTES = Duration.ofMinutes(10);

  private final EmulatedS3 stand = EmulatedS3.shared();
  private final InstantSource clock = InstantSource.system();

  @Override
  protected UploadSigner signer() {
    return signer("originals", stand.credentials());
  }

  private UploadSigner signer(String bucket, AwsCredentialsProvider credentials) {
    return new S3UploadSigner(stand.presigner(), credentials, bucket, clock);
  }

  @Override
  protected Instant now() {
    return clock.instant();
  }

  private record Ending(
      String accessKeyId, String secretAccessKey, Optional<Instant> expirationTime)
      implements AwsCredentials {}

  private static AwsCredentialsProvider endingAt(Instant end) {
    return () -> new Ending(EmulatedS3.KEY, EmulatedS3.KEY, Optional.of(end));
  }

  @Test
  void everyRequiredHeaderIsSigned() {
    URI url = signer().upload("originals/k", ORIGINAL, TEN_MINUTES).url();
    assertThat(url.getQuery())
        .contains(
            "X-Amz-SignedHeaders=content-length;content-type;host;if-none-match;x-amz-checksum-sha256");
  }

  @Test
  void aPermissionEndsWithItsCredentials() {
    Instant end = clock.instant().plusSeconds(90);
    Permission permission =
        signer("originals", endingAt(end)).upload("originals/k", ORIGINAL, TEN_MINUTES);
    assertThat(permission.expiresAt()).isBeforeOrEqualTo(end.plusSeconds(1));
    assertThat(permission.url().getQuery()).containsPattern("X-Amz-Expires=(8[89]|90)(&|$)");
  }

  @Test
  void expiredCredentialsSignNothing() {
    UploadSigner ended = signer("originals", endingAt(clock.instant().minusSeconds(1)));
    assertThatThrownBy(() -> ended.upload("originals/k", ORIGINAL, TEN_MINUTES))
        .isInstanceOf(StoreUnavailable.class);
  }
}
