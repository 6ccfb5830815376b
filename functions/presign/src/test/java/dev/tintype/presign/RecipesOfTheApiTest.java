package dev.tintype.presign;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.tintype.aws.host.Settings;
import dev.tintype.core.api.ApiRequest;
import dev.tintype.core.api.ApiResponse;
import dev.tintype.core.api.Caller;
import dev.tintype.core.api.Scope;
import dev.tintype.core.json.Json;
import dev.tintype.core.json.JsonObject;
import dev.tintype.presign.VersionedBucket.Mood;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.crac.Core;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The API's function with a bucket of recipes, and with a table that holds nothing and accepts
/// every write.
class RecipesOfTheApiTest {

  private static final String PRODUCT =
      """
      {"name": "product", "sizes": [16], "formats": {"jpeg": [{"quality": 70, "effort": 0}]},
       "background": "#ffffff", "animation": false}\
      """;

  private final VersionedBucket bucket = new VersionedBucket();
  private final HttpServer table =
      HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);

  RecipesOfTheApiTest() throws IOException {}

  @BeforeEach
  void start() {
    table.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          exchange.getResponseHeaders().set("content-type", "application/x-amz-json-1.0");
          exchange.sendResponseHeaders(200, 2);
          exchange.getResponseBody().write("{}".getBytes(StandardCharsets.UTF_8));
          exchange.close();
        });
    table.start();
  }

  @AfterEach
  void stop() {
    table.stop(0);
    bucket.close();
  }

  private PresignHandler handler(Map<String, String> more) {
    Map<String, String> environment =
        new HashMap<>(
            Map.of(
                "AWS_REGION", "us-east-1",
                "AWS_ENDPOINT_URL", "http://127.0.0.1:" + table.getAddress().getPort(),
                "AWS_ENDPOINT_URL_S3", bucket.url().toString(),
                "TINTYPE_AUTH", "IAM",
                "TINTYPE_PUBLIC_URL", "https://images.example",
                "TINTYPE_ORIGINALS", "s3://originals",
                "TINTYPE_VARIANTS", "s3://variants",
                "TINTYPE_JOBS", "dynamodb://jobs",
                "TINTYPE_QUEUE", "https://queue.example/jobs",
                "TINTYPE_RECIPES", "s3://config/recipes.json"));
    environment.putAll(more);
    return new PresignHandler(new Settings(environment));
  }

  private static ApiResponse ask(PresignHandler handler, String method, String path, String body) {
    return handler
        .api()
        .get()
        .answer(
            new ApiRequest(
                method,
                path,
                Map.of(),
                Map.of(),
                body,
                Optional.of(new Caller("a", EnumSet.allOf(Scope.class)))));
  }

  private static JsonObject recipes(PresignHandler handler) {
    ApiResponse answer = ask(handler, "GET", "/recipes", "");
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return Json.parse(answer.body());
  }

  private static ApiResponse upload(PresignHandler handler, String more) {
    String wish =
        "{\"contentType\":\"image/png\",\"bytes\":9,\"sha256\":\"" + "a".repeat(64) + "\"%s}";
    return ask(handler, "POST", "/images", wish.formatted(more));
  }

  @Test
  void theListOfRecipesShowsWhatIsInForce() {
    bucket.put("{\"default\": \"product\", \"recipes\": [" + PRODUCT + "]}");
    PresignHandler handler = handler(Map.of());
    JsonObject shown = recipes(handler);
    assertThat(shown.text("default")).isEqualTo("product");
    assertThat(shown.objects("recipes"))
        .extracting(recipe -> recipe.text("name"))
        .containsExactly("product", "default", "fast");
    assertThat(upload(handler, "").status()).isEqualTo(201);
    assertThat(upload(handler, ",\"recipe\":\"product\"").status()).isEqualTo(201);
    assertThat(upload(handler, ",\"recipe\":\"banner\"").body())
        .contains("known: product, default, fast.");
  }

  @Test
  void itsOutputCanBeStoredAsTheFile() {
    bucket.put(PRODUCT);
    JsonObject shown = recipes(handler(Map.of("TINTYPE_RECIPE", "product")));
    bucket.put(Json.write(shown.node()));
    assertThat(recipes(handler(Map.of())).node()).isEqualTo(shown.node());
  }

  @Test
  void recipesOfBeforeASnapshotAreNotUsedAfterIt() throws Exception {
    bucket.put("{\"default\": \"product\", \"recipes\": [" + PRODUCT + "]}");
    PresignHandler handler = handler(Map.of("AWS_LAMBDA_INITIALIZATION_TYPE", "snap-start"));
    assertThat(recipes(handler).text("default")).isEqualTo("product");
    handler.api().beforeCheckpoint(Core.getGlobalContext());
    bucket.delete();
    handler.api().afterRestore(Core.getGlobalContext());
    assertThat(recipes(handler).text("default")).isEqualTo("default");
  }

  @Test
  void withoutAnyRecipesOnlyRequestsThatNeedThemAreRefused() {
    bucket.set(Mood.FORBIDDEN);
    PresignHandler handler = handler(Map.of());
    for (ApiResponse refused :
        new ApiResponse[] {upload(handler, ""), ask(handler, "GET", "/recipes", "")}) {
      assertThat(refused.status()).isEqualTo(503);
      assertThat(refused.headers()).containsEntry("retry-after", "5");
    }
    assertThat(ask(handler, "GET", "/images/01JD2Z6K7M8N9PQRSTVWXYZ012", "").status())
        .isEqualTo(404);
  }
}
