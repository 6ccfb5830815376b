package dev.tintype.core.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The focal point of an image, as clients set and see it.
final class ApiFocusTest extends ApiCase {

  private static final String POINT = "{\"x\":2500,\"y\":10000}";

  private String withCrops() throws InterruptedException {
    platform.offerRecipesThatCrop();
    String id = ready();
    for (String recipe : List.of("square", "card")) {
      call("POST", "/images/" + id + "/reprocess", "{\"recipe\":\"" + recipe + "\"}");
    }
    platform.work();
    return id;
  }

  private ApiResponse put(String id, String body, String... headers) {
    return call("PUT", "/images/" + id + "/focus", body, headers);
  }

  private JsonObject image(String id) {
    return json(call("GET", "/images/" + id, ""));
  }

  @Test
  void thePointIsAnsweredWithEverySetThatUsesIt() throws Exception {
    String id = withCrops();
    ApiResponse moved = put(id, POINT);
    assertThat(moved.status()).isEqualTo(202);
    assertThat(moved.headers()).containsEntry("location", "/images/" + id);
    assertThat(json(moved).object("focus").node().toString()).isEqualTo(POINT);
    List<JsonObject> sets = json(moved).objects("sets");
    assertThat(sets).extracting(set -> set.text("recipe")).containsExactly("card", "square");
    assertThat(sets).extracting(set -> set.text("state")).containsOnly("queued");
    assertThat(image(id).object("focus").node().toString()).isEqualTo(POINT);
    platform.work();
    ApiResponse again = put(id, POINT);
    assertThat(again.status()).isEqualTo(200);
    assertThat(json(again).objects("sets"))
        .extracting(set -> set.text("version"))
        .isEqualTo(sets.stream().map(set -> set.text("version")).toList());
    JsonObject square = json(call("GET", "/images/" + id + "?recipe=square", ""));
    assertThat(square.object("current").text("version")).isEqualTo(sets.get(1).text("version"));
  }

  @Test
  void onlyVariantsThatThePointMovesSaySo() throws Exception {
    JsonObject card = json(call("GET", "/images/" + withCrops() + "?recipe=card", ""));
    assertThat(card.objects("variants"))
        .extracting(variant -> variant.has("cropsByFocus"))
        .containsExactly(false, true);
  }

  @Test
  void anImageWithoutAPointHasNoNewField() throws Exception {
    String id = withCrops();
    String before = call("GET", "/images/" + id, "").body();
    assertThat(before).doesNotContain("focus");
    put(id, POINT);
    platform.work();
    JsonObject moved = image(id);
    assertThat(moved.object("current").object("original").object("focus").node().toString())
        .isEqualTo(POINT);
    ApiResponse removed = call("DELETE", "/images/" + id + "/focus", "");
    assertThat(removed.status()).isEqualTo(200);
    assertThat(json(removed).has("focus")).isFalse();
    assertThat(call("GET", "/images/" + id, "").body()).isEqualTo(before);
  }

  @Test
  void aPointThatNoSetUsesIsStoredToo() throws Exception {
    String id = ready();
    ApiResponse moved = put(id, POINT);
    assertThat(moved.status()).isEqualTo(200);
    assertThat(json(moved).objects("sets")).isEmpty();
    assertThat(image(id).object("focus").node().toString()).isEqualTo(POINT);
  }

  @Test
  void thePointOfTheShownOriginalAndOfALaterOneAreTwo() throws Exception {
    String id = withCrops();
    String old = image(id).object("current").text("version");
    byte[] bytes = "a later original".getBytes(StandardCharsets.UTF_8);
    ApiResponse started =
        call(
            "POST",
            "/images/" + id + "/versions",
            wish("image/jpeg", bytes.length, dev.tintype.core.Sha256.of(bytes).hex()));
    assertThat(put(id, POINT).status()).as("the later original is not stored").isEqualTo(202);
    assertThat(image(id).object("focus").node().toString()).isEqualTo(POINT);
    platform.upload(id, json(started).text("version"), bytes);
    assertThat(image(id).has("focus")).isFalse();
    assertThat(put(id, "{\"x\":1,\"y\":2,\"version\":\"" + old + "\"}").status()).isEqualTo(202);
    assertThat(image(id).has("focus")).isFalse();
    ApiResponse removed = call("DELETE", "/images/" + id + "/focus?version=" + old, "");
    assertThat(removed.status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | x is missing",
        "{\"x\":1} | y is missing",
        "{\"x\":1,\"y\":10001} | y must be a whole number from 0 to 10000, not 10001",
        "{\"x\":-1,\"y\":1} | x must be a whole number from 0 to 10000, not -1",
        "{\"x\":0.5,\"y\":1} | x must be a whole number from 0 to 10000, not 0.5",
        "{\"x\":null,\"y\":1} | x is missing",
        "{\"x\":1,\"y\":1,\"z\":1} | unknown field z; known: [version, x, y]",
        "{\"x\":1,\"y\":1,\"version\":\"A\"} | version must be 16 lowercase hex digits, not 'A'",
      })
  void aWrongRequestIsRefusedWithItsField(String body, String sentence) throws Exception {
    ApiResponse response = put(ready(), body);
    assertProblem(response, 400, "invalid-request");
    assertThat(json(response).text("detail")).contains(sentence);
  }

  @Test
  void whatIsNotThereIsRefused() throws Exception {
    assertProblem(put("01JD2Z6K7M8N9PQRSTVW000001", POINT), 404, "not-found");
    String id = start();
    assertProblem(put(id, POINT), 409, "no-original");
    platform.upload(id, BYTES);
    assertProblem(put(id, "{\"x\":1,\"y\":1,\"version\":\"0123456789abcdef\"}"), 404, "not-found");
    assertProblem(call("DELETE", "/images/" + id + "/focus?version=x", ""), 400, "invalid-request");
    assertProblem(put(id, POINT, "content-type", "text/plain"), 415, "unsupported-type");
    call("DELETE", "/images/" + id, "");
    assertProblem(put(id, POINT), 410, "gone");
  }

  @Test
  void aHostReadsTheBodyAndRefusesALargeOneUnread() {
    ApiRequest head =
        new ApiRequest("PUT", "/images/x/focus", Map.of(), Map.of(), "", Optional.of(ANYBODY));
    assertThat(head.hasBody()).isTrue();
    assertThat(api.refusal(head, 10)).isEmpty();
    assertProblem(api.refusal(head, ApiRequest.MAX_BODY + 1L).orElseThrow(), 413, "body-too-large");
  }

  @Test
  void ifMatchMustNameTheImageAsItIs() throws Exception {
    String id = withCrops();
    String tag = call("GET", "/images/" + id, "").headers().getOrDefault("etag", "");
    assertProblem(put(id, POINT, "if-match", "\"other\""), 412, "precondition-failed");
    assertThat(image(id).has("focus")).isFalse();
    assertThat(put(id, POINT, "if-match", tag).status()).isEqualTo(202);
    assertProblem(put(id, POINT, "if-match", tag), 412, "precondition-failed");
  }

  @Test
  void aRequestThatOthersHinderIsToBeRepeated() throws Exception {
    String id = withCrops();
    api = platform.contendedApi();
    ApiResponse refused = put(id, POINT);
    assertProblem(refused, 409, "concurrent-request");
    assertThat(refused.headers()).containsEntry("retry-after", "1");
  }
}
