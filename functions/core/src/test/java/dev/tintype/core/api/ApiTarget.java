package dev.tintype.core.api;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import dev.tintype.core.disk.Tree;
import dev.tintype.core.flow.ApiPlatform;
import dev.tintype.core.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Fuzzes method, path, query, headers and body. Every request must get a JSON answer that is not
/// an internal error.
public final class ApiTarget {

  private static final Caller ANYBODY = new Caller("me", Set.of(Scope.values()));
  private static final String ID = "01JD0000000000000000000000";
  private static final String[] METHODS = {"POST", "GET", "DELETE", "PUT"};
  private static final String[] PATHS = {
    "/images",
    "/images/" + ID,
    "/images/" + ID + "/versions",
    "/images/" + ID + "/versions/0123456789abcdef",
    "/images/" + ID + "/versions/0123456789abcdef/upload",
    "/images/" + ID + "/versions/0123456789abcdef/uploaded",
    "/images/" + ID + "/versions/0123456789abcdef/redrive",
    "/images/" + ID + "/reprocess",
    "/images/" + ID + "/rollback",
    "/images/" + ID + "/original",
    "/images/" + ID + "/markup",
    "/recipes",
    "/token",
    "/tokens",
    "/tokens/0123456789ab",
    "/deliveries",
    "/deliveries/out_" + ID + "_erased/redeliver"
  };
  private static final String[] PARAMETERS = {"state", "cursor", "limit", "image"};
  private static final String[] HEADERS = {"idempotency-key", "content-type", "if-none-match"};
  private static final Api API = api();

  private ApiTarget() {}

  /// One input.
  public static void fuzzerTestOneInput(FuzzedDataProvider data) {
    String method = data.pickValue(METHODS);
    String path = data.consumeBoolean() ? data.pickValue(PATHS) : "/" + data.consumeString(60);
    Map<String, String> query = new HashMap<>();
    Map<String, String> headers = new HashMap<>();
    if (data.consumeBoolean()) {
      query.put(data.pickValue(PARAMETERS), data.consumeString(60));
    }
    if (data.consumeBoolean()) {
      headers.put(data.pickValue(HEADERS), data.consumeString(60));
    }
    String body = data.consumeRemainingAsString();
    ApiResponse answer =
        API.answer(new ApiRequest(method, path, query, headers, body, Optional.of(ANYBODY)));
    if (answer.status() >= 500) {
      throw new AssertionError(method + " " + path + " " + body + " is answered " + answer);
    }
    if (!answer.body().isEmpty()) {
      Json.parse(answer.body());
    }
  }

  private static Api api() {
    try {
      Path folder = Files.createTempDirectory("api-target");
      Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
      return new ApiPlatform(folder).api();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void delete(Path folder) {
    try {
      Tree.delete(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
