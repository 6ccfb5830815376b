package dev.tintype.aws;

import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.s3.AwsCall;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;

/// Sends signed requests to services of which Tintype needs only one call. A full client for each
/// would add megabytes to every function. Safe for use by many threads.
public final class SignedHttp {

  private static final int LONGEST_ANSWER = 1 << 20;

  private final SdkHttpClient http;
  private final AwsCredentialsProvider credentials;

  /// @param http the client; its timeouts limit each call
  /// @param credentials the signing credentials
  public SignedHttp(SdkHttpClient http, AwsCredentialsProvider credentials) {
    this.http = http;
    this.credentials = credentials;
  }

  /// The destination of a call.
  ///
  /// @param service the service's name in signatures
  /// @param region the region in signatures
  /// @param url scheme, host and path
  record Target(String service, String region, URI url) {}

  /// An answer, whatever its status.
  ///
  /// @param status the HTTP status
  /// @param headers of the answer
  /// @param body its bytes, cut after 1 MiB
  record Exchange(int status, Map<String, List<String>> headers, byte[] body) {

    boolean isSuccess() {
      return status / 100 == 2;
    }

    /// @return the body as text
    String text() {
      return new String(body, StandardCharsets.UTF_8);
    }

    /// @param name in lower case
    Optional<String> header(String name) {
      return headers.entrySet().stream()
          .filter(header -> header.getKey().equalsIgnoreCase(name))
          .flatMap(header -> header.getValue().stream())
          .findFirst();
    }
  }

  /// @return the answer's body
  /// @throws StoreUnavailable when the service did not accept the call; the call may have taken
  ///   effect
  String post(Target target, Map<String, String> headers, byte[] body) {
    Exchange answer = exchange(target, headers, body);
    if (!answer.isSuccess()) {
      throw new StoreUnavailable(target.service() + ": " + answer.status() + " " + answer.text());
    }
    return answer.text();
  }

  /// Sends a POST.
  ///
  /// @throws StoreUnavailable when there is no answer; the call may have taken effect
  Exchange exchange(Target target, Map<String, String> headers, byte[] body) {
    return exchange(SdkHttpMethod.POST, target, headers, body);
  }

  /// @param body of a POST; empty for other methods
  /// @throws StoreUnavailable when there is no answer; the call may have taken effect
  Exchange exchange(SdkHttpMethod method, Target target, Map<String, String> headers, byte[] body) {
    try {
      HttpExecuteResponse response = call(method, target, headers, body);
      return new Exchange(
          response.httpResponse().statusCode(), response.httpResponse().headers(), bytes(response));
    } catch (IOException e) {
      throw new StoreUnavailable(target.service() + ": " + e.getMessage(), e);
    } catch (SdkException e) {
      throw AwsCall.unavailable(target.service(), e);
    }
  }

  private HttpExecuteResponse call(
      SdkHttpMethod method, Target target, Map<String, String> headers, byte[] body)
      throws IOException {
    SignedRequest signed = sign(method, target, headers, body);
    HttpExecuteRequest.Builder request = HttpExecuteRequest.builder().request(signed.request());
    if (method == SdkHttpMethod.POST) {
      request.contentStreamProvider(ContentStreamProvider.fromByteArray(body));
    }
    return http.prepareRequest(request.build()).call();
  }

  private SignedRequest sign(
      SdkHttpMethod method, Target target, Map<String, String> headers, byte[] body) {
    SdkHttpRequest.Builder request = SdkHttpRequest.builder().method(method).uri(target.url());
    if (method == SdkHttpMethod.POST) {
      request.putHeader("content-length", Integer.toString(body.length));
    }
    headers.forEach(request::putHeader);
    return AwsV4HttpSigner.create()
        .sign(r ->
            r.identity(credentials.resolveCredentials())
                .request(request.build())
                .payload(ContentStreamProvider.fromByteArray(body))
                .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, target.service())
                .putProperty(AwsV4HttpSigner.REGION_NAME, target.region()));
  }

  private static byte[] bytes(HttpExecuteResponse response) throws IOException {
    if (response.responseBody().isEmpty()) {
      return new byte[0];
    }
    try (InputStream body = response.responseBody().get()) {
      return body.readNBytes(LONGEST_ANSWER);
    }
  }
}
