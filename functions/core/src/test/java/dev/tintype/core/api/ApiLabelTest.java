package dev.tintype.core.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.Sha256;
import dev.tintype.core.json.Json;
import dev.tintype.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Names and metadata of images.
final class ApiLabelTest extends ApiCase {

  private static String wish(String labels) {
    return WISH.substring(0, WISH.length() - 1) + "," + labels + "}";
  }

  private String start(String labels) {
    return json(call("POST", "/images", wish(labels))).text("id");
  }

  private JsonObject image(String id) {
    return json(call("GET", "/images/" + id, ""));
  }

  private static String metadata(JsonObject json) {
    return Json.write(json.object("metadata").node());
  }

  @Test
  void metadataIsShownWithTheImageAndInLists() {
    String id = start("\"name\":\"a.jpg\",\"metadata\":{\"b\":\"2\",\"a\":\"1\"}");
    assertThat(metadata(image(id))).isEqualTo("{\"a\":\"1\",\"b\":\"2\"}");
    JsonObject listed = json(call("GET", "/images", "")).objects("images").getFirst();
    assertThat(metadata(listed)).isEqualTo("{\"a\":\"1\",\"b\":\"2\"}");
    assertThat(listed.text("name")).isEqualTo("a.jpg");
    String plain = start("\"metadata\":{}");
    assertThat(image(plain).has("metadata")).as("old clients see no new field").isFalse();
  }

  @Test
  void aPatchMergesAndNullRemoves() {
    String id = start("\"name\":\"a.jpg\",\"metadata\":{\"a\":\"1\",\"b\":\"2\"}");
    ApiResponse patched =
        call("PATCH", "/images/" + id, "{\"metadata\":{\"b\":null,\"c\":\"3\",\"none\":null}}");
    assertThat(patched.status()).isEqualTo(200);
    assertThat(patched.headers()).containsEntry("location", "/images/" + id);
    assertThat(patched.body())
        .isEqualTo(
            "{\"id\":\"%s\",\"name\":\"a.jpg\",\"metadata\":{\"a\":\"1\",\"c\":\"3\"}}"
                .formatted(id));
    assertThat(metadata(image(id))).isEqualTo("{\"a\":\"1\",\"c\":\"3\"}");
    call("PATCH", "/images/" + id, "{\"name\":\"b.jpg\"}");
    assertThat(image(id).text("name")).isEqualTo("b.jpg");
    assertThat(metadata(image(id))).isEqualTo("{\"a\":\"1\",\"c\":\"3\"}");
    ApiResponse cleared = call("PATCH", "/images/" + id, "{\"name\":null,\"metadata\":null}");
    assertThat(cleared.body()).isEqualTo("{\"id\":\"%s\",\"metadata\":{}}".formatted(id));
    assertThat(image(id).has("name")).isFalse();
    assertThat(image(id).has("metadata")).isFalse();
  }

