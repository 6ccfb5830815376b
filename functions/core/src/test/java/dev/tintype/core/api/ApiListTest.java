package dev.tintype.core.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The lists of images and of recipes.
final class ApiListTest extends ApiCase {

  @Test
  void imagesAreListedNewestFirstInPages() {
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

  @Test
  void aListContinuesAfterAnUnreadableRecord() throws Exception {
    String first = start();
    platform.later();
    String second = ready();
    platform.later();
    String third = start();
    platform.spoilImage(third);
    platform.spoilVersions(second);
    JsonObject list = json(call("GET", "/images", ""));
    assertThat(ids(list)).containsExactly(first);
    assertThat(list.node().get("unreadable").toString())
        .isEqualTo("[\"" + third + "\",\"" + second + "\"]");
    assertThat(json(call("GET", "/images?limit=1&cursor=" + second, "")).objects("images"))
        .hasSize(1);
    for (String spoiled : List.of(second, third)) {
      assertProblem(call("GET", "/images/" + spoiled, ""), 500, "unreadable-record");
      assertProblem(
          call("POST", "/images/" + spoiled + "/reprocess", "{}"), 500, "unreadable-record");
    }
    assertThat(call("GET", "/images/" + first, "").status()).isEqualTo(200);
  }

  private static List<String> ids(JsonObject part) {
    return part.objects("images").stream().map(image -> image.text("id")).toList();
  }

  @Test
  void theListOfRecipesNamesTheDefault() {
    JsonObject json = json(call("GET", "/recipes", ""));
    assertThat(json.text("default")).isEqualTo("other");
    assertThat(json.objects("recipes"))
        .extracting(recipe -> recipe.text("name"))
        .containsExactly("other", "plain");
  }
}
