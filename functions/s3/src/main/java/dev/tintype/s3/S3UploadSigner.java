package dev.tintype.s3;

import dev.tintype.core.ImageJob.Original;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.port.UploadSigner;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;
import software.amazon.awssdk.services.s3.presigner.model.PresignedPutObjectRequest;

/// Presigned URLs for one bucket. A PUT's signature covers length, type, checksum and
/// `If-None-Match: *`, so it stores exactly the declared bytes, and only once. A permission never
/// outlives the credentials that signed it, as far as their expiry is known. Safe for use by many
/// threads.
public final class S3UploadSigner implements UploadSigner {

  /// Exactly the headers a PUT's signature covers.
  public static final Set<String> SIGNED_HEADERS =
      Set.of("host", "content-length", "content-type", "if-none-match", "x-amz-checksum-sha256");

  private static final Duration LONGEST = Duration.ofMinutes(15);

  private final S3Presigner presigner;
  private final AwsCredentialsProvider credentials;
  private final String bucket;
  private final InstantSource clock;

  /// @param presigner the presigner of the bucket's region
  /// @param credentials the signing credentials
  /// @param bucket the originals' bucket
  /// @param clock decides how long the credentials remain valid
  public S3UploadSigner(
      S3Presigner presigner,
      AwsCredentialsProvider credentials,
      String bucket,
      InstantSource clock) {
    this.presigner = presigner;
    this.credentials = credentials;
    this.bucket = bucket;
    this.clock = clock;
  }

  @Override
  public Permission upload(String key, Original original, Duration validFor) {
    Signer signer = signer(validFor);
    PutObjectRequest put =
        PutObjectRequest.builder()
            .bucket(bucket)
            .key(key)
            .contentLength(original.bytes())
            .contentType(original.mediaType())
            .ifNoneMatch("*")
            .checksumSHA256(original.sha256().base64())
            .overrideConfiguration(c -> c.credentialsProvider(signer.provider()))
            .build();
    PresignedPutObjectRequest signed =
        presigner.presignPutObject(
            p -> p.signatureDuration(signer.validFor()).putObjectRequest(put));
    requireSigned(signed.signedHeaders().keySet());
    return new Permission(
        uri(signed.url()),
        Map.of(
            "content-type",
            original.mediaType(),
            "if-none-match",
            "*",
            "x-amz-checksum-sha256",
            original.sha256().base64()),
        signed.expiration());
  }

  @Override
  public URI download(String key, String fileName, Duration validFor) {
    Signer signer = signer(validFor);
    GetObjectRequest get =
        GetObjectRequest.builder()
            .bucket(bucket)
            .key(key)
            .responseContentDisposition(attachment(fileName))
            .overrideConfiguration(c -> c.credentialsProvider(signer.provider()))
            .build();
    return uri(
        presigner
            .presignGetObject(p -> p.signatureDuration(signer.validFor()).getObjectRequest(get))
            .url());
  }

  /// The current credentials, and how long their signature is valid.
  private Signer signer(Duration wanted) {
    if (!wanted.isPositive() || wanted.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("a permission is valid for up to 15 minutes: " + wanted);
    }
    AwsCredentials now = AwsCall.ask("credentials", credentials::resolveCredentials);
    Duration left =
        now.expirationTime().map(end -> Duration.between(clock.instant(), end)).orElse(wanted);
    Duration validFor = left.compareTo(wanted) < 0 ? left : wanted;
    if (validFor.toSeconds() < 1) {
      throw new StoreUnavailable("the credentials that sign uploads have expired");
    }
    return new Signer(
        StaticCredentialsProvider.create(now), Duration.ofSeconds(validFor.toSeconds()));
  }

  private record Signer(AwsCredentialsProvider provider, Duration validFor) {}

  private static void requireSigned(Set<String> headers) {
    Set<String> lower = new TreeSet<>();
    headers.forEach(header -> lower.add(header.toLowerCase(java.util.Locale.ROOT)));
    if (!lower.equals(SIGNED_HEADERS)) {
      throw new IllegalStateException("the signature covers " + lower + ", not " + SIGNED_HEADERS);
    }
  }

  /// RFC 6266, with the file name in RFC 8187's encoding, which every current browser supports.
  private static String attachment(String fileName) {
    String encoded = URLEncoder.encode(fileName, StandardCharsets.UTF_8).replace("+", "%20");
    return "attachment; filename*=UTF-8''" + encoded.replace("*", "%2A");
  }

  private static URI uri(URL url) {
    try {
      return url.toURI();
    } catch (URISyntaxException e) {
      throw new IllegalStateException("the presigner made no URI", e);
    }
  }
}
