package dev.tintype.core.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.Sha256;
import dev.tintype.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Several sets of one image, as clients see them.
final class ApiSetsTest extends ApiCase {

  private ApiResponse get(String id, String query) {
    return call("GET", "/images/" + id + query, "");
  }

  private ApiResponse reprocess(String id, String body) {
    return call("POST", "/images/" + id + "/reprocess", body);
  }

  private static String current(ApiResponse response) {
    return json(response).object("current").text("version");
  }

  private static String tag(ApiResponse response) {
    return response.headers().getOrDefault("etag", "");
  }

  @Test
  void anImageWithOneSetHasNoNewField() throws Exception {
    String id = ready();
    ApiResponse plain = get(id, "");
    assertThat(json(plain).has("sets")).isFalse();
    assertThat(get(id, "?recipe=other").body()).isEqualTo(plain.body());
    platform.changeRecipeOther(true);
    reprocess(id, "");
    platform.work();
    platform.changeRecipeOther(false);
    reprocess(id, "");
    assertThat(get(id, "").body()).as("there and back").isEqualTo(plain.body());
  }

  @Test
  void bulkWorkIsAskedForByItsLane() throws Exception {
    String id = ready();
    assertThat(reprocess(id, "{\"recipe\":\"plain\",\"lane\":\"bulk\"}").status()).isEqualTo(202);
    assertThat(reprocess(id, "{\"recipe\":\"plain\",\"lane\":\"fresh\"}").status()).isEqualTo(200);
    assertThat(reprocess(id, "{\"lane\":null}").status()).isEqualTo(200);
    ApiResponse refused = reprocess(id, "{\"lane\":\"slow\"}");
    assertThat(refused.status()).isEqualTo(400);
    assertThat(json(refused).text("detail")).contains("lane must be fresh or bulk, not slow");
    platform.work();
    assertThat(json(get(id, "?recipe=plain")).text("state")).isEqualTo("ready");
  }

  @Test
  void anotherRecipeMakesASecondSetAndLeavesTheDefaultSet() throws Exception {
    String id = ready();
    JsonObject before = json(get(id, ""));
    ApiResponse accepted = reprocess(id, "{\"recipe\":\"plain\"}");
    assertThat(accepted.status()).isEqualTo(202);
    assertThat(accepted.headers()).containsEntry("location", "/images/" + id + "?recipe=plain");
    ApiResponse unfinished = get(id, "?recipe=plain");
    assertThat(unfinished.headers()).containsEntry("retry-after", "2");
    assertThat(json(unfinished).text("state")).isEqualTo("queued");
    assertThat(json(unfinished).objects("variants")).isEmpty();
    assertThat(get(id, "").headers()).doesNotContainKey("retry-after");
    platform.work();
    JsonObject after = json(get(id, ""));
    for (String field : List.of("version", "recipe", "state", "current", "variants", "links")) {
      assertThat(after.node().get(field)).isEqualTo(before.node().get(field));
    }
    JsonObject plain = json(get(id, "?recipe=plain"));
    assertThat(plain.text("recipe")).isEqualTo("plain");
    assertThat(plain.objects("variants")).hasSize(1);
    String version = plain.text("version");
    assertThat(version).isNotEqualTo(after.text("version"));
    assertThat(plain.objects("variants").getFirst().text("url")).contains("/" + version + "/");
    assertThat(plain.object("current").text("picture"))
        .contains("/" + version + "/")
        .doesNotContain(after.text("version"));
    assertThat(json(call("GET", "/images", "")).objects("images").getFirst().text("version"))
        .isEqualTo(after.text("version"));
  }

  @Test
  void theMarkupIsThatOfASet() throws Exception {
    String id = ready();
    reprocess(id, "{\"recipe\":\"plain\"}");
    assertThat(get(id, "/markup?recipe=plain").status()).as("not ready yet").isEqualTo(404);
    platform.work();
    String whole = json(get(id, "/markup?recipe=plain")).text("html");
    assertThat(whole).isEqualTo(json(get(id, "?recipe=plain")).object("current").text("picture"));
    assertThat(json(get(id, "/markup")).text("html"))
        .isEqualTo(json(get(id, "")).object("current").text("picture"))
        .isNotEqualTo(whole);
    assertThat(get(id, "/markup?recipe=gone").body()).contains("recipe must be one of");
  }

  @Test
  void theSetsAreListedWithTheirStates() throws Exception {
    String id = ready();
    assertThat(reprocess(id, "{\"recipe\":\"plain\",\"default\":true}").headers())
        .containsEntry("location", "/images/" + id);
    for (String query : List.of("", "?recipe=plain", "?recipe=other")) {
      List<JsonObject> sets = json(get(id, query)).objects("sets");
      assertThat(sets).extracting(set -> set.text("recipe")).containsExactly("other", "plain");
      assertThat(sets).extracting(set -> set.text("state")).containsExactly("ready", "queued");
      assertThat(sets).extracting(set -> set.bool("default")).containsExactly(true, false);
      assertThat(sets.get(1).bool("becomesDefault")).isTrue();
      assertThat(sets.get(0).has("becomesDefault")).isFalse();
    }
    platform.work();
    List<JsonObject> sets = json(get(id, "")).objects("sets");
    assertThat(sets).extracting(set -> set.bool("default")).containsExactly(false, true);
    assertThat(sets).noneMatch(set -> set.has("becomesDefault"));
  }

