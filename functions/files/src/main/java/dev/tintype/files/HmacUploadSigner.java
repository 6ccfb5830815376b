package dev.tintype.files;

import dev.tintype.core.ImageJob.Original;
import dev.tintype.core.port.UploadSigner;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;

/// Signs URLs of our own HTTP server; [HmacPermissions] checks them there. Expiry is in whole
/// seconds. Safe for use by many threads.
final class HmacUploadSigner implements UploadSigner {

  private static final Duration LONGEST = Duration.ofMinutes(15);

  private final SigningSecret secret;
  private final URI publicUrl;
  private final InstantSource clock;

  /// @param secret what signs, shared with who checks
  /// @param publicUrl under which clients reach the server, such as `https://images.example`
  /// @param clock tells when a permission ends
  HmacUploadSigner(SigningSecret secret, URI publicUrl, InstantSource clock) {
    this.secret = secret;
    this.publicUrl = publicUrl;
    this.clock = clock;
  }

  @Override
  public Permission upload(String key, Original original, Duration validFor) {
    Instant expiresAt = end(validFor);
    String expires = Long.toString(expiresAt.getEpochSecond());
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put(SignedUrl.BYTES, Long.toString(original.bytes()));
    parameters.put(SignedUrl.TYPE, original.mediaType());
    parameters.put(SignedUrl.SHA256, original.sha256().hex());
    parameters.put(SignedUrl.EXPIRES, expires);
    parameters.put(
        SignedUrl.SIGNATURE, secret.sign(SignedUrl.uploadParts("PUT", key, original, expires)));
    return new Permission(
        SignedUrl.of(publicUrl, SignedUrl.UPLOAD_FOLDER, key, parameters),
        Map.of("content-type", original.mediaType(), "if-none-match", "*"),
        expiresAt);
  }

  @Override
  public URI download(String key, String fileName, Duration validFor) {
    String expires = Long.toString(end(validFor).getEpochSecond());
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put(SignedUrl.NAME, fileName);
    parameters.put(SignedUrl.EXPIRES, expires);
    parameters.put(
        SignedUrl.SIGNATURE, secret.sign(SignedUrl.downloadParts("GET", key, fileName, expires)));
    return SignedUrl.of(publicUrl, SignedUrl.DOWNLOAD_FOLDER, key, parameters);
  }

  private Instant end(Duration validFor) {
    if (!validFor.isPositive() || validFor.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("a permission holds up to 15 minutes, not " + validFor);
    }
    return clock.instant().plus(validFor).truncatedTo(ChronoUnit.SECONDS);
  }
}
