package dev.tintype.core.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// `DELETE /images/{id}/versions/{version}`, as clients see it.
final class ApiRetireTest extends ApiCase {

  private ApiResponse retire(String id, String version) {
    return call("DELETE", "/images/" + id + "/versions/" + version, "");
  }

  @Test
  void aFormerVersionIsRetiredAndARepeatedRequestSaysSo() throws Exception {
    String id = ready();
    String first = platform.firstJob(id).version().value();
    platform.changeRecipeOther(true);
    call("POST", "/images/" + id + "/reprocess", "");
    ApiResponse shown = retire(id, first);
    assertProblem(shown, 409, "in-use");
    assertThat(json(shown).text("detail")).contains("set other shows");
    platform.work();
    int files = platform.files(id).size();
    ApiResponse retired = retire(id, first);
    assertThat(retired.status()).isEqualTo(202);
    assertThat(json(retired).text("state")).isEqualTo("retired");
    assertThat(retire(id, first).status()).isEqualTo(202);
    platform.changeRecipeOther(false);
    assertProblem(call("POST", "/images/" + id + "/reprocess", ""), 409, "cleaning-up");
    platform.work();
    assertThat(platform.files(id)).hasSizeLessThan(files).noneMatch(key -> key.contains(first));
    assertThat(json(retire(id, first)).text("state")).isEqualTo("expired");
    assertThat(call("POST", "/images/" + id + "/reprocess", "").status()).isEqualTo(202);
  }

  @Test
  void whatIsNotThereIsNotFound() throws Exception {
    String id = ready();
    assertProblem(retire(id, "0123456789abcdef"), 404, "not-found");
    assertProblem(retire(id, "x"), 404, "not-found");
    call("DELETE", "/images/" + id, "");
    assertProblem(retire(id, platform.firstJob(id).version().value()), 410, "gone");
  }
}
