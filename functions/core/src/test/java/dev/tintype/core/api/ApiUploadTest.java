package dev.tintype.core.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.Focus;
import dev.tintype.core.Sha256;
import dev.tintype.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Starting an upload: the request, its refusals, and idempotency keys.
final class ApiUploadTest extends ApiCase {

  @Test
  void startingAnUploadReturnsAPermission() {
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
  void aHostWhoseClockIsWrongPermitsNoUploads() throws Exception {
    String id = start();
    String version = json(call("GET", "/images/" + id, "")).text("version");
    String permit = "/images/" + id + "/versions/" + version + "/upload";
    platform.clockIsRight(false);
    for (String path : List.of("/images", "/images/" + id + "/versions", permit)) {
      ApiResponse response = call("POST", path, path.equals(permit) ? "" : WISH);
      assertProblem(response, 503, "unavailable");
      assertThat(response.headers()).containsEntry("retry-after", "5");
      assertThat(json(response).text("detail")).contains("clock is wrong");
    }
    assertThat(platform.jobs(id)).hasSize(1);
    assertThat(json(call("GET", "/images", "")).objects("images")).hasSize(1);
    platform.clockIsRight(true);
    assertThat(call("POST", permit, "").status()).isEqualTo(200);
    assertThat(call("POST", "/images", WISH).status()).isEqualTo(201);
  }

  @Test
  void aWaitingVersionCanGetANewPermission() throws Exception {
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
  void theSameKeyReturnsTheSameAnswer() {
    ApiResponse first = call("POST", "/images", WISH, "idempotency-key", "k");
    ApiResponse second = call("POST", "/images", WISH, "idempotency-key", "k");
    assertThat(second.status()).isEqualTo(201);
    assertThat(json(second).text("id")).isEqualTo(json(first).text("id"));
    String other = wish("image/jpeg", 7, Sha256.of("other").hex());
    assertProblem(
        call("POST", "/images", other, "idempotency-key", "k"), 422, "idempotency-key-reused");
  }

  @Test
  void keysOfDifferentCallersAreIndependent() {
    ApiResponse mine = call("POST", "/images", WISH, "idempotency-key", "k");
    Caller somebody = new Caller("somebody", Set.of(Scope.UPLOAD));
    ApiResponse theirs =
        call(Optional.of(somebody), "POST", "/images", WISH, "idempotency-key", "k");
    assertThat(json(theirs).text("id")).isNotEqualTo(json(mine).text("id"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a b", "ü", "a\tb"})
  void aKeyMustBeVisibleAscii(String key) {
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
  void anUnsupportedTypeIsRefusedBeforeTheUpload(
      String type, int status, String slug, String sentence) {
    ApiResponse response = call("POST", "/images", wish(type, 5, Sha256.of("x").hex()));
    assertProblem(response, status, slug);
    assertThat(json(response).text("detail")).contains(sentence);
  }

  @Test
  void anOriginalOverTheLimitIsRefusedBeforeTheUpload() {
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
  void anInvalidUploadRequestIsRefused(String body) {
    assertProblem(call("POST", "/images", body), 400, "invalid-request");
  }

  private static String focused(String focus) {
    return WISH.replace("}", ",\"focus\":" + focus + "}");
  }

  @Test
  void aFocalPointIsPartOfTheFirstJob() {
    String id = json(call("POST", "/images", focused("{\"x\":2500,\"y\":10000}"))).text("id");
    assertThat(platform.firstJob(id).original().focus()).contains(new Focus(2500, 10_000));
    assertThat(platform.firstJob(start()).original().focus()).isEmpty();
  }

  @Test
  void theSameOriginalKeepsItsFocalPoint() {
    String id = json(call("POST", "/images", focused("{\"x\":2500,\"y\":10000}"))).text("id");
    String other = WISH.replace("}", ",\"recipe\":\"plain\"}");
    assertThat(call("POST", "/images/" + id + "/versions", other).status()).isEqualTo(201);
    assertThat(platform.jobs(id))
        .hasSize(2)
        .allSatisfy(job -> assertThat(job.original().focus()).contains(new Focus(2500, 10_000)));
  }

  @Test
  void theFocalPointIsPartOfARepeatedRequest() {
    String body = focused("{\"x\":1,\"y\":2}");
    String id = json(call("POST", "/images", body, "idempotency-key", "k")).text("id");
    String same = focused("{\"y\":2,\"x\":1}");
    assertThat(json(call("POST", "/images", same, "idempotency-key", "k")).text("id"))
        .isEqualTo(id);
    for (String other : List.of(WISH, focused("{\"x\":1,\"y\":3}"))) {
      assertProblem(
          call("POST", "/images", other, "idempotency-key", "k"), 422, "idempotency-key-reused");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"x\":1} | focus.y is missing",
        "{\"x\":1,\"y\":10001} | focus.y must be",
        "{\"x\":-1,\"y\":1} | focus.x must be",
        "{\"x\":0.5,\"y\":1} | focus.x must be",
        "{\"x\":1,\"y\":1,\"z\":1} | unknown field focus.z",
        "[1,2] | focus must be an object"
      })
  void aWrongFocalPointIsRefusedWithItsField(String focus, String sentence) {
    ApiResponse response = call("POST", "/images", focused(focus));
    assertProblem(response, 400, "invalid-request");
    assertThat(json(response).text("detail")).contains(sentence);
  }

  @Test
  void theProblemForAnUnknownRecipeListsTheKnownOnes() {
    String body = WISH.replace("}", ",\"recipe\":\"nope\"}");
    ApiResponse response = call("POST", "/images", body);
    assertProblem(response, 422, "unknown-recipe");
    assertThat(json(response).text("detail")).contains("other, plain");
  }
}
