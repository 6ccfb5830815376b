package dev.tintype.presign;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import dev.tintype.aws.host.Clients;
import dev.tintype.aws.host.Settings;
import dev.tintype.core.api.Api;
import dev.tintype.core.api.ApiRequest;
import dev.tintype.core.api.Caller;
import dev.tintype.core.api.Scope;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/// Runs the ways of a request once, so that a snapshot holds its classes loaded and linked. The API
/// it asks is thrown away: it has made-up credentials and services at a closed port of this
/// machine, which refuse at once.
final class Priming {

  private static final Settings NOWHERE =
      new Settings(
          Map.of(
              "AWS_REGION", "us-east-1",
              "AWS_ENDPOINT_URL", "http://127.0.0.1:1",
              "TINTYPE_ORIGINALS", "s3://priming",
              "TINTYPE_VARIANTS", "s3://priming",
              "TINTYPE_JOBS", "dynamodb://priming",
              "TINTYPE_QUEUE", "http://127.0.0.1:1/priming",
              "TINTYPE_PUBLIC_URL", "https://priming.invalid"));

  private static final String UPLOAD =
      """
      {"contentType":"image/jpeg","bytes":1,"sha256":"%s"}\
      """
          .formatted("0".repeat(64));

  private Priming() {}

  static void run() {
    Clients clients =
        new Clients(
            NOWHERE,
            StaticCredentialsProvider.create(AwsBasicCredentials.create("priming", "priming")));
    Api api = Wiring.api(NOWHERE, clients);
    api.answer(request("GET", "/recipes", ""));
    api.answer(request("POST", "/images", UPLOAD));
    api.answer(request("GET", "/images/01ARZ3NDEKTSV4RRFFQ69G5FAV", ""));
    HttpEvents.response(api.answer(request("GET", "/nowhere", "")));
    APIGatewayV2HTTPEvent.builder().build();
  }

  private static ApiRequest request(String method, String path, String body) {
    return new ApiRequest(
        method,
        path,
        Map.of(),
        Map.of("content-type", "application/json"),
        body,
        Optional.of(new Caller("priming", EnumSet.allOf(Scope.class))));
  }
}
