package dev.tintype.core.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `POST /images/{id}/rollback`, as clients see it.
final class ApiRollbackTest extends ApiCase {

  private ApiResponse rollback(String id, String body) {
    return call("POST", "/images/" + id + "/rollback", body);
  }

  private JsonObject image(String id) {
    return json(call("GET", "/images/" + id, ""));
  }

  /// An image that shows the version of a changed recipe.
  private String changed() throws InterruptedException {
    String id = ready();
    platform.changeRecipeOther(true);
    call("POST", "/images/" + id + "/reprocess", "");
    platform.work();
    return id;
  }

  @Test
  void theFormerVersionIsShownAgainAndARepeatedRequestChangesNothing() throws Exception {
    String id = changed();
    String digest =
        platform.jobs(id).stream()
            .filter(job -> job.version().value().equals(image(id).text("version")))
            .findFirst()
            .orElseThrow()
            .recipe()
            .digest()
            .hex();
    String body = "{\"recipe\":\"other\",\"from\":\"" + digest + "\"}";
    ApiResponse back = rollback(id, body);
    assertThat(back.status()).isEqualTo(200);
    assertThat(back.headers()).containsEntry("location", "/images/" + id + "?recipe=other");
    String first = platform.firstJob(id).version().value();
    assertThat(json(back).text("version")).isEqualTo(first);
    assertThat(json(back).text("recipe")).isEqualTo("other");
    assertThat(json(back).text("state")).isEqualTo("ready");
    assertThat(json(back).bool("changed")).isTrue();
    assertThat(image(id).text("version")).isEqualTo(first);
    assertThat(image(id).object("current").text("version")).isEqualTo(first);
    assertThat(json(rollback(id, body)).bool("changed")).isFalse();
    assertProblem(rollback(id, ""), 409, "no-earlier-version");
  }

  @Test
  void anyReadyVersionOfTheSetCanBeNamed() throws Exception {
    String id = changed();
    String latest = image(id).text("version");
    String first = platform.firstJob(id).version().value();
    for (String version : new String[] {first, latest}) {
      assertThat(rollback(id, "{\"version\":\"" + version + "\"}").status()).isEqualTo(200);
      assertThat(image(id).object("current").text("version")).isEqualTo(version);
    }
    call("POST", "/images/" + id + "/reprocess", "{\"recipe\":\"plain\"}");
    platform.work();
    ApiResponse other = rollback(id, "{\"recipe\":\"plain\",\"version\":\"" + first + "\"}");
    assertProblem(other, 409, "not-ready");
    assertThat(json(other).text("detail")).contains("recipe other");
  }

  @Test
  void aRecipeThatIsNoLongerConfiguredCanBeTakenBack() throws Exception {
    String id = ready();
    call("POST", "/images/" + id + "/reprocess", "{\"recipe\":\"plain\"}");
    platform.work();
    platform.forgetRecipePlain();
    assertProblem(rollback(id, "{\"recipe\":\"plain\"}"), 409, "no-earlier-version");
    assertProblem(rollback(id, "{\"recipe\":\"social\"}"), 404, "no-such-set");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"version\":\"x\"}",
        "{\"version\":\"0123456789ABCDEF\"}",
        "{\"from\":\"0123\"}",
        "{\"from\":7}",
        "{\"recipe\":\"other\",\"default\":true}",
        "{\"version\":\"0123456789abcdef\",\"from\":"
            + "\"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\"}",
        "[]",
      })
  void aRequestThatIsNotOneIsRefused(String body) throws Exception {
    assertProblem(rollback(ready(), body), 400, "invalid-request");
  }

  @Test
  void whatIsNotThereIsNotFound() throws Exception {
    String id = changed();
    assertProblem(rollback(id, "{\"version\":\"0123456789abcdef\"}"), 404, "not-found");
    assertProblem(rollback("01JD3Q8Z4N5V6W7X8Y9ZABCDEF", ""), 404, "not-found");
    api = platform.contendedApi();
    assertProblem(rollback(id, ""), 409, "concurrent-request");
  }

  @Test
  void whatIsNotReadyIsNotShown() throws Exception {
    String id = ready();
    platform.changeRecipeOther(true);
    JsonObject queued = json(call("POST", "/images/" + id + "/reprocess", ""));
    String body = "{\"version\":\"" + queued.text("version") + "\"}";
    assertProblem(rollback(id, body), 409, "not-ready");
  }
}
