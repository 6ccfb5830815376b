package dev.tintype.s3.emulator;

import java.net.URI;
import java.util.Optional;
import java.util.UUID;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/// Clients of an S3 stand-in, and new buckets on it.
public final class EmulatedS3 {

  /// The region of every stand-in.
  public static final String REGION = "us-east-1";

  /// The access key and secret of every stand-in; LocalStack checks signatures of `test` only.
  public static final String KEY = EmulatorSettings.key();

  private final URI endpoint;
  private final SdkHttpClient http = UrlConnectionHttpClient.create();

  /// @param endpoint the stand-in's URL
  public EmulatedS3(URI endpoint) {
    this.endpoint = endpoint;
  }

  /// @return the stand-in of this run: a real store if `.ci/stores/run` started one, else
  ///   LocalStack if available, else an embedded server, started on first use
  public static EmulatedS3 shared() {
    return Shared.S3;
  }

  private static final class Shared {
    static final EmulatedS3 S3 =
        EmulatorSettings.store().map(Shared::at).orElseGet(() -> start(LocalStack.ofRun()));

    private static EmulatedS3 at(EmulatorSettings.Store store) {
      System.err.println("S3 of this run: " + store.name() + " at " + store.endpoint());
      return new EmulatedS3(store.endpoint());
    }

    private static EmulatedS3 start(Optional<LocalStack> localStack) {
      System.err.println(
          "S3 stand-in of this run: "
              + localStack.map(LocalStack::name).orElse("embedded S3Proxy"));
      return new EmulatedS3(localStack.map(LocalStack::endpoint).orElseGet(EmbeddedS3::start));
    }
  }

  /// @return the credentials that every stand-in accepts
  public AwsCredentialsProvider credentials() {
    return StaticCredentialsProvider.create(AwsBasicCredentials.create(KEY, KEY));
  }

  /// @return a client
  public S3Client s3() {
    return S3Client.builder()
        .httpClient(http)
        .region(Region.of(REGION))
        .credentialsProvider(credentials())
        .endpointOverride(endpoint)
        .forcePathStyle(true)
        .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
        .build();
  }

  /// @return a presigner
  public S3Presigner presigner() {
    return S3Presigner.builder()
        .region(Region.of(REGION))
        .credentialsProvider(credentials())
        .endpointOverride(endpoint)
        .serviceConfiguration(S3Configuration.builder().pathStyleAccessEnabled(true).build())
        .build();
  }

  /// @return the stand-in's URL
  public URI endpoint() {
    return endpoint;
  }

  /// @return the HTTP client that all clients share
  public SdkHttpClient http() {
    return http;
  }

  /// @return the name of a new, empty bucket
  public String newBucket() {
    String name = "tintype-bucket-" + UUID.randomUUID();
    s3().createBucket(r -> r.bucket(name));
    return name;
  }
}
