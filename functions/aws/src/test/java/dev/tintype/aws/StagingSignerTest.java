package dev.tintype.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tintype.aws.StagingSigner.Permit;
import dev.tintype.aws.StagingSigner.Place;
import dev.tintype.aws.StagingSigner.Wish;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.s3.S3Storage;
import dev.tintype.s3.emulator.EmulatedS3;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;

class StagingSignerTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final String ORIGINAL = "originals/x";
  private static final String ARCHIVE = "staging/x/1";

  private final EmulatedS3 s3 = EmulatedS3.shared();
  private final String bucket = s3.newBucket();
  private final InstantSource clock = InstantSource.system();
  private final HttpClient http = HttpClient.newHttpClient();

  private StagingSigner signer(AwsCredentialsProvider credentials) {
    return new StagingSigner(
        s3.presigner(), credentials, new Place(bucket, EmulatedS3.REGION), clock);
  }

  private Permit permit() {
    return signer(s3.credentials())
        .permit(new Wish(ORIGINAL, Optional.empty(), ARCHIVE, 100), MINUTE);
  }

  private int post(URI url, Map<String, String> fields, String file) throws Exception {
    StringBuilder body = new StringBuilder();
    fields.forEach((name, value) ->
        body.append(
            "--b\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n"
                .formatted(name, value)));
    body.append("--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"archive\"\r\n")
        .append("Content-Type: application/octet-stream\r\n\r\n")
        .append(file)
        .append("\r\n--b--\r\n");
    HttpRequest request =
        HttpRequest.newBuilder(url)
            .header("content-type", "multipart/form-data; boundary=b")
            .POST(BodyPublishers.ofString(body.toString()))
            .build();
    return http.send(request, BodyHandlers.discarding()).statusCode();
  }

  private Optional<String> stored(String key) throws IOException {
    S3Storage storage = new S3Storage(s3.s3(), bucket, new java.security.SecureRandom());
    try (var in = storage.open(key, Optional.empty()).orElse(null)) {
      return in == null
          ? Optional.empty()
          : Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  @Test
  void theOriginalCanBeReadAndNothingElse() throws Exception {
    s3.s3().putObject(r -> r.bucket(bucket).key(ORIGINAL), RequestBody.fromString("original"));
    s3.s3().putObject(r -> r.bucket(bucket).key("originals/y"), RequestBody.fromString("other"));
    URI url = permit().original();
    assertThat(http.send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofString()).body())
        .isEqualTo("original");
    URI other = URI.create(url.toString().replace("/originals/x", "/originals/y"));
    assertThat(
            http.send(HttpRequest.newBuilder(other).build(), BodyHandlers.ofString()).statusCode())
        .isEqualTo(403);
  }

  @Test
  void aWatermarkThatIsNeededCanBeRead() throws Exception {
    s3.s3().putObject(r -> r.bucket(bucket).key("watermarks/w"), RequestBody.fromString("mark"));
    Wish wish = new Wish(ORIGINAL, Optional.of("watermarks/w"), ARCHIVE, 100);
    URI url = signer(s3.credentials()).permit(wish, MINUTE).watermark().orElseThrow();
    assertThat(http.send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofString()).body())
        .isEqualTo("mark");
    assertThat(permit().watermark()).isEmpty();
  }

  @Test
  void theArchiveCanBeStored() throws Exception {
    Permit permit = permit();
    assertThat(post(permit.upload(), permit.fields(), "archive")).isBetween(200, 299);
    assertThat(stored(ARCHIVE)).contains("archive");
  }

  @Test
  void aChangedPolicyIsRefused() throws Exception {
    Permit permit = permit();
    Map<String, String> fields = new LinkedHashMap<>(permit.fields());
    fields.computeIfPresent("policy", (_, policy) -> policy.substring(4) + "AAAA");
    assertThat(post(permit.upload(), fields, "archive")).isEqualTo(403);
    assertThat(stored(ARCHIVE)).isEmpty();
  }

  private record Ending(
      String accessKeyId, String secretAccessKey, Optional<Instant> expirationTime)
      implements AwsCredentials {}

  private AwsCredentialsProvider endingIn(Duration time) {
    return () -> new Ending("key", "secret", Optional.of(clock.instant().plus(time)));
  }

  @Test
  void credentialsThatEndTooSoonSignNothing() {
    Wish wish = new Wish(ORIGINAL, Optional.empty(), ARCHIVE, 100);
    assertThatExceptionOfType(StoreUnavailable.class)
        .isThrownBy(() -> signer(endingIn(MINUTE.minusSeconds(1))).permit(wish, MINUTE));
    assertThat(signer(endingIn(MINUTE.plusSeconds(5))).permit(wish, MINUTE).fields())
        .containsEntry("key", ARCHIVE);
  }
}
