package dev.tintype.core.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.ImageJob;
import dev.tintype.core.ManifestJson;
import dev.tintype.core.RecipeJson;
import dev.tintype.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

/// `GET /images/{id}/versions`, as clients see it.
final class ApiVersionsTest extends ApiCase {

  private ApiResponse get(String id, String... headers) {
    return call("GET", "/images/" + id + "/versions", "", headers);
  }

  @Test
  void everyVersionIsListedWithWhatItWasMadeFrom() throws Exception {
    String id = ready();
    platform.changeRecipeOther(true);
    call("POST", "/images/" + id + "/reprocess", "");
    JsonObject json = json(get(id));
    List<JsonObject> versions = json.objects("versions");
    List<ImageJob> jobs = platform.jobs(id);
    assertThat(versions).hasSize(2);
    for (int i = 0; i < 2; i++) {
      ImageJob job = jobs.get(i);
      assertThat(versions.get(i).text("version")).isEqualTo(job.version().value());
      assertThat(RecipeJson.read(versions.get(i).object("recipe"))).isEqualTo(job.recipe());
      assertThat(versions.get(i).object("original").text("sha256"))
          .isEqualTo(job.original().sha256().hex());
    }
    assertThat(versions).extracting(v -> v.text("state")).containsExactly("ready", "queued");
    assertThat(ManifestJson.read(versions.getFirst().object("manifest")).version())
        .isEqualTo(jobs.getFirst().version());
    assertThat(versions.get(1).has("manifest")).isFalse();
    JsonObject set = json.objects("sets").getFirst();
    assertThat(set.text("recipe")).isEqualTo("other");
    assertThat(set.bool("default")).isTrue();
    assertThat(set.text("shown")).isEqualTo(jobs.getFirst().version().value());
    assertThat(set.text("version")).isEqualTo(jobs.get(1).version().value());
    assertThat(json.text("latest")).isEqualTo(jobs.get(1).version().value());
    assertThat(json.text("files")).isEqualTo("https://images.example/");
  }

  @Test
  void aPointThatWasMovedOrRemovedIsToldByOriginal() throws Exception {
    String id = ready();
    assertThat(json(get(id)).objects("points")).isEmpty();
    call("PUT", "/images/" + id + "/focus", "{\"x\":2500,\"y\":10000}");
    JsonObject point = json(get(id)).objects("points").getFirst();
    assertThat(point.text("sha256")).isEqualTo(platform.firstJob(id).original().sha256().hex());
    assertThat(point.object("focus").node().toString()).isEqualTo("{\"x\":2500,\"y\":10000}");
    call("DELETE", "/images/" + id + "/focus", "");
    assertThat(json(get(id)).objects("points").getFirst().has("focus")).isFalse();
  }

  @Test
  void aRejectionTellsNoDetailOfTheOriginal() throws Exception {
    platform.rendererDies();
    String id = ready();
    platform.work();
    JsonObject version = json(get(id)).objects("versions").getFirst();
    assertThat(version.text("state")).isEqualTo("failed");
    assertThat(get(id).body()).doesNotContain("signal 11");
  }

  @Test
  void anUnchangedAnswerIs304AndAnErasedImageIsGone() throws Exception {
    String id = ready();
    String tag = get(id).headers().getOrDefault("etag", "");
    assertThat(get(id, "if-none-match", tag).status()).isEqualTo(304);
    call("DELETE", "/images/" + id, "");
    assertProblem(get(id), 410, "gone");
    assertProblem(get("01JD3Q8Z4N5V6W7X8Y9ZABCDEF"), 404, "not-found");
  }
}
