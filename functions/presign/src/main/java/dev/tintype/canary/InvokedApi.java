package dev.tintype.canary;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tintype.aws.HttpApi.Answer;
import dev.tintype.aws.LambdaInvoker;
import dev.tintype.aws.LambdaInvoker.Invoked;
import dev.tintype.aws.host.Settings.Auth;
import dev.tintype.core.json.Json;
import dev.tintype.core.json.JsonObject;
import dev.tintype.core.json.MalformedJson;
import dev.tintype.core.port.StoreUnavailable;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// Calls the API's function itself, with the events that API Gateway sends. No issuer gives the
/// canary a token, so with JWT this is its only way. Format:
/// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
///
/// @param function the API's function
/// @param auth what the function expects of its callers
record InvokedApi(LambdaInvoker function, Auth auth) implements ImageApi {

  private static final String CALLER = "canary";
  private static final String SCOPES = "images:upload images:read images:erase";

  @Override
  public Answer call(String method, String path, Map<String, String> headers, String body) {
    Invoked invoked = function.invoke(Json.bytes(event(method, path, headers, body)));
    String payload = new String(invoked.payload(), StandardCharsets.UTF_8);
    if (invoked.failed()) {
      throw new StoreUnavailable("the API's function failed: " + payload);
    }
    try {
      JsonObject answer = Json.parse(payload);
      return new Answer(
          answer.int32("statusCode", 100, 599), answer.optionalText("body").orElse(""));
    } catch (MalformedJson e) {
      throw new StoreUnavailable("the API's function answered: " + e.getMessage(), e);
    }
  }

  private ObjectNode event(String method, String path, Map<String, String> headers, String body) {
    ObjectNode event =
        Json.object()
            .put("version", "2.0")
            .put("routeKey", "$default")
            .put("rawPath", path)
            .put("rawQueryString", "")
            .put("body", body)
            .put("isBase64Encoded", false);
    ObjectNode sent = event.putObject("headers");
    headers.forEach(sent::put);
    ObjectNode context = event.putObject("requestContext");
    context.putObject("http").put("method", method).put("path", path);
    ObjectNode authorizer = context.putObject("authorizer");
    switch (auth) {
      case IAM -> authorizer.putObject("iam").put("accountId", CALLER).put("callerId", CALLER);
      case JWT ->
          authorizer
              .putObject("jwt")
              .putObject("claims")
              .put("iss", CALLER)
              .put("sub", CALLER)
              .put("scope", SCOPES);
    }
    return event;
  }
}
