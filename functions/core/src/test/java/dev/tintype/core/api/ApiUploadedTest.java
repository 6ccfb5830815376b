package dev.tintype.core.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.json.JsonObject;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// `POST /images/{id}/versions/{version}/uploaded`, as clients see it.
final class ApiUploadedTest extends ApiCase {

  private String version(String id) {
    return json(call("GET", "/images/" + id, "")).text("version");
  }

  private String path(String id) {
    return "/images/" + id + "/versions/" + version(id) + "/uploaded";
  }

  @Test
  void anUploadIsConfirmedOnceAndThenAnsweredWithTheState() throws Exception {
    String id = start();
    String path = path(id);
    assertProblem(call("POST", path, ""), 409, "no-original");
    platform.store(id, BYTES);
    ApiResponse response = call("POST", path, "");
    assertThat(response.status()).isEqualTo(202);
    assertThat(response.headers())
        .containsEntry("location", "/images/" + id)
        .containsEntry("cache-control", "no-store");
    JsonObject json = json(response);
    assertThat(json.text("id")).isEqualTo(id);
    assertThat(json.text("state")).isEqualTo("queued");
    assertThat(json.object("links").text("uploaded")).isEqualTo(path);
    assertThat(call("POST", path, "").body()).isEqualTo(response.body());
    platform.work();
    ApiResponse later = call("POST", path, "");
    assertThat(later.status()).isEqualTo(202);
    assertThat(json(later).text("state")).isEqualTo("ready");
  }

  @Test
  void whatCannotBeConfirmedIsNamed() throws Exception {
    String id = ready();
    String version = version(id);
    assertProblem(
        call("POST", "/images/" + id + "/versions/0123456789abcdef/uploaded", ""),
        404,
        "not-found");
    assertProblem(call("POST", "/images/" + id + "/versions/x/uploaded", ""), 404, "not-found");
    Caller reader = new Caller("reader", Set.of(Scope.READ, Scope.ERASE));
    assertProblem(call(Optional.of(reader), "POST", path(id), ""), 403, "forbidden");
    call("DELETE", "/images/" + id, "");
    assertProblem(
        call("POST", "/images/" + id + "/versions/" + version + "/uploaded", ""), 410, "gone");
  }
}
