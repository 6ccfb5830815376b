package dev.tintype.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tintype.aws.emulator.EmulatedAws;
import dev.tintype.aws.emulator.Emulator;
import dev.tintype.aws.emulator.Emulators;
import dev.tintype.core.ImageJob.Original;
import dev.tintype.core.Keys;
import dev.tintype.core.Sha256;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.port.UploadSigner;
import dev.tintype.core.port.UploadSigner.Permission;
import dev.tintype.core.port.UploadSignerContract;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

class S3UploadSignerTest extends UploadSignerContract {

  private static final Duration TEN_MINUTES = Duration.ofMinutes(10);

  private final EmulatedAws aws = new EmulatedAws(Emulators.shared());
  private final InstantSource clock = InstantSource.system();

  @Override
  protected UploadSigner signer() {
    return signer("originals", aws.credentials());
  }

  private UploadSigner signer(String bucket, AwsCredentialsProvider credentials) {
    return new S3UploadSigner(aws.presigner(), credentials, bucket, clock);
  }

  @Override
  protected Instant now() {
    return clock.instant();
  }

  private record Ending(
      String accessKeyId, String secretAccessKey, Optional<Instant> expirationTime)
      implements AwsCredentials {}

  private static AwsCredentialsProvider endingAt(Instant end) {
    return () -> new Ending(Emulator.KEY, Emulator.KEY, Optional.of(end));
  }

  @Test
  void everyHeaderThatMattersIsSigned() {
    URI url = signer().upload("originals/k", ORIGINAL, TEN_MINUTES).url();
    assertThat(url.getQuery())
        .contains(
            "X-Amz-SignedHeaders=content-length;content-type;host;if-none-match;x-amz-checksum-sha256");
  }

  @Test
  void noPermissionOutlivesItsCredentials() {
    Instant end = clock.instant().plusSeconds(90);
    Permission permission =
        signer("originals", endingAt(end)).upload("originals/k", ORIGINAL, TEN_MINUTES);
    assertThat(permission.expiresAt()).isBeforeOrEqualTo(end.plusSeconds(1));
    assertThat(permission.url().getQuery()).containsPattern("X-Amz-Expires=(8[89]|90)(&|$)");
  }

  @Test
  void credentialsThatEndedSignNothing() {
    UploadSigner ended = signer("originals", endingAt(clock.instant().minusSeconds(1)));
    assertThatThrownBy(() -> ended.upload("originals/k", ORIGINAL, TEN_MINUTES))
        .isInstanceOf(StoreUnavailable.class);
  }

  @Test
  void exactlyTheDeclaredBytesAreStoredOnce() throws Exception {
    byte[] bytes = "the original's bytes".getBytes(StandardCharsets.UTF_8);
    byte[] otherBytes = bytes.clone();
    otherBytes[0] ^= 1;
    Original original = new Original(Sha256.of(bytes), bytes.length, "image/png");
    Permission permission =
        signer(aws.newBucket(), aws.credentials())
            .upload(Keys.original(IMAGE, original.sha256()), original, TEN_MINUTES);
    Map<String, Integer> answers = new TreeMap<>();
    answers.put("another type", put(permission, bytes, Map.of("content-type", "image/jpeg")));
    answers.put(
        "another checksum",
        put(permission, bytes, Map.of("x-amz-checksum-sha256", Sha256.of("x").base64())));
    answers.put("no checksum", put(permission, bytes, Map.of("x-amz-checksum-sha256", "")));
    answers.put("no if-none-match", put(permission, bytes, Map.of("if-none-match", "")));
    answers.put(
        "one byte more",
        put(
            permission,
            (new String(bytes, StandardCharsets.UTF_8) + "x").getBytes(StandardCharsets.UTF_8),
            Map.of()));
    answers.put("one byte less", put(permission, Arrays.copyOf(bytes, bytes.length - 1), Map.of()));
    answers.put("as long, other bytes", put(permission, otherBytes, Map.of()));
    assertThat(answers).allSatisfy((tampering, status) -> assertThat(status).isBetween(400, 499));
    assertThat(put(permission, bytes, Map.of())).isEqualTo(200);
    assertThat(put(permission, bytes, Map.of())).as("a replay").isEqualTo(412);
  }

  /// @param changed headers to send otherwise; empty to leave one out
  private static int put(Permission permission, byte[] body, Map<String, String> changed)
      throws IOException, InterruptedException {
    Map<String, String> headers = new TreeMap<>(permission.headers());
    headers.putAll(changed);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(permission.url()).PUT(HttpRequest.BodyPublishers.ofByteArray(body));
    headers.forEach((name, value) -> {
      if (!value.isEmpty()) {
        request.header(name, value);
      }
    });
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(request.build(), BodyHandlers.discarding()).statusCode();
    }
  }
}
