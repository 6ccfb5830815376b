package dev.tintype.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.cli.harness.Client;
import dev.tintype.cli.harness.Client.Answer;
import dev.tintype.cli.harness.Photos;
import dev.tintype.cli.harness.RawHttp;
import dev.tintype.cli.harness.TestServer;
import dev.tintype.core.json.Json;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Conditional requests, and unexpected request bodies and methods.
class ConditionsTest {

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

  private static String image(int seed) throws Exception {
    return client.upload(Photos.jpeg(30, 20, seed), "image/jpeg");
  }

  private static String raw(String request) throws Exception {
    try (RawHttp raw = new RawHttp(client.url())) {
      return raw.say(request).heard();
    }
  }

  private static void assertKnown(String path, String tag, int length) throws Exception {
    String heard =
        raw(
            "GET "
                + path
                + " HTTP/1.1\r\nhost: x\r\nconnection: close\r\nauthorization: Bearer "
                + server.machine().token()
                + "\r\nif-none-match: "
                + tag
                + "\r\n\r\n");
    assertThat(heard).startsWith("HTTP/1.1 304 ");
    assertThat(heard.toLowerCase(Locale.ROOT))
        .contains("content-length: " + length + "\r\n")
        .endsWith("\r\n\r\n");
  }

  @Test
  void notModifiedAnswersHaveTheTrueLength() throws Exception {
    for (String path : List.of("/images/" + image(1), "/", "/style.css")) {
      Answer whole = client.get(path);
      assertKnown(path, whole.header("etag"), whole.body().length);
      assertKnown(path, "\"other\", W/" + whole.header("etag"), whole.body().length);
    }
  }

  @Test
  void erasureHonoursIfMatch() throws Exception {
    String path = "/images/" + image(2);
    String tag = client.get(path).header("etag");
    for (String other : List.of("\"other\"", "W/" + tag, "")) {
      assertThat(client.call("DELETE", path, "", "if-match", other).status()).isEqualTo(412);
      assertThat(client.get(path, "if-match", other).status()).isEqualTo(412);
    }
    assertThat(client.get(path, "if-match", "\"other\", " + tag).status()).isEqualTo(200);
    assertThat(client.get(path, "if-match", tag, "if-none-match", tag).status()).isEqualTo(304);
    assertThat(client.call("DELETE", path, "", "if-match", tag).status()).isEqualTo(202);
    assertThat(client.call("DELETE", path, "", "if-match", "*").status()).isEqualTo(410);
  }

  @Test
  void theConsolesFilesHonourConditionalRequests() throws Exception {
    assertThat(client.get("/", "if-match", "\"other\"").status()).isEqualTo(412);
    assertThat(client.get("/", "if-match", "*").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "multipart/form-data; boundary=x",
        "image/jpeg",
        "application/x-www-form-urlencoded",
        "application/octet-stream",
        "text/plain"
      })
  void aFileAsRequestBodyIsAnsweredWithWhereToUploadIt(String type) throws Exception {
    Answer answer = client.call("POST", "/images", "\0".repeat(30_000), "content-type", type);
    assertThat(answer.status()).isEqualTo(415);
    assertThat(answer.json().path("detail").asText())
        .contains("application/json", "contentType", "sha256", "upload.url");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\\ud800", "a\\udc00b", "\\udc00\\ud800"})
  void aLoneSurrogateIsRefused(String name) throws Exception {
    String wish = Json.write(Client.wish(Photos.jpeg(20, 20, 3), "image/jpeg"));
    String body = wish.substring(0, wish.length() - 1) + ",\"name\":\"" + name + "\"}";
    Answer answer = client.call("POST", "/images", body, "content-type", "application/json");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.problem()).isEqualTo("invalid-request");
  }

  @Test
  void surrogatePairsAreKept() throws Exception {
    String wish = Json.write(Client.wish(Photos.jpeg(20, 20, 4), "image/jpeg"));
    String body = wish.substring(0, wish.length() - 1) + ",\"name\":\"\\ud83d\\ude00\"}";
    Answer answer = client.call("POST", "/images", body, "content-type", "application/json");
    assertThat(answer.status()).isEqualTo(201);
    assertThat(
            client.get("/images/" + answer.json().path("id").asText()).json().path("name").asText())
        .isEqualTo("😀");
  }

  @ParameterizedTest
  @ValueSource(strings = {"get", "Get", "head", "post", "delete"})
  void methodsInLowerCaseAreUnknown(String method) throws Exception {
    for (String path : List.of("/healthz", "/images", "/", "/files/x", "/metrics", "/readyz")) {
      String heard =
          raw(
              method
                  + " "
                  + path
                  + " HTTP/1.1\r\nhost: x\r\nconnection: close\r\nauthorization: Bearer "
                  + server.machine().token()
                  + "\r\n\r\n");
      assertThat(heard).as("%s %s", method, path).startsWith("HTTP/1.1 501 ");
    }
  }

  @Test
  void probesAndMetricsAllowOnlyReading() throws Exception {
    for (String path : List.of("/healthz", "/readyz", "/metrics")) {
      assertThat(client.call("POST", path, "").status()).isEqualTo(405);
    }
  }
}
