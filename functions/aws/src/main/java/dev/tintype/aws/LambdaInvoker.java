package dev.tintype.aws;

import dev.tintype.aws.SignedHttp.Exchange;
import dev.tintype.aws.SignedHttp.Target;
import dev.tintype.core.port.StoreUnavailable;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// Calls one Lambda function and waits for its answer. It never repeats a call. Safe for use by
/// many threads. API: https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
public final class LambdaInvoker {

  private static final int DONE = 200;
  private static final String FUNCTION_ERROR = "x-amz-function-error";

  private final SignedHttp http;
  private final Target target;

  /// @param http makes the calls; its read timeout must be longer than the function's timeout
  /// @param region the function's region
  /// @param endpoint the service's URL, such as `https://lambda.eu-central-1.amazonaws.com`
  /// @param function the function's name, or its ARN with an alias
  public LambdaInvoker(SignedHttp http, String region, URI endpoint, String function) {
    this.http = http;
    this.target =
        new Target(
            "lambda",
            region,
            endpoint.resolve(
                "/2015-03-31/functions/"
                    + URLEncoder.encode(function, StandardCharsets.UTF_8)
                    + "/invocations"));
  }

  /// What the function answered.
  ///
  /// @param failed whether the payload is Lambda's description of an error
  /// @param payload JSON, cut after 1 MiB
  public record Invoked(boolean failed, byte[] payload) {}

  /// @param payload JSON, at most 6 MB
  /// @throws StoreUnavailable when the function did not run, or when it is unknown whether it did:
  ///   throttled, forbidden, missing, or the connection failed
  public Invoked invoke(byte[] payload) {
    Exchange answer = http.exchange(target, Map.of("content-type", "application/json"), payload);
    if (answer.status() != DONE) {
      throw new StoreUnavailable("Lambda: " + answer.status() + " " + answer.text());
    }
    return new Invoked(answer.header(FUNCTION_ERROR).isPresent(), answer.body());
  }
}
