package dev.tintype.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.ImageJob.Original;
import dev.tintype.core.Keys;
import dev.tintype.core.Sha256;
import dev.tintype.core.port.DirectUploads.PermittedDownload;
import dev.tintype.core.port.DirectUploads.PermittedUpload;
import dev.tintype.core.port.DirectUploads.SignedRequest;
import dev.tintype.core.port.DirectUploads.Verdict;
import dev.tintype.core.port.UploadSigner;
import dev.tintype.core.port.UploadSigner.Permission;
import dev.tintype.core.port.UploadSignerContract;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HmacUploadSignerTest extends UploadSignerContract {

  private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
  private static final String KEY = Keys.original(IMAGE, ORIGINAL.sha256());
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final String ODD_NAME = "Füße + 100% & \"x\"?.jpg";

  private SigningSecret secret;
  private HmacUploadSigner signer;
  private HmacPermissions permissions;

  @BeforeEach
  void sign(@TempDir Path folder) {
    secret = SigningSecret.at(folder.resolve("signing.key"), new SecureRandom());
    signer = at(NOW);
    permissions = new HmacPermissions(secret, InstantSource.fixed(NOW));
  }

  private HmacUploadSigner at(Instant now) {
    return new HmacUploadSigner(
        secret, URI.create("https://images.example/base/"), InstantSource.fixed(now));
  }

  @Override
  protected UploadSigner signer() {
    return signer;
  }

  @Override
  protected Instant now() {
    return NOW;
  }

  private static SignedRequest request(String method, URI url, Map<String, String> headers) {
    String path = url.getPath();
    String prefix = method.equals("PUT") ? "/base/upload/" : "/base/download/";
    assertThat(path).startsWith(prefix);
    Map<String, String> query = new HashMap<>();
    for (String parameter : url.getRawQuery().split("&", -1)) {
      String[] pair = parameter.split("=", 2);
      query.put(pair[0], URLDecoder.decode(pair[1], StandardCharsets.UTF_8));
    }
    return new SignedRequest(method, path.substring(prefix.length()), query, headers);
  }

  private SignedRequest put() {
    Permission permission = signer.upload(KEY, ORIGINAL, MINUTE);
    Map<String, String> headers = new HashMap<>(permission.headers());
    headers.put("content-length", Long.toString(ORIGINAL.bytes()));
    return request("PUT", permission.url(), headers);
  }

  private SignedRequest get() {
    return request("GET", signer.download(KEY, ODD_NAME, MINUTE), Map.of());
  }

  private static Map<String, String> with(Map<String, String> map, String name, String value) {
    Map<String, String> copy = new HashMap<>(map);
    copy.put(name, value);
    return copy;
  }

  private static Map<String, String> without(Map<String, String> map, String name) {
    Map<String, String> copy = new HashMap<>(map);
    copy.remove(name);
    return copy;
  }

  private static SignedRequest withQuery(SignedRequest request, Map<String, String> query) {
    return new SignedRequest(request.method(), request.key(), query, request.headers());
  }

  private static SignedRequest withHeaders(SignedRequest request, Map<String, String> headers) {
    return new SignedRequest(request.method(), request.key(), request.query(), headers);
  }

  @Test
  void whatWasSignedIsPermitted() {
    assertThat(permissions.upload(put()))
        .isEqualTo(new Verdict.Valid<>(new PermittedUpload(KEY, ORIGINAL)));
    assertThat(permissions.download(get()))
        .isEqualTo(new Verdict.Valid<>(new PermittedDownload(KEY, ODD_NAME)));
  }

  @Test
  void theLastSecondIsPermittedAndTheNextIsNot() {
    Instant end = NOW.plus(MINUTE);
    HmacPermissions last = new HmacPermissions(secret, InstantSource.fixed(end.minusNanos(1)));
    assertThat(last.upload(put())).isInstanceOf(Verdict.Valid.class);
    assertThat(last.download(get())).isInstanceOf(Verdict.Valid.class);
    HmacPermissions next = new HmacPermissions(secret, InstantSource.fixed(end));
    assertThat(next.upload(put())).isEqualTo(new Verdict.Expired<PermittedUpload>(end));
    assertThat(next.download(get())).isEqualTo(new Verdict.Expired<PermittedDownload>(end));
  }

  @ParameterizedTest
  @CsvSource({
    "bytes, 123457",
    "bytes, 0123456",
    "bytes, -1",
    "bytes, ''",
    "type, image/png",
    "sha256, 0000000000000000000000000000000000000000000000000000000000000000",
    "sha256, x",
    "expires, 9999999999",
    "expires, x",
    "signature, AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    "signature, ''",
  })
  void aChangedOrMissingParameterIsRefused(String name, String value) {
    SignedRequest request = put();
    assertThat(permissions.upload(withQuery(request, with(request.query(), name, value))))
        .isEqualTo(new Verdict.Tampered<PermittedUpload>("signature"));
    assertThat(permissions.upload(withQuery(request, without(request.query(), name))))
        .isEqualTo(new Verdict.Tampered<PermittedUpload>("signature"));
  }

  @ParameterizedTest
  @CsvSource({
    "content-length, 123455",
    "content-length, 123457",
    "content-type, image/png",
    "if-none-match, \"etag\"",
  })
  void aChangedOrMissingHeaderIsRefused(String name, String value) {
    SignedRequest request = put();
    assertThat(permissions.upload(withHeaders(request, with(request.headers(), name, value))))
        .isEqualTo(new Verdict.Tampered<PermittedUpload>(name));
    assertThat(permissions.upload(withHeaders(request, without(request.headers(), name))))
        .isEqualTo(new Verdict.Tampered<PermittedUpload>(name));
  }

  @Test
  void anotherMethodOrKeyIsRefused() {
    Verdict<PermittedUpload> refused = new Verdict.Tampered<>("signature");
    SignedRequest put = put();
    String otherKey = Keys.original(IMAGE, Sha256.of("other"));
    assertThat(permissions.upload(new SignedRequest("POST", KEY, put.query(), put.headers())))
        .isEqualTo(refused);
    assertThat(permissions.upload(new SignedRequest("PUT", otherKey, put.query(), put.headers())))
        .isEqualTo(refused);
    SignedRequest get = get();
    assertThat(permissions.download(new SignedRequest("HEAD", KEY, get.query(), Map.of())))
        .isEqualTo(new Verdict.Tampered<PermittedDownload>("signature"));
    assertThat(permissions.download(new SignedRequest("GET", otherKey, get.query(), Map.of())))
        .isEqualTo(new Verdict.Tampered<PermittedDownload>("signature"));
  }

  @ParameterizedTest
  @CsvSource({"name, x.jpg", "expires, 9999999999", "signature, x"})
  void aChangedOrMissingParameterOfADownloadIsRefused(String name, String value) {
    SignedRequest request = get();
    assertThat(permissions.download(withQuery(request, with(request.query(), name, value))))
        .isEqualTo(new Verdict.Tampered<PermittedDownload>("signature"));
    assertThat(permissions.download(withQuery(request, without(request.query(), name))))
        .isEqualTo(new Verdict.Tampered<PermittedDownload>("signature"));
  }

  @Test
  void anUploadIsNoDownload() {
    SignedRequest put = put();
    assertThat(permissions.download(new SignedRequest("GET", KEY, put.query(), Map.of())))
        .isEqualTo(new Verdict.Tampered<PermittedDownload>("signature"));
  }

  @Test
  void neighbouringPropertiesDoNotRunIntoEachOther() {
    Original shifted = new Original(ORIGINAL.sha256(), 12, "3456image/jpeg");
    SignedRequest original =
        request(
            "PUT",
            signer
                .upload(KEY, new Original(ORIGINAL.sha256(), 123_456, "image/jpeg"), MINUTE)
                .url(),
            Map.of());
    Map<String, String> query =
        with(with(original.query(), "bytes", "12"), "type", shifted.mediaType());
    assertThat(permissions.upload(withQuery(original, query)))
        .isEqualTo(new Verdict.Tampered<PermittedUpload>("signature"));
  }

  @Test
  void anotherSecretSignsOtherwise(@TempDir Path folder) {
    SigningSecret other = SigningSecret.at(folder.resolve("other.key"), new SecureRandom());
    assertThat(new HmacPermissions(other, InstantSource.fixed(NOW)).upload(put()))
        .isEqualTo(new Verdict.Tampered<PermittedUpload>("signature"));
  }

  @Test
  void expiryIsTruncatedToSecondsInBothPlaces() {
    Instant odd = NOW.plusMillis(750);
    Permission permission = at(odd).upload(KEY, ORIGINAL, MINUTE);
    assertThat(permission.expiresAt()).isEqualTo(NOW.plus(MINUTE));
    assertThat(permission.url().getRawQuery())
        .contains("expires=" + NOW.plus(MINUTE).getEpochSecond());
  }
}
