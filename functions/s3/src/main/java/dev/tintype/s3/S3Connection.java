package dev.tintype.s3;

import dev.tintype.core.port.StoreUnavailable;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/// The clients of one address. Every call ends after some time, even if the store sends nothing.
/// Safe for use by many threads.
final class S3Connection implements AutoCloseable {

  private static final Duration CONNECT = Duration.ofSeconds(2);

  /// How long the store may send nothing.
  private static final Duration SOCKET = Duration.ofSeconds(20);

  /// One try, with the upload of the largest variant over a slow line.
  private static final Duration TRY = Duration.ofMinutes(2);

  private static final Duration CALL = Duration.ofMinutes(5);

  /// A question about a bucket, with its retries.
  private static final Duration QUESTION = Duration.ofSeconds(5);

  private final S3Address address;
  private final S3Client s3;
  private final S3Presigner presigner;

  S3Connection(S3Address address, AwsCredentialsProvider credentials) {
    this.address = address;
    this.s3 = client(address, credentials);
    this.presigner = presigner(address, credentials);
  }

  private static S3Client client(S3Address address, AwsCredentialsProvider credentials) {
    var builder =
        S3Client.builder()
            .httpClientBuilder(SdkHttp.client(CONNECT, SOCKET))
            .region(Region.of(address.region()))
            .credentialsProvider(credentials)
            .forcePathStyle(address.pathStyle())
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .overrideConfiguration(c ->
                c.retryStrategy(RetryMode.STANDARD)
                    .apiCallAttemptTimeout(TRY)
                    .apiCallTimeout(CALL));
    address.endpoint().ifPresent(builder::endpointOverride);
    return builder.build();
  }

  private static S3Presigner presigner(S3Address address, AwsCredentialsProvider credentials) {
    S3Presigner.Builder builder =
        S3Presigner.builder()
            .region(Region.of(address.region()))
            .credentialsProvider(credentials)
            .serviceConfiguration(
                S3Configuration.builder().pathStyleAccessEnabled(address.pathStyle()).build());
    address.endpoint().ifPresent(builder::endpointOverride);
    return builder.build();
  }

  S3Client s3() {
    return s3;
  }

  S3Presigner presigner() {
    return presigner;
  }

  /// @return scheme, host and port of signed URLs for a bucket
  URI origin(String bucket) {
    URI url = URI.create(s3.utilities().getUrl(r -> r.bucket(bucket).key("k")).toString());
    return URI.create(url.getScheme() + "://" + url.getRawAuthority());
  }

  /// Asks whether the buckets are there and may be used.
  ///
  /// @return what is wrong with the address or its credentials, as [S3Address]' problems are
  ///   worded; absent when nothing is
  /// @throws StoreUnavailable when the store does not answer
  Optional<String> problem() {
    return problem(address.originals()).or(() -> problem(address.variants()));
  }

  private Optional<String> problem(String bucket) {
    try {
      s3.headBucket(r -> r.bucket(bucket).overrideConfiguration(c -> c.apiCallTimeout(QUESTION)));
      return Optional.empty();
    } catch (S3Exception e) {
      Optional<String> wrong = Quirks.problem(e.statusCode(), bucket, address.region());
      if (wrong.isEmpty()) {
        throw unanswered(bucket, e);
      }
      return wrong;
    } catch (SdkException e) {
      throw unanswered(bucket, e);
    }
  }

  private StoreUnavailable unanswered(String bucket, SdkException e) {
    String where = address.endpoint().map(url -> " at " + url).orElse("");
    return AwsCall.unavailable("S3 HEAD " + bucket + where, e);
  }

  @Override
  public void close() {
    presigner.close();
    s3.close();
  }
}
