package dev.tintype.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tintype.cli.harness.Client;
import dev.tintype.cli.harness.Client.Answer;
import dev.tintype.cli.harness.Photos;
import dev.tintype.cli.harness.RawHttp;
import dev.tintype.cli.harness.TestServer;
import dev.tintype.core.json.Json;
import dev.tintype.server.data.Backends;
import dev.tintype.server.data.DataFolder;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Authorization, rate limits and malformed requests.
class CallersTest {

  private static final String ID = "01ARZ3NDEKTSV4RRFFQ69G5FAV";

  @TempDir private static Path folder;

  private static TestServer server;
  private static Client client;

  @BeforeAll
  static void start() throws Exception {
    server = TestServer.in(folder).start();
    client = server.client();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static Client withScopes(String... scopes) {
    try (Backends backends =
        Backends.open(new DataFolder(folder), server.clock(), new SecureRandom())) {
      return client.withToken(
          backends.tokens().create("test", Set.of(scopes), Optional.empty()).text());
    }
  }

  @Test
  void everyRouteRefusesARequestWithoutAValidToken() throws Exception {
    for (String token : List.of("", "tt_000000000000_" + "0".repeat(40), "x")) {
      Client stranger = client.withToken(token);
      assertThat(stranger.get("/images").status()).isEqualTo(401);
      assertThat(stranger.get("/images/" + ID).status()).isEqualTo(401);
      assertThat(stranger.get("/recipes").status()).isEqualTo(401);
      assertThat(stranger.get("/events").status()).isEqualTo(401);
      assertThat(stranger.get("/metrics").status()).isEqualTo(401);
      assertThat(stranger.call("DELETE", "/images/" + ID, "").status()).isEqualTo(401);
      assertThat(stranger.start(Photos.jpeg(20, 20, 1), "image/jpeg").status()).isEqualTo(401);
    }
  }

  @Test
  void eachScopePermitsOnlyItsRoutes() throws Exception {
    byte[] original = Photos.jpeg(20, 20, 2);
    Client reader = withScopes("images:read");
    assertThat(reader.get("/images").status()).isEqualTo(200);
    assertThat(reader.start(original, "image/jpeg").status()).isEqualTo(403);
    assertThat(reader.call("DELETE", "/images/" + ID, "").status()).isEqualTo(403);
    Client uploader = withScopes("images:upload");
    assertThat(uploader.start(original, "image/jpeg").status()).isEqualTo(201);
    assertThat(uploader.get("/images").status()).isEqualTo(403);
    assertThat(uploader.get("/events").status()).isEqualTo(403);
    assertThat(uploader.get("/metrics").status()).isEqualTo(403);
    Client eraser = withScopes("images:erase");
    assertThat(eraser.call("DELETE", "/images/" + ID, "").status()).isEqualTo(404);
    assertThat(eraser.get("/images/" + ID).status()).isEqualTo(403);
  }

  @Test
  void sixtyFourRequestsWithOneKeyMakeOneImage() throws Exception {
    byte[] original = Photos.jpeg(30, 20, 3);
    String body = Json.write(Client.wish(original, "image/jpeg"));
    String other = Json.write(Client.wish(Photos.jpeg(31, 20, 3), "image/jpeg"));
    List<Answer> answers = new ArrayList<>();
    for (int round = 0; round < 4; round++) {
      String key = "round-" + round;
      List<Answer> same = together(64, () -> post(body, key));
      Set<String> ids = new java.util.HashSet<>();
      for (Answer answer : same) {
        assertThat(answer.status()).isIn(201, 409);
        if (answer.status() == 201) {
          JsonNode json = answer.json();
          ids.add(json.path("id").asText() + json.path("version").asText());
          assertThat(json.has("upload")).isTrue();
        }
      }
      assertThat(ids).hasSize(1);
      answers.addAll(same);
      assertThat(post(body, key).status()).isEqualTo(201);
      assertThat(post(other, key).problem()).isEqualTo("idempotency-key-reused");
    }
    assertThat(answers).hasSize(256);
  }

  private static Answer post(String body, String key) throws Exception {
    return client.call(
        "POST", "/images", body, "content-type", "application/json", "idempotency-key", key);
  }

  private static <T> List<T> together(int count, Callable<T> task) throws Exception {
    List<T> results = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<T> future : threads.invokeAll(java.util.Collections.nCopies(count, task))) {
        results.add(future.get());
      }
    }
    return results;
  }

  @Test
  void everyPathSendsTheSecurityHeaders() throws Exception {
    for (String path :
        List.of(
            "/", "/images", "/files/x", "/upload/x", "/healthz", "/readyz", "/nothing", "/%2e")) {
      Answer answer = client.get(path);
      assertThat(answer.header("x-content-type-options")).as(path).isEqualTo("nosniff");
      assertThat(answer.header("content-security-policy")).as(path).contains("default-src 'none'");
      assertThat(answer.header("server")).as(path).isEmpty();
    }
  }

  /// Two values could be read differently by a proxy in front.
  @Test
  void aRequestWithTwoAuthorizationsIsRefused() throws Exception {
    String bearer = "authorization: Bearer " + server.machine().token() + "\r\n";
    String get = "GET /images HTTP/1.1\r\nhost: x\r\nconnection: close\r\n";
    assertThat(raw(get + bearer + "\r\n")).startsWith("HTTP/1.1 200 ");
    for (String other :
        List.of(bearer, "authorization: Bearer wrong\r\n", "authorization: Basic eDp5\r\n")) {
      assertThat(raw(get + bearer + other + "\r\n")).as(other).startsWith("HTTP/1.1 401 ");
      assertThat(raw(get + other + bearer + "\r\n")).as(other).startsWith("HTTP/1.1 401 ");
    }
  }

  private String raw(String request) throws Exception {
    try (RawHttp raw = new RawHttp(client.url())) {
      return raw.say(request).heard();
    }
  }

  @Test
  void aRequestOfAnUnknownHttpVersionIsNotTheServersFault() throws Exception {
    String answer = raw("GET /images HTTP/9.9\r\nhost: x\r\nconnection: close\r\n\r\n");
    assertThat(answer)
        .containsPattern("^HTTP/1.1 (400|505) ")
        .contains("application/problem+json")
        .doesNotContain("internal");
  }

  @Test
  void probesNeedNoToken() throws Exception {
    Client stranger = client.withToken("");
    assertThat(stranger.get("/healthz").status()).isEqualTo(200);
    assertThat(stranger.get("/readyz").status()).isEqualTo(200);
  }

  @Test
  void malformedRequestsAreAnsweredWithAProblem() throws Exception {
    for (String request :
        List.of(
            "GET /images HTTP/1.1\r\n\r\n",
            "GET /images\r\n\r\n",
            "NONSENSE\r\n\r\n",
            "GET /images HTTP/1.1\r\nhost: x\r\ncontent-length: -1\r\n\r\n",
            "GET /images HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n",
            "GET /images HTTP/1.1\r\nhost: x\r\nx: " + "y".repeat(40_000) + "\r\n\r\n")) {
      try (RawHttp raw = new RawHttp(client.url())) {
        String answer = raw.say(request).end().heard();
        assertThat(answer)
            .as(request.lines().findFirst().orElse(""))
            .containsPattern("^HTTP/1.1 (4..|505) ")
            .contains("application/problem+json");
      }
    }
  }

  @Test
  void bodiesOfTheApiAreLimited() throws Exception {
    Answer answer =
        client.call(
            "POST",
            "/images",
            "{\"a\":\"" + "b".repeat(20_000) + "\"}",
            "content-type",
            "application/json");
    assertThat(answer.problem()).isEqualTo("body-too-large");
    assertThat(
            client
                .call("POST", "/images", "{not json", "content-type", "application/json")
                .problem())
        .isEqualTo("invalid-request");
    assertThat(client.get("/images?limit=5&limit=6").problem()).isEqualTo("invalid-request");
  }

  @Test
  void pathsCannotLeaveTheFolders() throws Exception {
    for (String path :
        List.of(
            "/files/../signing.secret",
            "/files/%2e%2e/signing.secret",
            "/files/..%2fsigning.secret",
            "/files//etc/passwd",
            "/download/..%2f..%2ftintype.db",
            "/../pom.xml",
            "/console/../../x.html",
            "/index.html/../../../Tintype.class")) {
      try (RawHttp raw = new RawHttp(client.url())) {
        raw.say("GET " + path + " HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n");
        assertThat(raw.status()).as(path).isIn(400, 403, 404);
      }
    }
  }
}