  @Test
  void aPatchOfAReadyImageChangesNoVersion() throws Exception {
    String id = ready();
    JsonObject before = image(id);
    call("PATCH", "/images/" + id, "{\"metadata\":{\"a\":\"1\"}}");
    JsonObject after = image(id);
    assertThat(after.node().get("current")).isEqualTo(before.node().get("current"));
    assertThat(after.node().get("variants")).isEqualTo(before.node().get("variants"));
    assertThat(after.text("version")).isEqualTo(before.text("version"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"A\":\"1\"}",
        "{\"a b\":\"1\"}",
        "{\"a\":1}",
        "{\"a\":true}",
        "{\"a\":{}}",
        "{\"a\":\"x\\ny\"}",
      })
  void metadataThatIsNotWithinItsLimitsIsRefused(String metadata) {
    String id = start();
    String field = "\"metadata\":" + metadata;
    assertProblem(call("POST", "/images", wish(field)), 422, "invalid-metadata");
    assertProblem(call("PATCH", "/images/" + id, "{" + field + "}"), 422, "invalid-metadata");
    assertThat(image(id).has("metadata")).isFalse();
  }

  @Test
  void theWholeIsLimitedAfterTheMerge() {
    List<String> keys = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      keys.add("\"k%d\":\"x\"".formatted(i));
    }
    String id = start("\"metadata\":{" + String.join(",", keys) + "}");
    ApiResponse refused = call("PATCH", "/images/" + id, "{\"metadata\":{\"more\":\"x\"}}");
    assertProblem(refused, 422, "invalid-metadata");
    assertThat(json(refused).text("detail"))
        .isEqualTo("metadata can have at most 16 keys, not 17.");
    String swapped = "{\"metadata\":{\"more\":\"x\",\"k0\":null}}";
    assertThat(call("PATCH", "/images/" + id, swapped).status()).isEqualTo(200);
    String long256 = "x".repeat(257);
    assertProblem(
        call("PATCH", "/images/" + id, "{\"metadata\":{\"k1\":\"" + long256 + "\"}}"),
        422,
        "invalid-metadata");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "{\"names\":\"a\"}",
        "{\"metadata\":[]}",
        "{\"metadata\":\"a\"}",
        "{\"name\":\"\"}",
        "{\"name\":7}",
        "{\"name\":\"a\\u0007\"}",
      })
  void aPatchThatIsNoneIsRefused(String body) {
    assertProblem(call("PATCH", "/images/" + start(), body), 400, "invalid-request");
  }

  @Test
  void unknownAndErasedImagesAreNotPatched() {
    String body = "{\"name\":\"b\"}";
    assertProblem(call("PATCH", "/images/01ARZ3NDEKTSV4RRFFQ69G5FAV", body), 404, "not-found");
    String id = start("\"metadata\":{\"a\":\"1\"}");
    call("DELETE", "/images/" + id, "");
    assertProblem(call("PATCH", "/images/" + id, body), 410, "gone");
    assertThat(json(call("GET", "/images?metadata=a:1", "")).objects("images")).isEmpty();
  }

  @Test
  void aPatchCanNameWhatItChanges() {
    String id = start();
    String tag = call("GET", "/images/" + id, "").headers().get("etag");
    String body = "{\"name\":\"b\"}";
    assertThat(call("PATCH", "/images/" + id, body, "if-match", tag).status()).isEqualTo(200);
    assertProblem(
        call("PATCH", "/images/" + id, body, "if-match", tag), 412, "precondition-failed");
  }

  @Test
  void aRequestForTheImageThatWasSeenLosesNoOtherChange() {
    String id = start();
    String path = "/images/" + id;
    Api others = api;
    for (String method : List.of("PATCH", "DELETE")) {
      String tag = call("GET", path, "").headers().get("etag");
      String other = "{\"metadata\":{\"by\":\"other, before %s\"}}".formatted(method);
      api =
          platform.apiWhile(() ->
              others.answer(
                  new ApiRequest("PATCH", path, Map.of(), Map.of(), other, Optional.of(ANYBODY))));
      String body = method.equals("PATCH") ? "{\"metadata\":{\"by\":\"me\"}}" : "";
      assertProblem(call(method, path, body, "if-match", tag), 412, "precondition-failed");
      assertThat(metadata(image(id))).isEqualTo("{\"by\":\"other, before %s\"}".formatted(method));
    }
    String tag = call("GET", path, "").headers().get("etag");
    assertThat(call("DELETE", path, "", "if-match", tag).status()).isEqualTo(202);
    assertProblem(call("DELETE", path, "", "if-match", tag), 410, "gone");
  }

  @Test
  void aRepeatedRequestReturnsTheSameImageAndOtherMetadataIsAnotherRequest() {
    String one = wish("\"metadata\":{\"b\":\"2\",\"a\":\"1\"}");
    String same = wish("\"metadata\":{\"a\":\"1\",\"b\":\"2\",\"c\":null}");
    String other = wish("\"metadata\":{\"a\":\"1\"}");
    ApiResponse first = call("POST", "/images", one, "idempotency-key", "k");
    String id = json(first).text("id");
    call("PATCH", "/images/" + id, "{\"metadata\":{\"a\":\"9\"}}");
    ApiResponse second = call("POST", "/images", same, "idempotency-key", "k");
    assertThat(second.status()).isEqualTo(201);
    assertThat(json(second).text("id")).isEqualTo(id);
    assertThat(image(id).object("metadata").text("a"))
        .as("a repeated request does not undo a change")
        .isEqualTo("9");
    assertProblem(
        call("POST", "/images", other, "idempotency-key", "k"), 422, "idempotency-key-reused");
    assertProblem(
        call("POST", "/images", WISH, "idempotency-key", "k"), 422, "idempotency-key-reused");
    ApiResponse plain = call("POST", "/images", WISH, "idempotency-key", "plain");
    ApiResponse empty =
        call("POST", "/images", wish("\"metadata\":{}"), "idempotency-key", "plain");
    assertThat(json(empty).text("id")).isEqualTo(json(plain).text("id"));
  }

  @Test
  void theListIsFilteredByOneEntryAndPaged() throws Exception {
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      expected.addFirst(start("\"metadata\":{\"album\":\"4:2\"}"));
      platform.later();
      start("\"metadata\":{\"album\":\"4\"}");
      platform.later();
    }
    platform.upload(expected.get(2), BYTES);
    JsonObject page = json(call("GET", "/images?metadata=album:4:2&limit=3", ""));
    assertThat(ids(page)).isEqualTo(expected.subList(0, 3));
    JsonObject rest =
        json(call("GET", "/images?metadata=album:4:2&limit=3&cursor=" + page.text("next"), ""));
    assertThat(ids(rest)).isEqualTo(expected.subList(3, 5));
    assertThat(rest.has("next")).isFalse();
    JsonObject ready = json(call("GET", "/images?metadata=album:4:2&state=ready&limit=1", ""));
    assertThat(ids(ready)).containsExactly(expected.get(2));
    assertThat(ids(json(call("GET", "/images?metadata=album:4&state=ready", "")))).isEmpty();
    assertProblem(call("GET", "/images?metadata=album", ""), 400, "invalid-request");
    assertProblem(call("GET", "/images?metadata=Album:1", ""), 422, "invalid-metadata");
  }

  @Test
  void aSearchGoesOnBehindTheLastImageThatWasFound() {
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      expected.addFirst(start("\"metadata\":{\"album\":\"1\"}"));
      platform.later();
    }
    List<String> found = new ArrayList<>();
    String query = "/images?metadata=album:1&state=awaiting_upload&limit=2";
    String cursor = "";
    do {
      JsonObject page = json(call("GET", query + cursor, ""));
      assertThat(ids(page)).hasSizeLessThanOrEqualTo(2);
      found.addAll(ids(page));
      cursor = page.optionalText("next").map(next -> "&cursor=" + next).orElse("");
    } while (!cursor.isEmpty());
    assertThat(found).isEqualTo(expected);
  }

  private static List<String> ids(JsonObject part) {
    return part.objects("images").stream().map(image -> image.text("id")).toList();
  }

  @Test
  void aVersionHasNoMetadataOfItsOwn() {
    String id = start();
    String other = ApiCase.wish("image/png", 7, Sha256.of("other").hex());
    String body = other.substring(0, other.length() - 1) + ",\"metadata\":{\"a\":\"1\"}}";
    assertProblem(call("POST", "/images/" + id + "/versions", body), 400, "invalid-request");
  }
}
