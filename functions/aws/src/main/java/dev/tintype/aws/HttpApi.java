package dev.tintype.aws;

import dev.tintype.core.port.StoreUnavailable;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import software.amazon.awssdk.http.SdkHttpMethod;

/// A client of Tintype's HTTP API that signs its requests, for callers that IAM authorises. It
/// never repeats a request. Safe for use by many threads.
public final class HttpApi {

  private final SignedHttp http;
  private final String region;
  private final URI root;

  /// @param http makes the calls; its timeouts limit each of them
  /// @param region the region of the API
  /// @param root the API's URL without a path
  public HttpApi(SignedHttp http, String region, URI root) {
    this.http = http;
    this.region = region;
    this.root = root;
  }

  /// An answer, whatever its status.
  ///
  /// @param status the HTTP status
  /// @param body its text
  public record Answer(int status, String body) {}

  /// @param method `GET`, `POST` or `DELETE`
  /// @param path begins with a slash
  /// @param body JSON of a POST; empty for other methods
  /// @throws StoreUnavailable when there is no answer; the call may have taken effect
  public Answer call(String method, String path, Map<String, String> headers, String body) {
    SignedHttp.Exchange answer =
        http.exchange(
            SdkHttpMethod.fromValue(method),
            new SignedHttp.Target("execute-api", region, root.resolve(path)),
            headers,
            body.getBytes(StandardCharsets.UTF_8));
    return new Answer(answer.status(), answer.text());
  }
}
