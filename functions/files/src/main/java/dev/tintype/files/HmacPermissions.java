package dev.tintype.files;

import dev.tintype.core.ImageJob.Original;
import dev.tintype.core.Sha256;
import dev.tintype.core.port.DirectUploads.PermittedDownload;
import dev.tintype.core.port.DirectUploads.PermittedUpload;
import dev.tintype.core.port.DirectUploads.SignedRequest;
import dev.tintype.core.port.DirectUploads.Verdict;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/// Checks what [HmacUploadSigner] signed. Safe for use by many threads.
final class HmacPermissions {

  private final SigningSecret secret;
  private final InstantSource clock;

  /// @param secret what signed
  /// @param clock tells whether a permission has ended
  HmacPermissions(SigningSecret secret, InstantSource clock) {
    this.secret = secret;
    this.clock = clock;
  }

  /// Checks a request to `/upload/{key}`: signature, expiry, and that method, `content-length`,
  /// `content-type` and `if-none-match` are those that were signed. The digest is checked when the
  /// bytes are there.
  Verdict<PermittedUpload> upload(SignedRequest request) {
    Optional<Original> original = original(request);
    String expires = request.parameter(SignedUrl.EXPIRES);
    if (original.isEmpty()
        || !secret.isSignature(
            request.parameter(SignedUrl.SIGNATURE),
            SignedUrl.uploadParts(request.method(), request.key(), original.get(), expires))) {
      return new Verdict.Tampered<>(SignedUrl.SIGNATURE);
    }
    if (hasEnded(expires)) {
      return new Verdict.Expired<>(instant(expires));
    }
    return differingHeader(request, original.get())
        .<Verdict<PermittedUpload>>map(Verdict.Tampered::new)
        .orElseGet(() -> new Verdict.Valid<>(new PermittedUpload(request.key(), original.get())));
  }

  /// Checks a request to `/download/{key}`: signature, method and expiry.
  Verdict<PermittedDownload> download(SignedRequest request) {
    String fileName = request.parameter(SignedUrl.NAME);
    String expires = request.parameter(SignedUrl.EXPIRES);
    if (!secret.isSignature(
        request.parameter(SignedUrl.SIGNATURE),
        SignedUrl.downloadParts(request.method(), request.key(), fileName, expires))) {
      return new Verdict.Tampered<>(SignedUrl.SIGNATURE);
    }
    return hasEnded(expires)
        ? new Verdict.Expired<>(instant(expires))
        : new Verdict.Valid<>(new PermittedDownload(request.key(), fileName));
  }

  private static Optional<Original> original(SignedRequest request) {
    String bytes = request.parameter(SignedUrl.BYTES);
    String sha256 = request.parameter(SignedUrl.SHA256);
    if (!bytes.matches("0|[1-9][0-9]{0,17}") || !sha256.matches("[0-9a-f]{64}")) {
      return Optional.empty();
    }
    return Optional.of(
        new Original(new Sha256(sha256), Long.parseLong(bytes), request.parameter(SignedUrl.TYPE)));
  }

  private static Optional<String> differingHeader(SignedRequest request, Original original) {
    Map<String, String> signed =
        Map.of(
            "content-length", Long.toString(original.bytes()),
            "content-type", original.mediaType(),
            "if-none-match", "*");
    return signed.entrySet().stream()
        .filter(header -> !header.getValue().equals(request.headers().get(header.getKey())))
        .map(Map.Entry::getKey)
        .sorted()
        .findFirst();
  }

  /// Asked only of what was signed, which is a number.
  private boolean hasEnded(String expires) {
    return !clock.instant().isBefore(instant(expires));
  }

  private static Instant instant(String expires) {
    return Instant.ofEpochSecond(Long.parseLong(expires));
  }
}
