package dev.tintype.files;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import dev.tintype.core.ImageJob.Original;
import dev.tintype.core.Sha256;
import dev.tintype.core.port.DirectUploads.SignedRequest;
import dev.tintype.core.port.DirectUploads.Verdict;
import dev.tintype.core.port.UploadSigner.Permission;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/// A request for a signed URL in which anything was changed: it is valid only when nothing was.
public final class PermissionTarget {

  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
  private static final String KEY = "originals/01JD0000000000000000000000/" + Sha256.of("x");
  private static final SigningSecret SECRET = secret();
  private static final HmacPermissions PERMISSIONS = new HmacPermissions(SECRET, () -> NOW);
  private static final SignedRequest TRUE = request();
  private static final String[] PARAMETERS = {
    SignedUrl.BYTES, SignedUrl.TYPE, SignedUrl.SHA256, SignedUrl.EXPIRES, SignedUrl.SIGNATURE
  };
  private static final String[] HEADERS = {"content-length", "content-type", "if-none-match"};

  private PermissionTarget() {}

  /// One input.
  public static void fuzzerTestOneInput(FuzzedDataProvider data) {
    String method = data.consumeBoolean() ? TRUE.method() : data.consumeString(10);
    String key = data.consumeBoolean() ? TRUE.key() : data.consumeString(120);
    Map<String, String> query = new HashMap<>(TRUE.query());
    Map<String, String> headers = new HashMap<>(TRUE.headers());
    if (data.consumeBoolean()) {
      query.put(data.pickValue(PARAMETERS), data.consumeString(100));
    }
    if (data.consumeBoolean()) {
      headers.put(data.pickValue(HEADERS), data.consumeString(40));
    }
    SignedRequest request = new SignedRequest(method, key, query, headers);
    boolean valid = PERMISSIONS.upload(request) instanceof Verdict.Valid<?>;
    if (valid != request.equals(TRUE)) {
      throw new AssertionError(request + (valid ? " is" : " is not") + " valid");
    }
    if (PERMISSIONS.download(request) instanceof Verdict.Valid<?>) {
      throw new AssertionError(request + " may download");
    }
  }

  private static SignedRequest request() {
    Original original = new Original(Sha256.of("x"), 1, "image/png");
    Permission permission =
        new HmacUploadSigner(SECRET, URI.create("http://localhost"), () -> NOW)
            .upload(KEY, original, Duration.ofMinutes(5));
    Map<String, String> query = new HashMap<>();
    for (String parameter : permission.url().getRawQuery().split("&", -1)) {
      String[] parts = parameter.split("=", 2);
      query.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
    }
    Map<String, String> headers = new HashMap<>(permission.headers());
    headers.put("content-length", "1");
    return new SignedRequest("PUT", KEY, query, headers);
  }

  private static SigningSecret secret() {
    try {
      Path folder = Files.createTempDirectory("permission");
      Path file = folder.resolve("secret");
      SigningSecret secret = SigningSecret.at(file, new SecureRandom());
      Files.delete(file);
      Files.delete(folder);
      return secret;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
