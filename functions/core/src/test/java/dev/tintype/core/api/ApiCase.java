package dev.tintype.core.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.Sha256;
import dev.tintype.core.disk.MemoryFolder;
import dev.tintype.core.flow.ApiPlatform;
import dev.tintype.core.json.Json;
import dev.tintype.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// Calls the routes over stores in memory.
abstract class ApiCase {

  static final byte[] BYTES = "an original".getBytes(StandardCharsets.UTF_8);
  static final Caller ANYBODY = new Caller("me", Set.of(Scope.values()));
  static final String WISH = wish("image/jpeg", BYTES.length, Sha256.of(BYTES).hex());

  @TempDir(factory = MemoryFolder.class)
  private Path folder;

  ApiPlatform platform;
  Api api;

  @BeforeEach
  void build() {
    platform = new ApiPlatform(folder);
    api = platform.api();
  }

  static String wish(String type, long bytes, String sha256) {
    return Json.write(
        Json.object().put("contentType", type).put("bytes", bytes).put("sha256", sha256));
  }

  ApiResponse call(String method, String path, String body, String... headers) {
    return call(Optional.of(ANYBODY), method, path, body, headers);
  }

  ApiResponse call(
      Optional<Caller> caller, String method, String path, String body, String... headers) {
    Map<String, String> map = new HashMap<>();
    for (int i = 0; i < headers.length; i += 2) {
      map.put(headers[i], headers[i + 1]);
    }
    Map<String, String> query = new HashMap<>();
    String[] parts = path.split("\\?", 2);
    if (parts.length == 2) {
      for (String pair : parts[1].split("&", -1)) {
        query.put(pair.split("=", 2)[0], pair.split("=", 2)[1]);
      }
    }
    return api.answer(new ApiRequest(method, parts[0], query, map, body, caller));
  }

  static JsonObject json(ApiResponse response) {
    return Json.parse(response.body());
  }

  String start() {
    return json(call("POST", "/images", WISH)).text("id");
  }

  String ready() throws InterruptedException {
    String id = start();
    platform.upload(id, BYTES);
    return id;
  }

  static void assertProblem(ApiResponse response, int status, String slug) {
    assertThat(response.status()).as(response.body()).isEqualTo(status);
    assertThat(response.headers()).containsEntry("content-type", "application/problem+json");
    assertThat(json(response).text("type")).isEqualTo("urn:problem:tintype:" + slug);
    assertThat(json(response).int32("status", 100, 599)).isEqualTo(status);
  }
}
