package dev.tintype.core.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.Sha256;
import dev.tintype.core.json.JsonObject;
import org.junit.jupiter.api.Test;

/// Reading an image and its original, reprocessing, redriving and erasing it.
final class ApiImageTest extends ApiCase {

  private static final String OTHER_WISH = wish("image/jpeg", 7, Sha256.of("another").hex());

  @Test
  void anUnfinishedImageListsNoVariantsAndSaysWhenToRetry() {
    ApiResponse response = call("GET", "/images/" + start(), "");
    assertThat(response.status()).isEqualTo(200);
    assertThat(response.headers()).containsEntry("retry-after", "5");
    JsonObject json = json(response);
    assertThat(json.text("state")).isEqualTo("awaiting_upload");
    assertThat(json.has("current")).isFalse();
    assertThat(json.objects("variants")).isEmpty();
  }

  @Test
  void aReadyImageListsAbsoluteVariantUrls() throws Exception {
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
  void theMarkupIsThatOfTheImageUnlessOptionsAreGiven() throws Exception {
    String id = ready();
    String path = "/images/" + id + "/markup";
    ApiResponse response = call("GET", path, "");
    assertThat(response.status()).isEqualTo(200);
    assertThat(response.headers()).containsEntry("cache-control", "private, no-cache");
    JsonObject markup = json(response);
    JsonObject image = json(call("GET", "/images/" + id, ""));
    assertThat(markup.text("html")).isEqualTo(image.object("current").text("picture"));
    assertThat(markup.text("version")).isEqualTo(image.text("version"));
    assertThat(markup.texts("crops")).isEmpty();
    ApiResponse chosen = call("GET", path + "?alt=A cat&style=responsive", "");
    assertThat(json(chosen).text("html"))
        .contains("alt=\"A cat\"", "style=\"max-width:100%;height:auto\"");
    String tag = chosen.headers().getOrDefault("etag", "");
    assertThat(tag).isNotEqualTo(response.headers().get("etag"));
    assertThat(call("GET", path + "?alt=A cat&style=responsive", "", "if-none-match", tag).status())
        .isEqualTo(304);
    ApiResponse refused = call("GET", path + "?colour=red", "");
    assertProblem(refused, 400, "invalid-request");
    assertThat(json(refused).text("detail")).startsWith("unknown option 'colour'; known: alt, ");
  }

  @Test
  void anImageWithoutAReadyVersionHasNoMarkup() {
    ApiResponse response = call("GET", "/images/" + start() + "/markup", "");
    assertProblem(response, 404, "not-found");
    assertThat(response.headers()).containsEntry("retry-after", "5");
  }

  @Test
  void anUnchangedImageIsAnsweredWith304() throws Exception {
    String id = ready();
    ApiResponse first = call("GET", "/images/" + id, "");
    assertThat(first.headers()).containsEntry("cache-control", "private, no-cache, no-transform");
    String tag = first.headers().getOrDefault("etag", "");
    ApiResponse second = call("GET", "/images/" + id, "", "if-none-match", "\"x\", W/" + tag);
    assertThat(second.status()).isEqualTo(304);
    assertThat(second.body()).isEmpty();
    assertThat(second.headers()).containsEntry("etag", tag).doesNotContainKey("content-type");
    assertThat(call("GET", "/images/" + id, "", "if-none-match", "\"x\"").status()).isEqualTo(200);
  }

  @Test
  void everyRouteAnswers410ForAnErasedImage() throws Exception {
    String id = ready();
    ApiResponse response = call("DELETE", "/images/" + id, "");
    assertThat(response.status()).isEqualTo(202);
    assertProblem(call("DELETE", "/images/" + id, ""), 410, "gone");
    assertProblem(call("GET", "/images/" + id, ""), 410, "gone");
    assertProblem(call("GET", "/images/" + id + "/original", ""), 410, "gone");
    assertProblem(call("GET", "/images/" + id + "/markup", ""), 410, "gone");
    assertProblem(call("POST", "/images/" + id + "/versions", WISH), 410, "gone");
    assertProblem(call("POST", "/images/" + id + "/reprocess", ""), 410, "gone");
    assertThat(json(call("GET", "/images", "")).objects("images")).isEmpty();
  }

  /// All routes that write, when other processes write first in every try.
  @Test
  void aContendedRequestIsAnsweredWith409AndWhenToRetry() throws Exception {
    String waiting = start();
    String version = json(call("GET", "/images/" + waiting, "")).text("version");
    String ready = ready();
    platform.rendererDies();
    String failed = ready();
    String redriven = json(call("GET", "/images/" + failed, "")).text("version");
    api = platform.contendedApi();
    assertContended(call("DELETE", "/images/" + ready, ""));
    assertContended(call("POST", "/images/" + ready + "/reprocess", "{\"recipe\":\"plain\"}"));
    assertContended(call("POST", "/images/" + waiting + "/versions", OTHER_WISH));
    assertContended(call("POST", "/images/" + waiting + "/versions/" + version + "/upload", ""));
    assertContended(call("POST", "/images/" + failed + "/versions/" + redriven + "/redrive", ""));
  }

  private void assertContended(ApiResponse response) {
    assertProblem(response, 409, "concurrent-request");
    assertThat(response.headers()).containsEntry("retry-after", "1");
  }

  @Test
  void theOriginalIsAnsweredWithAShortLivedUrl() throws Exception {
    String waiting = start();
    assertProblem(call("GET", "/images/" + waiting + "/original", ""), 404, "not-found");
    ApiResponse response = call("GET", "/images/" + ready() + "/original", "");
    assertThat(response.status()).isEqualTo(302);
    assertThat(response.headers().get("location")).startsWith("memory://downloads/originals/");
  }

  @Test
  void reprocessAnswersWithTheNewOrExistingVersion() throws Exception {
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
  void onlyFailuresWithoutAVerdictCanBeRedriven() throws Exception {
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
}
