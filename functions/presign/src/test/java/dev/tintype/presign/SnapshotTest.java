package dev.tintype.presign;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent.RequestContext;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent.RequestContext.Authorizer;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent.RequestContext.Http;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent.RequestContext.IAM;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tintype.aws.host.Settings;
import dev.tintype.core.json.Json;
import dev.tintype.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.crac.Core;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The API function across a snapshot, with a table that accepts every write.
class SnapshotTest {

  private static final int RESTORES = 20;
  private static final int RANDOM_PART = 10;

  private final List<String> writes = new CopyOnWriteArrayList<>();
  private HttpServer table;

  @BeforeEach
  void start() throws IOException {
    table = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    table.createContext("/", this::agree);
    table.start();
  }

  @AfterEach
  void stop() {
    table.stop(0);
  }

  private void agree(HttpExchange exchange) throws IOException {
    try (exchange) {
      writes.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
      exchange.getResponseHeaders().set("content-type", "application/x-amz-json-1.0");
      byte[] answer = "{}".getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(200, answer.length);
      exchange.getResponseBody().write(answer);
    }
  }

  private PresignHandler inSnapshot() {
    return new PresignHandler(
        new Settings(
            Map.of(
                "AWS_REGION", "us-east-1",
                "AWS_ENDPOINT_URL", "http://127.0.0.1:" + table.getAddress().getPort(),
                "AWS_LAMBDA_INITIALIZATION_TYPE", "snap-start",
                "TINTYPE_AUTH", "IAM",
                "TINTYPE_PUBLIC_URL", "https://images.example",
                "TINTYPE_ORIGINALS", "s3://originals",
                "TINTYPE_VARIANTS", "s3://variants",
                "TINTYPE_JOBS", "dynamodb://jobs",
                "TINTYPE_QUEUE", "https://queue.example/jobs")));
  }

  private static JsonObject create(PresignHandler handler) {
    Authorizer role =
        Authorizer.builder()
            .withIam(IAM.builder().withAccountId("123456789012").withCallerId("AROA:a").build())
            .build();
    APIGatewayV2HTTPEvent event =
        APIGatewayV2HTTPEvent.builder()
            .withRawPath("/images")
            .withHeaders(Map.of("content-type", "application/json"))
            .withBody(
                "{\"contentType\":\"image/png\",\"bytes\":9,\"sha256\":\"" + "a".repeat(64) + "\"}")
            .withRequestContext(
                RequestContext.builder()
                    .withHttp(Http.builder().withMethod("POST").build())
                    .withAuthorizer(role)
                    .build())
            .build();
    var answer = handler.handleRequest(event, null);
    assertThat(answer.getStatusCode()).as(answer.getBody()).isEqualTo(201);
    return Json.parse(answer.getBody());
  }

  @Test
  void primingNeedsNoNetworkAndKeepsNoLiveParts() throws Exception {
    PresignHandler handler = inSnapshot();
    handler.api().beforeCheckpoint(Core.getGlobalContext());
    assertThat(handler.api().built()).isEmpty();
    assertThat(writes).isEmpty();
  }

  @Test
  void restoresOfOneSnapshotGiveDifferentIds() throws Exception {
    PresignHandler handler = inSnapshot();
    handler.api().beforeCheckpoint(Core.getGlobalContext());
    Set<String> randomParts = new HashSet<>();
    for (int i = 0; i < RESTORES; i++) {
      handler.api().afterRestore(Core.getGlobalContext());
      randomParts.add(create(handler).text("id").substring(RANDOM_PART));
    }
    assertThat(randomParts).hasSize(RESTORES);
    assertThat(writes).hasSize(RESTORES).doesNotHaveDuplicates();
    assertThat(writes.stream().map(write -> Json.parse(write).text("ClientRequestToken")))
        .doesNotHaveDuplicates();
  }
}
