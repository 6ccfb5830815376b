package dev.tintype.aws;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tintype.core.json.Json;
import dev.tintype.core.json.JsonObject;
import dev.tintype.core.port.StoreUnavailable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;

/// The one call of EventBridge that is needed, signed with the SDK's own signer: a whole client for
/// it would add a megabyte to every function. API:
/// https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html
///
/// Safe for use by many threads.
public final class EventBridge {

  private static final int LONGEST_ANSWER = 1 << 20;

  private final SdkHttpClient http;
  private final AwsCredentialsProvider credentials;
  private final String region;
  private final URI endpoint;

  /// @param http the client, whose timeouts bound the call
  /// @param credentials who signs
  /// @param region the bus' region
  /// @param endpoint where the service is, such as `https://events.eu-central-1.amazonaws.com`
  public EventBridge(
      SdkHttpClient http, AwsCredentialsProvider credentials, String region, URI endpoint) {
    this.http = http;
    this.credentials = credentials;
    this.region = region;
    this.endpoint = endpoint;
  }

  /// Puts one event on a bus.
  ///
  /// @param entry the entry as the API spells it
  /// @return the answer's entry: `EventId`, or `ErrorCode` and `ErrorMessage`
  /// @throws StoreUnavailable when the service did not take the call; it may have been delivered
  JsonObject put(ObjectNode entry) {
    ObjectNode body = Json.object();
    body.putArray("Entries").add(entry);
    HttpExecuteResponse response = call(Json.bytes(body));
    String answer = text(response);
    if (!response.httpResponse().isSuccessful()) {
      throw new StoreUnavailable(
          "EventBridge PutEvents: " + response.httpResponse().statusCode() + " " + answer);
    }
    return Json.parse(answer).objects("Entries").getFirst();
  }

  private HttpExecuteResponse call(byte[] body) {
    Supplier<HttpExecuteResponse> call =
        () -> {
          SignedRequest signed = sign(body);
          try {
            return http.prepareRequest(
                    HttpExecuteRequest.builder()
                        .request(signed.request())
                        .contentStreamProvider(signed.payload().orElse(null))
                        .build())
                .call();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        };
    try {
      return AwsCall.ask("EventBridge PutEvents", call);
    } catch (UncheckedIOException e) {
      throw new StoreUnavailable("EventBridge PutEvents: " + e.getMessage(), e);
    }
  }

  private SignedRequest sign(byte[] body) {
    SdkHttpRequest request =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.POST)
            .uri(endpoint)
            .encodedPath("/")
            .putHeader("content-type", "application/x-amz-json-1.1")
            .putHeader("content-length", Integer.toString(body.length))
            .putHeader("x-amz-target", "AWSEvents.PutEvents")
            .build();
    return AwsV4HttpSigner.create()
        .sign(r ->
            r.identity(credentials.resolveCredentials())
                .request(request)
                .payload(ContentStreamProvider.fromByteArray(body))
                .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "events")
                .putProperty(AwsV4HttpSigner.REGION_NAME, region));
  }

  private static String text(HttpExecuteResponse response) {
    try (InputStream body =
        response.responseBody().<InputStream>map(b -> b).orElseGet(InputStream::nullInputStream)) {
      return new String(body.readNBytes(LONGEST_ANSWER), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new StoreUnavailable("EventBridge PutEvents: the answer broke off", e);
    }
  }
}
