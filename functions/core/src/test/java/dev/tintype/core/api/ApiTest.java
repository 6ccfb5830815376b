package dev.tintype.core.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.Sha256;
import dev.tintype.core.flow.ApiPlatform;
import dev.tintype.core.json.Json;
import dev.tintype.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ApiTest {

  private static final byte[] BYTES = "an original".getBytes(StandardCharsets.UTF_8);
  private static final Caller ANYBODY = new Caller("me", Set.of(Scope.values()));
  private static final String WISH = wish("image/jpeg", BYTES.length, Sha256.of(BYTES).hex());

  @TempDir private Path folder;

  private ApiPlatform platform;
  private Api api;

  @BeforeEach
  void build() {
    platform = new ApiPlatform(folder);
    api = platform.api();
  }

  private static String wish(String type, long bytes, String sha256) {
    return Json.write(
        Json.object().put("contentType", type).put("bytes", bytes).put("sha256", sha256));
  }

  private ApiResponse call(String method, String path, String body, String... headers) {
    return call(Optional.of(ANYBODY), method, path, body, headers);
  }

  private ApiResponse call(
      Optional<Caller> caller, String method, String path, String body, String... headers) {
    Map<String, String> map = new HashMap<>();
    for (int i = 0; i < headers.length; i += 2) {
      map.put(headers[i], headers[i + 1]);
    }
    Map<String, String> query = new HashMap<>();
    String[] parts = path.split("\\?", 2);
    if (parts.length == 2) {
      for (String pair : parts[1].split("&", -1)) {
        query.put(pair.split("=", 2)[0], pair.split("=", 2)[1]);
      }
    }
    return api.answer(new ApiRequest(method, parts[0], query, map, body, caller));
  }

  private static JsonObject json(ApiResponse response) {
    return Json.parse(response.body());
  }

  private String start() {
    return json(call("POST", "/images", WISH)).text("id");
  }

  private String ready() throws InterruptedException {
    String id = start();
    platform.upload(id, BYTES);
    return id;
  }

  private static void assertProblem(ApiResponse response, int status, String slug) {
    assertThat(response.status()).as(response.body()).isEqualTo(status);
    assertThat(response.headers()).containsEntry("content-type", "application/problem+json");
    assertThat(json(response).text("type")).isEqualTo("urn:problem:tintype:" + slug);
    assertThat(json(response).int32("status", 100, 599)).isEqualTo(status);
  }

  @Test
  void anUploadIsBegunWithAPermission() {
    ApiResponse response = call("POST", "/images", WISH);
    assertThat(response.status()).isEqualTo(201);
    JsonObject json = json(response);
    assertThat(response.headers())
        .containsEntry("location", "/images/" + json.text("id"))
        .containsEntry("cache-control", "no-store");
    assertThat(json.text("state")).isEqualTo("awaiting_upload");
    JsonObject upload = json.object("upload");
    assertThat(upload.text("method")).isEqualTo("PUT");
    assertThat(upload.text("url")).contains("/originals/" + json.text("id") + "/");
    assertThat(upload.object("headers").text("if-none-match")).isEqualTo("*");
    assertThat(upload.instant("expiresAt")).isAfter(platform.now());
    assertThat(json.object("links").text("image")).isEqualTo("/images/" + json.text("id"));
  }

  @Test
  void aKeyMakesARequestRepeatable() {
    ApiResponse first = call("POST", "/images", WISH, "idempotency-key", "k");
    ApiResponse second = call("POST", "/images", WISH, "idempotency-key", "k");
    assertThat(second.status()).isEqualTo(201);
    assertThat(json(second).text("id")).isEqualTo(json(first).text("id"));
    String other = wish("image/jpeg", 7, Sha256.of("other").hex());
    assertProblem(
        call("POST", "/images", other, "idempotency-key", "k"), 422, "idempotency-key-reused");
  }

  @Test
  void aKeyIsScopedToItsCaller() {
    ApiResponse mine = call("POST", "/images", WISH, "idempotency-key", "k");
    Caller somebody = new Caller("somebody", Set.of(Scope.UPLOAD));
    ApiResponse theirs =
        call(Optional.of(somebody), "POST", "/images", WISH, "idempotency-key", "k");
    assertThat(json(theirs).text("id")).isNotEqualTo(json(mine).text("id"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a b", "ü", "a\tb"})
  void aKeyIsVisibleAscii(String key) {
    assertProblem(call("POST", "/images", WISH, "idempotency-key", key), 400, "invalid-request");
  }

  @Test
  void aKeyHasAtMost255Characters() {
    assertThat(call("POST", "/images", WISH, "idempotency-key", "k".repeat(255)).status())
        .isEqualTo(201);
    assertProblem(
        call("POST", "/images", WISH, "idempotency-key", "k".repeat(256)), 400, "invalid-request");
  }

  @ParameterizedTest
  @CsvSource({
    "image/heic, 415, unsupported-type, HEVC",
    "image/heif, 415, unsupported-type, HEVC",
    "image/svg+xml, 415, unsupported-type, SVG",
    "text/plain, 415, unsupported-type, image/jpeg",
  })
  void aTypeThatIsNotReadIsRefusedEarly(String type, int status, String slug, String sentence) {
    ApiResponse response = call("POST", "/images", wish(type, 5, Sha256.of("x").hex()));
    assertProblem(response, status, slug);
    assertThat(json(response).text("detail")).contains(sentence);
  }

  @Test
  void tooManyBytesAreRefusedEarly() {
    String sha256 = Sha256.of("x").hex();
    assertProblem(
        call("POST", "/images", wish("image/png", 100_000_001, sha256)), 413, "too-large");
    assertThat(call("POST", "/images", wish("image/png", 100_000_000, sha256)).status())
        .isEqualTo(201);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{",
        "{\"contentType\":\"image/png\",\"bytes\":0,\"sha256\":\"x\"}",
        "{\"contentType\":\"image/png\",\"bytes\":1.5,\"sha256\":\"x\"}",
        "{\"contentType\":\"image/png\",\"bytes\":5,\"sha256\":\"ABC\"}",
        "{\"contentType\":5,\"bytes\":5}",
        "{\"contentType\":\"image/png\",\"bytes\":5,\"bytes\":6}",
        "{\"contentType\":\"image/png\",\"unknown\":5}"
      })
  void whatIsNoWishIsRefused(String body) {
    assertProblem(call("POST", "/images", body), 400, "invalid-request");
  }

  @Test
  void anUnknownRecipeIsNamedWithTheKnownOnes() {
    String body = WISH.replace("}", ",\"recipe\":\"nope\"}");
    ApiResponse response = call("POST", "/images", body);
    assertProblem(response, 422, "unknown-recipe");
    assertThat(json(response).text("detail")).contains("other, plain");
  }

  @Test
  void aLargeBodyIsRefused() {
    assertProblem(call("POST", "/images", " ".repeat(16 * 1024 + 1)), 413, "body-too-large");
  }

  @Test
  void onlyJsonIsRead() {
    assertProblem(
        call("POST", "/images", WISH, "content-type", "text/plain"), 415, "unsupported-type");
    assertThat(
            call("POST", "/images", WISH, "content-type", "application/json; charset=utf-8")
                .status())
        .isEqualTo(201);
  }

  @Test
  void nothingIsOpenToNobody() {
    for (String route : api.routes()) {
      String[] parts = route.split(" ", 2);
      String path = parts[1].replaceAll("\\{[a-z]+}", "x");
      ApiResponse response = call(Optional.empty(), parts[0], path, "");
      assertProblem(response, 401, "unauthenticated");
      assertThat(response.headers()).containsEntry("www-authenticate", "Bearer");
      Caller powerless = new Caller("powerless", Set.of());
      assertProblem(call(Optional.of(powerless), parts[0], path, ""), 403, "forbidden");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "POST, /images, images:upload",
    "GET, /images, images:read",
    "GET, /images/{id}, images:read",
    "DELETE, /images/{id}, images:erase",
    "GET, /images/{id}/original, images:read",
    "POST, /images/{id}/versions, images:upload",
    "POST, /images/{id}/reprocess, images:upload",
    "GET, /recipes, images:read images:upload",
  })
  void aRouteNeedsItsScope(String method, String path, String scopes) {
    String id = start();
    for (Scope scope : Scope.values()) {
      Caller caller = new Caller("c", Set.of(scope));
      int status = call(Optional.of(caller), method, path.replace("{id}", id), "").status();
      assertThat(status != 403)
          .as("%s with %s", path, scope)
          .isEqualTo(scopes.contains(scope.id()));
    }
  }

  @Test
  void unknownPathsAndMethodsAreToldApart() {
    assertProblem(call("GET", "/nothing", ""), 404, "not-found");
    assertProblem(call("GET", "/images/", ""), 404, "not-found");
    assertProblem(call("GET", "/images/x", ""), 404, "not-found");
    assertProblem(call("GET", "/images/../recipes", ""), 404, "not-found");
    ApiResponse response = call("PUT", "/images", "");
    assertProblem(response, 405, "method-not-allowed");
    assertThat(response.headers()).containsEntry("allow", "POST, GET");
  }

  @Test
  void anUnfinishedImageNamesNoVariantAndSaysWhenToLookAgain() {
    ApiResponse response = call("GET", "/images/" + start(), "");
    assertThat(response.status()).isEqualTo(200);
    assertThat(response.headers()).containsEntry("retry-after", "5");
    JsonObject json = json(response);
    assertThat(json.text("state")).isEqualTo("awaiting_upload");
    assertThat(json.has("current")).isFalse();
    assertThat(json.objects("variants")).isEmpty();
  }

  @Test
  void aReadyImageNamesItsVariantsAbsolutely() throws Exception {
    ApiResponse response = call("GET", "/images/" + ready(), "");
    assertThat(response.headers()).doesNotContainKey("retry-after");
    JsonObject json = json(response);
    assertThat(json.text("state")).isEqualTo("ready");
    assertThat(json.objects("variants")).hasSize(2);
    assertThat(json.objects("variants").getFirst().text("url"))
        .startsWith("https://images.example/" + json.text("id") + "/" + json.text("version"));
    JsonObject current = json.object("current");
    assertThat(current.text("manifest")).endsWith("/manifest.json");
    assertThat(current.text("picture")).startsWith("<picture>").contains("https://images.example/");
    assertThat(response.body()).doesNotContain(Sha256.of(BYTES).hex());
  }

  @Test
  void anUnchangedAnswerIsNotSentAgain() throws Exception {
    String id = ready();
    ApiResponse first = call("GET", "/images/" + id, "");
    String tag = first.headers().getOrDefault("etag", "");
    ApiResponse second = call("GET", "/images/" + id, "", "if-none-match", "\"x\", W/" + tag);
    assertThat(second.status()).isEqualTo(304);
    assertThat(second.body()).isEmpty();
    assertThat(second.headers()).containsEntry("etag", tag).doesNotContainKey("content-type");
    assertThat(call("GET", "/images/" + id, "", "if-none-match", "\"x\"").status()).isEqualTo(200);
  }

  @Test
  void anErasedImageIsGoneEverywhere() throws Exception {
    String id = ready();
    ApiResponse response = call("DELETE", "/images/" + id, "");
    assertThat(response.status()).isEqualTo(202);
    assertProblem(call("DELETE", "/images/" + id, ""), 410, "gone");
    assertProblem(call("GET", "/images/" + id, ""), 410, "gone");
    assertProblem(call("GET", "/images/" + id + "/original", ""), 410, "gone");
    assertProblem(call("POST", "/images/" + id + "/versions", WISH), 410, "gone");
    assertProblem(call("POST", "/images/" + id + "/reprocess", ""), 410, "gone");
    assertThat(json(call("GET", "/images", "")).objects("images")).isEmpty();
  }

  @Test
  void theOriginalIsSignedForAWhile() throws Exception {
    String waiting = start();
    assertProblem(call("GET", "/images/" + waiting + "/original", ""), 404, "not-found");
    ApiResponse response = call("GET", "/images/" + ready() + "/original", "");
    assertThat(response.status()).isEqualTo(302);
    assertThat(response.headers().get("location")).startsWith("memory://downloads/originals/");
  }

  @Test
  void reprocessingAnswersWithTheNewVersionOrTheKnownOne() throws Exception {
    String id = ready();
    ApiResponse queued = call("POST", "/images/" + id + "/reprocess", "{\"recipe\":\"plain\"}");
    assertThat(queued.status()).isEqualTo(202);
    assertThat(json(queued).text("state")).isEqualTo("queued");
    ApiResponse known = call("POST", "/images/" + id + "/reprocess", "{\"recipe\":\"plain\"}");
    assertThat(known.status()).isEqualTo(200);
    assertThat(json(known).text("version")).isEqualTo(json(queued).text("version"));
    assertThat(call("POST", "/images/" + id + "/reprocess", "").status()).isEqualTo(200);
    assertProblem(call("POST", "/images/" + start() + "/reprocess", ""), 409, "no-original");
  }

  @Test
  void onlyWhatFailedForWantOfAVerdictIsRedriven() throws Exception {
    String id = ready();
    String version = json(call("GET", "/images/" + id, "")).text("version");
    assertProblem(
        call("POST", "/images/" + id + "/versions/" + version + "/redrive", ""),
        409,
        "not-redrivable");
    platform.rendererDies();
    String failed = ready();
    JsonObject image = json(call("GET", "/images/" + failed, ""));
    assertThat(image.text("reason")).isEqualTo("decoder_crashed");
    assertThat(image.bool("redrivable")).isTrue();
    ApiResponse redriven =
        call("POST", "/images/" + failed + "/versions/" + image.text("version") + "/redrive", "");
    assertThat(redriven.status()).isEqualTo(202);
    assertThat(json(redriven).int32("run", 1, 9)).isEqualTo(2);
  }

  @Test
  void anAwaitedUploadIsPermittedAnew() throws Exception {
    String id = start();
    String version = json(call("GET", "/images/" + id, "")).text("version");
    String path = "/images/" + id + "/versions/" + version + "/upload";
    ApiResponse response = call("POST", path, "");
    assertThat(response.status()).isEqualTo(200);
    assertThat(json(response).has("upload")).isTrue();
    platform.upload(id, BYTES);
    assertProblem(call("POST", path, ""), 409, "not-waiting");
  }

  @Test
  void theListIsNewestFirstInParts() {
    String first = start();
    platform.later();
    String second = start();
    platform.later();
    String third = start();
    JsonObject part = json(call("GET", "/images?limit=2", ""));
    assertThat(ids(part)).containsExactly(third, second);
    JsonObject rest = json(call("GET", "/images?limit=2&cursor=" + part.text("next"), ""));
    assertThat(ids(rest)).containsExactly(first);
    assertThat(rest.has("next")).isFalse();
  }

  @Test
  void theListIsFilteredByState() throws Exception {
    String ready = ready();
    platform.later();
    String waiting = start();
    assertThat(ids(json(call("GET", "/images?state=ready", "")))).containsExactly(ready);
    assertThat(ids(json(call("GET", "/images?state=awaiting_upload", ""))))
        .containsExactly(waiting);
    assertProblem(call("GET", "/images?state=odd", ""), 400, "invalid-request");
    assertProblem(call("GET", "/images?limit=0", ""), 400, "invalid-request");
    assertProblem(call("GET", "/images?limit=201", ""), 400, "invalid-request");
    assertProblem(call("GET", "/images?cursor=x", ""), 400, "invalid-request");
  }

  private static List<String> ids(JsonObject part) {
    return part.objects("images").stream().map(image -> image.text("id")).toList();
  }

  @Test
  void recipesAreListedTheStandardOneNamed() {
    JsonObject json = json(call("GET", "/recipes", ""));
    assertThat(json.text("default")).isEqualTo("other");
    assertThat(json.objects("recipes"))
        .extracting(recipe -> recipe.text("name"))
        .containsExactly("other", "plain");
  }

  @Test
  void aStoreThatDoesNotAnswerIsNoBug() {
    platform.breakDown();
    ApiResponse response = call("POST", "/images", WISH);
    assertProblem(response, 503, "unavailable");
    assertThat(response.headers()).containsEntry("retry-after", "5");
  }

  @Test
  void theDocumentDescribesEveryRouteAndEveryProblem() throws IOException {
    String root = System.getProperty("tintype.root", ".");
    String document = Files.readString(Path.of(root, "docs", "openapi.yaml"));
    for (String route : api.routes()) {
      String[] parts = route.split(" ", 2);
      int path = document.indexOf("\n  " + parts[1] + ":\n");
      assertThat(path).as(route).isPositive();
      int next = document.indexOf("\n  /", path + 1);
      String section = document.substring(path, next < 0 ? document.length() : next);
      assertThat(section)
          .as(route)
          .contains("\n    " + parts[0].toLowerCase(java.util.Locale.ROOT) + ":\n");
    }
    for (Problem problem : Problem.values()) {
      assertThat(document).contains(problem.type());
    }
    assertThat(document.split("\n", -1)).filteredOn(line -> line.startsWith("  /")).hasSize(8);
  }
}
