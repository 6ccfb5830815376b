package dev.tintype.canary;

import dev.tintype.core.port.StoreUnavailable;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;

/// Requests that need no signature of ours: to signed and to public URLs. Redirects are not
/// followed. Safe for use by many threads.
///
/// @param http the client
/// @param longest how long the start of an answer may take
record Web(HttpClient http, Duration longest) implements AutoCloseable {

  private static final int LONGEST_BODY = 8 << 20;

  Web(Duration longest) {
    this(
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(longest)
            .build(),
        longest);
  }

  /// An answer, whatever its status.
  ///
  /// @param status the HTTP status
  /// @param body its bytes, cut after 8 MiB
  record Answer(int status, byte[] body) {}

  /// @throws StoreUnavailable when there is no answer
  Answer get(URI url) throws InterruptedException {
    return send(HttpRequest.newBuilder(url).timeout(longest).GET().build());
  }

  /// @throws StoreUnavailable when there is no answer; the bytes may have been stored
  Answer put(URI url, Map<String, String> headers, byte[] body) throws InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(url).timeout(longest).PUT(BodyPublishers.ofByteArray(body));
    headers.forEach(request::header);
    return send(request.build());
  }

  private Answer send(HttpRequest request) throws InterruptedException {
    try {
      HttpResponse<InputStream> answer = http.send(request, BodyHandlers.ofInputStream());
      try (InputStream body = answer.body()) {
        return new Answer(answer.statusCode(), body.readNBytes(LONGEST_BODY));
      }
    } catch (IOException e) {
      throw new StoreUnavailable(request.uri().getHost() + " does not answer: " + e, e);
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
