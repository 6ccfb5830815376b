package dev.tintype.cli.change;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tintype.core.Sha256;
import dev.tintype.core.api.Api;
import dev.tintype.core.api.ApiRequest;
import dev.tintype.core.api.ApiResponse;
import dev.tintype.core.api.Caller;
import dev.tintype.core.api.Scope;
import dev.tintype.core.flow.ApiPlatform;
import dev.tintype.core.json.Json;
import dev.tintype.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// The API of a platform in memory behind HTTP. One thread answers, and does the work of the queue
/// after every tenth request.
final class FakeServer implements AutoCloseable {

  private static final int WORK_AFTER = 10;

  final ApiPlatform platform;
  private final Api api;
  private final HttpServer http;
  private final ExecutorService one = Executors.newSingleThreadExecutor();
  private int requests;
  private boolean isPatient;
  private boolean isHeld;
  private int posts;
  private int refusal;
  private Set<String> stuck = Set.of();
  private final Map<String, Integer> looks = new HashMap<>();
  private Runnable alarm = () -> {};
  private int alarmAt = Integer.MAX_VALUE;

  FakeServer(Path folder) throws IOException {
    platform = new ApiPlatform(folder);
    api = platform.api();
    http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.createContext("/", this::answer);
    http.setExecutor(one);
    http.start();
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + http.getAddress().getPort());
  }

  /// Runs an action after this many more requests, before the last of them is answered.
  synchronized void alarmAfter(int more, Runnable action) {
    alarmAt = requests + more;
    alarm = action;
  }

  /// Makes every renderer die, and moves the clock until nothing is tried again.
  synchronized void rendererDies() {
    platform.rendererDies();
    isPatient = true;
  }

  synchronized int posts() {
    return posts;
  }

  /// Refuses every POST with a status; 0 to end it.
  synchronized void refusePosts(int status) {
    refusal = status;
  }

  /// Tells that every ready version of these images is processing.
  synchronized void stick(List<String> ids) {
    stuck = Set.copyOf(ids);
  }

  /// @return how often the versions of an image were asked for
  synchronized int looks(String id) {
    return looks.getOrDefault(id, 0);
  }

  private ApiResponse respond(String method, String path, Map<String, String> query, String body) {
    if (refusal > 0 && method.equals("POST")) {
      return new ApiResponse(refusal, Map.of(), "{\"detail\":\"It does not work today.\"}");
    }
    ApiResponse response = call(method, path, query, body);
    String id = path.split("/", -1).length > 2 ? path.split("/", -1)[2] : "";
    if (path.endsWith("/versions") && method.equals("GET")) {
      looks.merge(id, 1, Integer::sum);
    }
    return stuck.contains(id)
        ? new ApiResponse(
            response.status(),
            response.headers(),
            response.body().replace("\"state\":\"ready\"", "\"state\":\"processing\""))
        : response;
  }

  private synchronized void answer(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    ApiResponse response =
        respond(
            exchange.getRequestMethod(),
            exchange.getRequestURI().getPath(),
            query(exchange.getRequestURI()),
            body);
    posts += exchange.getRequestMethod().equals("POST") ? 1 : 0;
    if (++requests == alarmAt) {
      alarm.run();
    }
    if (requests % WORK_AFTER == 0 && !isHeld) {
      work();
    }
    byte[] bytes = response.body().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(response.status(), bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private void work() {
    try {
      if (isPatient) {
        platform.work();
      } else {
        platform.workNow();
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Map<String, String> query(URI uri) {
    Map<String, String> query = new HashMap<>();
    if (uri.getQuery() != null) {
      for (String pair : uri.getQuery().split("&", -1)) {
        query.put(pair.split("=", 2)[0], pair.split("=", 2)[1]);
      }
    }
    return query;
  }

  private ApiResponse call(String method, String path, Map<String, String> query, String body) {
    Caller caller = new Caller("me", Set.of(Scope.values()));
    return api.answer(new ApiRequest(method, path, query, Map.of(), body, Optional.of(caller)));
  }

  /// Uploads images under the recipe `other` and processes them.
  synchronized List<String> images(int count) throws InterruptedException {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] bytes = ("original " + i).getBytes(StandardCharsets.UTF_8);
      var wish =
          Json.object()
              .put("contentType", "image/jpeg")
              .put("bytes", bytes.length)
              .put("sha256", Sha256.of(bytes).hex());
      String id = Json.parse(call("POST", "/images", Map.of(), Json.write(wish)).body()).text("id");
      platform.upload(id, bytes);
      platform.later();
      ids.add(id);
    }
    return ids;
  }

  synchronized JsonObject versions(String id) {
    return Json.parse(call("GET", "/images/" + id + "/versions", Map.of(), "").body());
  }

  synchronized void reprocess(String id, String recipe) {
    request(id, recipe);
    work();
  }

  /// From now on no request leads to work.
  synchronized void hold() {
    isHeld = true;
  }

  /// Requests a version, and does no work.
  synchronized void request(String id, String recipe) {
    call(
        "POST",
        "/images/" + id + "/reprocess",
        Map.of(),
        Json.write(Json.object().put("recipe", recipe)));
  }

  /// Moves the clock by more than a day and does everything that becomes due.
  synchronized void settle() throws InterruptedException {
    platform.work();
  }

  /// Begins the upload of a new original.
  synchronized void awaitOriginal(String id) {
    var wish =
        Json.object()
            .put("contentType", "image/jpeg")
            .put("bytes", 3)
            .put("sha256", Sha256.of("new").hex());
    call("POST", "/images/" + id + "/versions", Map.of(), Json.write(wish));
  }

  /// Moves the focal point and does the work.
  synchronized void focus(String id, String point) {
    call("PUT", "/images/" + id + "/focus", Map.of(), point);
    work();
  }

  synchronized void erase(String id) {
    call("DELETE", "/images/" + id, Map.of(), "");
    work();
  }

  @Override
  public void close() {
    http.stop(0);
    one.shutdownNow();
  }
}