  @Test
  void eachSetHasAnEntityTagOfItsOwn() throws Exception {
    platform.offerRecipeTwin();
    String id = ready();
    reprocess(id, "{\"recipe\":\"plain\"}");
    reprocess(id, "{\"recipe\":\"twin\"}");
    platform.work();
    List<String> tags =
        List.of(tag(get(id, "")), tag(get(id, "?recipe=plain")), tag(get(id, "?recipe=twin")));
    assertThat(tags).doesNotHaveDuplicates().doesNotContain("");
    ApiResponse same =
        call("GET", "/images/" + id + "?recipe=plain", "", "if-none-match", tags.get(1));
    assertThat(same.status()).isEqualTo(304);
    ApiResponse other =
        call("GET", "/images/" + id + "?recipe=plain", "", "if-none-match", tags.get(0));
    assertThat(other.status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"social", "", "OTHER", "../other", "other,plain"})
  void aSetThatIsNotThereIsAProblemThatNamesTheSets(String name) throws Exception {
    String id = ready();
    reprocess(id, "{\"recipe\":\"plain\"}");
    ApiResponse response = get(id, "?recipe=" + name);
    assertProblem(response, 404, "no-such-set");
    assertThat(json(response).text("detail"))
        .isEqualTo("recipe must be one of other, plain, not '" + name + "'.");
  }

  @Test
  void theDefaultSetIsReplacedOnRequest() throws Exception {
    String id = ready();
    String old = current(get(id, ""));
    ApiResponse queued = reprocess(id, "{\"recipe\":\"plain\",\"default\":true}");
    ApiResponse waiting = get(id, "");
    assertThat(json(waiting).text("state")).isEqualTo("queued");
    assertThat(json(waiting).text("version")).isEqualTo(json(queued).text("version"));
    assertThat(current(waiting)).isEqualTo(old);
    platform.work();
    assertThat(current(get(id, ""))).isEqualTo(json(queued).text("version"));
    assertThat(json(get(id, "")).text("recipe")).isEqualTo("plain");
    assertThat(current(get(id, "?recipe=other"))).isEqualTo(old);
  }

  @Test
  void defaultMustBeABoolean() throws Exception {
    String id = ready();
    assertProblem(
        reprocess(id, "{\"recipe\":\"plain\",\"default\":\"yes\"}"), 400, "invalid-request");
    assertThat(reprocess(id, "{\"recipe\":\"other\",\"default\":null}").status()).isEqualTo(200);
  }

  @Test
  void aSetWhoseRecipeIsNoLongerOfferedIsStillShown() throws Exception {
    String id = ready();
    reprocess(id, "{\"recipe\":\"plain\"}");
    platform.work();
    platform.forgetRecipePlain();
    assertThat(json(get(id, "?recipe=plain")).text("state")).isEqualTo("ready");
    assertProblem(reprocess(id, "{\"recipe\":\"plain\"}"), 422, "unknown-recipe");
  }

  @Test
  void aChangedRecipeIsTakenBackWithoutRendering() throws Exception {
    String id = ready();
    String first = current(get(id, ""));
    platform.changeRecipeOther(true);
    assertThat(reprocess(id, "").status()).isEqualTo(202);
    platform.work();
    assertThat(current(get(id, ""))).isNotEqualTo(first);
    platform.changeRecipeOther(false);
    ApiResponse again = reprocess(id, "");
    assertThat(again.status()).isEqualTo(200);
    assertThat(json(again).text("state")).isEqualTo("ready");
    assertThat(current(get(id, ""))).isEqualTo(first);
  }

  @Test
  void aNewOriginalMarksTheOtherSetsAsMadeFromAnother() throws Exception {
    String id = ready();
    reprocess(id, "{\"recipe\":\"plain\"}");
    platform.work();
    byte[] bytes = "a later original".getBytes(StandardCharsets.UTF_8);
    ApiResponse started =
        call(
            "POST",
            "/images/" + id + "/versions",
            wish("image/jpeg", bytes.length, Sha256.of(bytes).hex()));
    platform.upload(id, json(started).text("version"), bytes);
    List<JsonObject> sets = json(get(id, "")).objects("sets");
    assertThat(sets.get(0).has("otherOriginal")).isFalse();
    assertThat(sets.get(1).bool("otherOriginal")).isTrue();
    reprocess(id, "{\"recipe\":\"plain\"}");
    platform.work();
    assertThat(json(get(id, "")).objects("sets")).noneMatch(set -> set.has("otherOriginal"));
  }

  @Test
  void anErasedImageHasNoSets() throws Exception {
    String id = ready();
    reprocess(id, "{\"recipe\":\"plain\"}");
    platform.work();
    ApiResponse shown = get(id, "");
    assertThat(call("DELETE", "/images/" + id, "", "if-match", tag(shown)).status()).isEqualTo(202);
    assertProblem(get(id, "?recipe=plain"), 410, "gone");
    platform.work();
    assertThat(platform.files(id)).isEmpty();
  }

  @Test
  void aRequestForASetIsContendedLikeAnyOther() throws Exception {
    String id = ready();
    api = platform.contendedApi();
    assertProblem(
        reprocess(id, "{\"recipe\":\"plain\",\"default\":true}"), 409, "concurrent-request");
  }
}
