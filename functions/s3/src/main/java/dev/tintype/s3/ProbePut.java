package dev.tintype.s3;

import dev.tintype.core.port.UploadSigner.Permission;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/// An upload as a client sends it, or as somebody changes it who has its permission.
///
/// @param url where it is sent to
/// @param headers its headers, except the length
/// @param body its bytes
record ProbePut(URI url, Map<String, String> headers, byte[] body) {

  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  static ProbePut of(Permission permission, byte[] body) {
    return new ProbePut(permission.url(), permission.headers(), body);
  }

  ProbePut with(String header, String value) {
    Map<String, String> changed = new TreeMap<>(headers);
    changed.put(header, value);
    return new ProbePut(url, changed, body);
  }

  ProbePut without(String header) {
    Map<String, String> changed = new TreeMap<>(headers);
    changed.remove(header);
    return new ProbePut(url, changed, body);
  }

  ProbePut bytes(byte[] other) {
    return new ProbePut(url, headers, other);
  }

  ProbePut length(int length) {
    return bytes(Arrays.copyOf(body, length));
  }

  /// @param from the end of the permitted key
  /// @param to the end of another key
  ProbePut key(String from, String to) {
    return new ProbePut(URI.create(url.toString().replace(from + "?", to + "?")), headers, body);
  }

  HttpRequest request() {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(url).timeout(TIMEOUT).PUT(BodyPublishers.ofByteArray(body));
    headers.forEach(request::header);
    return request.build();
  }
}
