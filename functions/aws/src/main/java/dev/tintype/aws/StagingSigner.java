package dev.tintype.aws;

import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.s3.AwsCall;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/// Signs the requests that a renderer without rights needs: one GET of an original, one GET of the
/// watermark if the recipe has one, and one POST of an archive to a separate key. Safe for use by
/// many threads.
public final class StagingSigner {

  /// The media type of an archive.
  public static final String MEDIA_TYPE = "application/octet-stream";

  private final S3Presigner presigner;
  private final AwsCredentialsProvider credentials;
  private final Place place;
  private final InstantSource clock;

  /// @param credentials the signing credentials
  /// @param place the bucket
  /// @param clock the time of signatures
  public StagingSigner(
      S3Presigner presigner, AwsCredentialsProvider credentials, Place place, InstantSource clock) {
    this.presigner = presigner;
    this.credentials = credentials;
    this.place = place;
    this.clock = clock;
  }

  /// The bucket that holds originals, watermarks and archives.
  ///
  /// @param bucket its name
  /// @param region its region
  public record Place(String bucket, String region) {}

  /// The objects that may be read, and the one that may be stored.
  ///
  /// @param originalKey the original
  /// @param watermarkKey the watermark; absent when none is needed
  /// @param archiveKey the archive
  /// @param mostBytes the most bytes of the archive
  public record Wish(
      String originalKey, Optional<String> watermarkKey, String archiveKey, long mostBytes) {}

  /// All signatures.
  ///
  /// @param original a URL for GET
  /// @param watermark a URL for GET; absent when none is needed
  /// @param upload the URL to POST the form to
  /// @param fields the form's fields, in their order; the file follows them
  public record Permit(
      URI original, Optional<URI> watermark, URI upload, Map<String, String> fields) {}

  /// @param validFor how long all are valid, in whole seconds
  /// @throws StoreUnavailable when the credentials are known to end earlier; a later call gets new
  ///   ones
  public Permit permit(Wish wish, Duration validFor) {
    AwsCredentials now = AwsCall.ask("credentials", credentials::resolveCredentials);
    if (now.expirationTime().filter(clock.instant().plus(validFor)::isAfter).isPresent()) {
      throw new StoreUnavailable("the credentials end within " + validFor + "; try again later");
    }
    URI original = read(wish.originalKey(), now, validFor);
    PostPolicy policy =
        new PostPolicy(place.bucket(), wish.archiveKey(), MEDIA_TYPE, wish.mostBytes());
    return new Permit(
        original,
        wish.watermarkKey().map(key -> read(key, now, validFor)),
        bucketUrl(original, wish.originalKey()),
        policy.fields(now, place.region(), clock.instant(), validFor));
  }

  private URI read(String key, AwsCredentials signing, Duration validFor) {
    GetObjectRequest get =
        GetObjectRequest.builder()
            .bucket(place.bucket())
            .key(key)
            .overrideConfiguration(
                c -> c.credentialsProvider(StaticCredentialsProvider.create(signing)))
            .build();
    return URI.create(
        presigner
            .presignGetObject(p -> p.signatureDuration(validFor).getObjectRequest(get))
            .url()
            .toString());
  }

  /// The URL of an object without its key and query: host and path style as the SDK chose them.
  private static URI bucketUrl(URI object, String key) {
    String url = object.toString();
    String whole = url.substring(0, url.indexOf('?'));
    return URI.create(whole.substring(0, whole.length() - key.length()));
  }
}
