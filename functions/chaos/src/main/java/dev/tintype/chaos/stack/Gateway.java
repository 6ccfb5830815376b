package dev.tintype.chaos.stack;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent.RequestContext;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent.RequestContext.Authorizer;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent.RequestContext.Http;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent.RequestContext.IAM;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.tintype.presign.PresignHandler;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/// Acts as API Gateway in front of the API function. Every caller is one IAM user, and an exception
/// of the function is answered with 500.
///
/// @param function answers
record Gateway(PresignHandler function) implements HttpHandler {

  private static final Logger LOGGER = System.getLogger("dev.tintype.chaos");

  private static final IAM CALLER =
      IAM.builder().withAccountId("000000000000").withCallerId("AIDACHAOS").build();

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      APIGatewayV2HTTPResponse answer = answer(event(exchange));
      answer.getHeaders().forEach(exchange.getResponseHeaders()::set);
      byte[] body = answer.getBody().getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(answer.getStatusCode(), body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private APIGatewayV2HTTPResponse answer(APIGatewayV2HTTPEvent event) {
    try {
      return function.handleRequest(event, new Invocation(15_000));
    } catch (RuntimeException e) {
      LOGGER.log(Level.WARNING, "event=chaos.function_failed function=presign", e);
      return APIGatewayV2HTTPResponse.builder()
          .withStatusCode(500)
          .withHeaders(Map.of())
          .withBody("")
          .build();
    }
  }

  private static APIGatewayV2HTTPEvent event(HttpExchange exchange) throws IOException {
    Map<String, String> headers = new HashMap<>();
    exchange.getRequestHeaders().forEach((name, all) -> headers.put(name, String.join(",", all)));
    String path = exchange.getRequestURI().getRawPath();
    return APIGatewayV2HTTPEvent.builder()
        .withRawPath(path)
        .withHeaders(headers)
        .withBody(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8))
        .withRequestContext(
            RequestContext.builder()
                .withHttp(
                    Http.builder().withMethod(exchange.getRequestMethod()).withPath(path).build())
                .withAuthorizer(Authorizer.builder().withIam(CALLER).build())
                .build())
        .build();
  }
}
