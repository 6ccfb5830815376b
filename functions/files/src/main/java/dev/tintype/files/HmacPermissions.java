package dev.tintype.files;

import dev.tintype.core.ImageJob.Original;
import dev.tintype.core.Sha256;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/// Checks what [HmacUploadSigner] signed. Safe for use by many threads.
public final class HmacPermissions {

  private final SigningSecret secret;
  private final InstantSource clock;

  /// @param secret what signed
  /// @param clock tells whether a permission has ended
  public HmacPermissions(SigningSecret secret, InstantSource clock) {
    this.secret = secret;
    this.clock = clock;
  }

  /// Checks a request to `/upload/{key}`: signature, expiry, and that method, `content-length`,
  /// `content-type` and `if-none-match` are those that were signed. The digest is checked when the
  /// bytes are there.
  public Verdict<PermittedUpload> upload(SignedRequest request) {
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
  public Verdict<PermittedDownload> download(SignedRequest request) {
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

  /// A request as it came.
  ///
  /// @param method such as `PUT`
  /// @param key the decoded path behind `/upload/` or `/download/`
  /// @param query decoded parameters by name
  /// @param headers by name in lower case
  public record SignedRequest(
      String method, String key, Map<String, String> query, Map<String, String> headers) {
    /// Copies the maps.
    public SignedRequest {
      query = Map.copyOf(query);
      headers = Map.copyOf(headers);
    }

    private String parameter(String name) {
      return query.getOrDefault(name, "");
    }
  }

  /// What may be uploaded, and where to.
  ///
  /// @param key where it is to be stored
  /// @param original what it must be
  public record PermittedUpload(String key, Original original) {}

  /// What may be downloaded.
  ///
  /// @param key where it is stored
  /// @param fileName what a browser should call it
  public record PermittedDownload(String key, String fileName) {}

  /// What a check found.
  ///
  /// @param <T> what is permitted
  public sealed interface Verdict<T> {
    /// It is permitted.
    ///
    /// @param permitted what
    record Valid<T>(T permitted) implements Verdict<T> {}

    /// It was permitted, until an instant.
    ///
    /// @param at the instant
    record Expired<T>(Instant at) implements Verdict<T> {}

    /// It was never permitted.
    ///
    /// @param what the name of the header that is not as signed; `signature` when the URL itself is
    ///   not
    record Tampered<T>(String what) implements Verdict<T> {}
  }
}
