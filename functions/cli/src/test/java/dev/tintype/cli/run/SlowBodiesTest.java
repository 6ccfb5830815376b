package dev.tintype.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tintype.cli.harness.Client;
import dev.tintype.cli.harness.Photos;
import dev.tintype.cli.harness.RawHttp;
import dev.tintype.cli.harness.TestServer;
import dev.tintype.server.http.Limits;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Clients that start a body and send little of it, with and without authorization.
class SlowBodiesTest {

  private static final int CROWD = 1_150;

  /// Limits that ignore silent connections but require bodies to arrive at once.
  private static final Limits STRICT =
      new Limits(
          2_000,
          Duration.ofSeconds(60),
          Duration.ofSeconds(60),
          16 * 1024,
          new Limits.SlowestUpload(10_000, Duration.ofSeconds(1)),
          Duration.ofSeconds(10));

  @TempDir private Path folder;

  private static String post(String path, String token) {
    return "POST "
        + path
        + " HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n"
        + (token.isEmpty() ? "" : "authorization: Bearer " + token + "\r\n")
        + "content-length: 9000\r\n\r\n{";
  }

  private static String put(JsonNode started, int length) {
    URI url = URI.create(started.path("upload").path("url").asText());
    return "PUT %s?%s HTTP/1.1\r\nhost: x\r\ncontent-type: image/jpeg\r\nif-none-match: *\r\n"
            .formatted(url.getRawPath(), url.getRawQuery())
        + "content-length: "
        + length
        + "\r\n\r\n";
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/images",
        "/images/01ARZ3NDEKTSV4RRFFQ69G5FAV/reprocess",
        "/images/01ARZ3NDEKTSV4RRFFQ69G5FAV/versions",
        "/nothing/here"
      })
  void anUnauthenticatedRequestIsRefusedBeforeItsBody(String path) throws Exception {
    try (TestServer server = TestServer.in(folder).start();
        RawHttp stranger = new RawHttp(server.client().url());
        RawHttp liar = new RawHttp(server.client().url())) {
      int refused = path.startsWith("/images") ? 401 : 404;
      assertThat(stranger.say(post(path, "")).status()).isEqualTo(refused);
      assertThat(liar.say(post(path, "tt_x")).status()).isEqualTo(refused);
    }
  }

  @Test
  void anUploadWithoutAPermissionIsRefusedBeforeItsBody() throws Exception {
    try (TestServer server = TestServer.in(folder).start();
        RawHttp raw = new RawHttp(server.client().url())) {
      raw.say("PUT /upload/originals/x?sig=1 HTTP/1.1\r\nhost: x\r\ncontent-length: 9000\r\n\r\nx");
      assertThat(raw.status()).isEqualTo(403);
    }
  }

  @Test
  void aStalledBodyIsAnsweredWith408AndClosed() throws Exception {
    try (TestServer server = TestServer.in(folder).limits(STRICT).start();
        RawHttp raw = new RawHttp(server.client().url())) {
      String heard = raw.say(post("/images", server.machine().token())).heard();
      assertThat(heard).startsWith("HTTP/1.1 408 ").contains("too-slow");
      assertThat(heard.toLowerCase(java.util.Locale.ROOT)).contains("connection: close");
      assertThat(server.client().get("/images").status()).isEqualTo(200);
    }
  }

  @Test
  void aTooLargeOrNonJsonBodyIsRefusedBeforeItIsRead() throws Exception {
    try (TestServer server = TestServer.in(folder).start();
        RawHttp large = new RawHttp(server.client().url());
        RawHttp form = new RawHttp(server.client().url())) {
      String head = post("/images", server.machine().token());
      assertThat(large.say(head.replace("9000", "9000000")).status()).isEqualTo(413);
      assertThat(form.say(head.replace("application/json", "multipart/form-data")).status())
          .isEqualTo(415);
    }
  }

  private interface Beginning {
    String of(int number) throws Exception;
  }

  /// Many clients start requests and send nothing more. Other clients must be served as usual.
  private void othersGoOn(TestServer server, Beginning beginning) throws Exception {
    Client client = server.client();
    List<RawHttp> crowd = new ArrayList<>();
    try {
      for (int i = 0; i < CROWD; i++) {
        crowd.add(new RawHttp(client.url()).say(beginning.of(i)));
      }
      for (int i = 0; i < 3; i++) {
        assertThat(client.get("/healthz").status()).isEqualTo(200);
        byte[] original = Photos.jpeg(40, 30, i);
        assertThat(client.put(client.start(original, "image/jpeg").json(), original).status())
            .isEqualTo(200);
        for (RawHttp one : crowd) {
          sayIfHeard(one);
        }
      }
    } finally {
      for (RawHttp one : crowd) {
        one.close();
      }
    }
  }

  private static void sayIfHeard(RawHttp raw) {
    try {
      raw.say("x");
    } catch (IOException _) {
      // The server closed this connection, as it may.
      return;
    }
  }

  @Test
  void manySlowUnauthenticatedClientsDoNotBlockOthers() throws Exception {
    try (TestServer server = TestServer.in(folder).start()) {
      othersGoOn(server, i -> i % 2 == 0 ? post("/images", "") : "GET /healthz HTTP/1.1\r\nhost: ");
    }
  }

  @Test
  void manySlowUploadsDoNotBlockOthers() throws Exception {
    try (TestServer server = TestServer.in(folder).start()) {
      byte[] original = Photos.jpeg(60, 60, 9);
      JsonNode started = server.client().start(original, "image/jpeg").json();
      othersGoOn(server, _ -> put(started, original.length));
    }
  }

  @Test
  void tooManyConnectionsMakeRoomForOthers() throws Exception {
    Limits few =
        new Limits(
            100,
            Duration.ofSeconds(60),
            Duration.ofSeconds(60),
            16 * 1024,
            Limits.USUAL.slowestUpload(),
            Duration.ofSeconds(10));
    try (TestServer server = TestServer.in(folder).limits(few).start()) {
      othersGoOn(server, _ -> "GET /healthz HTTP/1.1\r\nhost: ");
    }
  }
}
