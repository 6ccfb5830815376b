package dev.tintype.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.ImageJob.Original;
import dev.tintype.core.Sha256;
import dev.tintype.core.port.UploadSigner.Permission;
import dev.tintype.s3.emulator.EmulatedS3;
import dev.tintype.s3.emulator.Stand;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/// Every way to misuse an upload permission, run against the AWS stand-in.
class TamperedUploadTest {

  private static final Duration TEN_MINUTES = Duration.ofMinutes(10);
  private static final byte[] BYTES = "the original's bytes".getBytes(StandardCharsets.UTF_8);
  private static final Original ORIGINAL =
      new Original(Sha256.of(BYTES), BYTES.length, "image/png");
  private static final String KEY = "originals/01JD2Z6K7M8N9PQRSTVWXYZ012/" + "a".repeat(64);

  private final EmulatedS3 stand = EmulatedS3.shared();
  private final String bucket = stand.newBucket();

  /// One request.
  private record Put(String method, URI url, Map<String, String> headers, byte[] body) {

    static Put of(Permission permission) {
      return new Put("PUT", permission.url(), new TreeMap<>(permission.headers()), BYTES);
    }

    Put with(String header, String value) {
      Map<String, String> changed = new TreeMap<>(headers);
      changed.put(header, value);
      return new Put(method, url, changed, body);
    }

    Put without(String header) {
      Map<String, String> changed = new TreeMap<>(headers);
      changed.remove(header);
      return new Put(method, url, changed, body);
    }

    Put bytes(byte[] other) {
      return new Put(method, url, headers, other);
    }

    Put url(String from, String to) {
      String changed = url.toString().replaceFirst(from, to);
      assertThat(changed).isNotEqualTo(url.toString());
      return new Put(method, URI.create(changed), headers, body);
    }

    int send() throws IOException, InterruptedException {
      HttpRequest.Builder request = HttpRequest.newBuilder(url);
      headers.forEach(request::header);
      request.method(
          method,
          method.equals("GET") ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
      try (HttpClient http = HttpClient.newHttpClient()) {
        return http.send(request.build(), BodyHandlers.discarding()).statusCode();
      }
    }
  }

  private Put permitted() {
    return Put.of(signer(Region.of(EmulatedS3.REGION), stand.credentials(), TEN_MINUTES));
  }

  private Permission signer(Region region, AwsCredentialsProvider credentials, Duration validFor) {
    S3Presigner presigner =
        S3Presigner.builder()
            .region(region)
            .credentialsProvider(credentials)
            .endpointOverride(stand.endpoint())
            .serviceConfiguration(S3Configuration.builder().pathStyleAccessEnabled(true).build())
            .build();
    return new S3UploadSigner(presigner, credentials, bucket, InstantSource.system())
        .upload(KEY, ORIGINAL, validFor);
  }

  private Put tampered(Tampering tampering) throws IOException, InterruptedException {
    Put put = permitted();
    return switch (tampering) {
      case ANOTHER_TYPE -> put.with("content-type", "image/jpeg");
      case NO_TYPE -> put.without("content-type");
      case ANOTHER_CHECKSUM -> put.with("x-amz-checksum-sha256", Sha256.of("x").base64());
      case NO_CHECKSUM -> put.without("x-amz-checksum-sha256");
      case NO_CONDITION -> put.without("if-none-match");
      case ANOTHER_CONDITION -> put.with("if-none-match", "\"x\"");
      case LONGER -> put.bytes(Arrays.copyOf(BYTES, BYTES.length + 1));
      case SHORTER -> put.bytes(Arrays.copyOf(BYTES, BYTES.length - 1));
      case EMPTY -> put.bytes(new byte[0]);
      case OTHER_BYTES -> put.bytes(flipped());
      case ANOTHER_KEY -> put.url("/originals/0", "/originals/1");
      case ANOTHER_BUCKET -> put.url(bucket, stand.newBucket());
      case LONGER_LIFE -> put.url("X-Amz-Expires=600", "X-Amz-Expires=60000");
      case EXPIRED -> expired();
      case BROKEN_SIGNATURE -> put.url("X-Amz-Signature=....", "X-Amz-Signature=0000");
      case ANOTHER_METHOD -> new Put("GET", put.url(), put.headers(), BYTES);
      case WRONG_SECRET -> Put.of(signer(Region.of(EmulatedS3.REGION), stranger(), TEN_MINUTES));
      case ANOTHER_REGION -> Put.of(signer(Region.EU_WEST_1, stand.credentials(), TEN_MINUTES));
      case UNSIGNED_HEADER -> put.with("x-amz-meta-more", "x");
      case REPLAY -> {
        assertThat(put.send()).isEqualTo(200);
        yield put;
      }
    };
  }

  private static byte[] flipped() {
    byte[] other = BYTES.clone();
    other[0] ^= 1;
    return other;
  }

  private static AwsCredentialsProvider stranger() {
    return StaticCredentialsProvider.create(AwsBasicCredentials.create(EmulatedS3.KEY, "another"));
  }

  private Put expired() throws InterruptedException {
    Permission permission =
        signer(Region.of(EmulatedS3.REGION), stand.credentials(), Duration.ofSeconds(1));
    Thread.sleep(Duration.ofSeconds(3));
    return Put.of(permission);
  }

  @ParameterizedTest
  @EnumSource
  void everyMisuseIsAnsweredAsDocumented(Tampering tampering) throws Exception {
    int wanted = tampering.status(Stand.ofRun());
    assertThat(tampered(tampering).send()).isEqualTo(wanted);
    boolean stored = wanted == 200 || tampering == Tampering.REPLAY;
    assertThat(new S3Storage(stand.s3(), bucket, new java.security.SecureRandom()).head(KEY))
        .as("stored")
        .matches(found -> found.isPresent() == stored);
  }

  @Test
  void aPermittedUploadIsStored() throws Exception {
    assertThat(permitted().send()).isEqualTo(200);
  }

  @Test
  void theDocumentedTableMatchesTheTest() throws IOException {
    String deploy = Files.readString(Path.of(System.getProperty("tintype.root"), "docs/deploy.md"));
    assertThat(Tampering.values())
        .allSatisfy(tampering -> assertThat(deploy).contains(tampering.row()));
  }
}
