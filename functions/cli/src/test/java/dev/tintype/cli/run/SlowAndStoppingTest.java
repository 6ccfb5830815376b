package dev.tintype.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tintype.cli.harness.Client;
import dev.tintype.cli.harness.Eventually;
import dev.tintype.cli.harness.Photos;
import dev.tintype.cli.harness.RawHttp;
import dev.tintype.cli.harness.TestServer;
import dev.tintype.cli.harness.Tree;
import dev.tintype.server.http.Limits;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Slow clients, many clients, and a server that is told to stop.
class SlowAndStoppingTest {

  /// Limits that are strict with silent clients and tolerant of slow uploads.
  private static final Limits STRICT =
      new Limits(
          20,
          Duration.ofSeconds(2),
          Duration.ofSeconds(2),
          8 * 1024,
          new Limits.SlowestUpload(1, Duration.ofMinutes(5)),
          Duration.ofSeconds(10));

  /// Limits that are strict with slow uploads and tolerant of short silence, as on a busy machine.
  private static final Limits NO_TRICKLE =
      new Limits(
          20,
          Duration.ofSeconds(60),
          Duration.ofSeconds(60),
          8 * 1024,
          new Limits.SlowestUpload(10_000, Duration.ofSeconds(1)),
          Duration.ofSeconds(10));

  @TempDir private Path folder;

  private static String head(JsonNode started, int length) {
    URI url = URI.create(started.path("upload").path("url").asText());
    return "PUT %s?%s HTTP/1.1\r\nhost: x\r\ncontent-type: image/jpeg\r\nif-none-match: *\r\n"
            .formatted(url.getRawPath(), url.getRawQuery())
        + "content-length: "
        + length
        + "\r\n\r\n";
  }

  /// Sends byte by byte until the server closes the connection.
  private static void trickle(RawHttp raw, byte[] bytes) throws InterruptedException {
    try {
      for (byte one : bytes) {
        raw.say(new byte[] {one});
        Thread.sleep(100);
      }
    } catch (IOException _) {
      // The server closed the connection, as expected.
      return;
    }
  }

  @Test
  void aSlowUploadIsClosedAndLeavesNothing() throws Exception {
    byte[] original = Photos.jpeg(60, 60, 1);
    try (TestServer server = TestServer.in(folder).limits(NO_TRICKLE).start();
        RawHttp raw = new RawHttp(server.client().url())) {
      JsonNode started = server.client().start(original, "image/jpeg").json();
      raw.say(head(started, original.length));
      Thread sending = Thread.ofVirtual().start(() -> trickleQuietly(raw, original));
      assertThat(raw.status()).isEqualTo(408);
      sending.join();
      assertThat(Tree.files(folder.resolve("private"))).isEmpty();
      assertThat(server.client().get("/readyz").status()).isEqualTo(200);
    }
  }

  private static void trickleQuietly(RawHttp raw, byte[] bytes) {
    try {
      trickle(raw, bytes);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void aSlowRequestHeadIsClosed() throws Exception {
    try (TestServer server = TestServer.in(folder).limits(STRICT).start();
        RawHttp raw = new RawHttp(server.client().url())) {
      raw.say("GET /healthz HTTP/1.1\r\nhost: x\r\n");
      Thread sending = Thread.ofVirtual().start(() -> trickleQuietly(raw, new byte[200]));
      assertThat(raw.heard()).doesNotContain("200 OK");
      sending.join();
    }
  }

  @Test
  void silentConnectionsDoNotBlockOthersForLong() throws Exception {
    try (TestServer server = TestServer.in(folder).limits(STRICT).start()) {
      RawHttp[] silent = new RawHttp[20];
      for (int i = 0; i < silent.length; i++) {
        silent[i] = new RawHttp(server.client().url());
      }
      assertThat(server.client().get("/healthz").status()).isEqualTo(200);
      for (RawHttp one : silent) {
        one.close();
      }
    }
  }

  @Test
  void aStoppingServerFinishesAnUploadUnderWay() throws Exception {
    byte[] original = Photos.jpeg(80, 60, 2);
    TestServer server = TestServer.in(folder).start();
    Client client = server.client();
    JsonNode started = client.start(original, "image/jpeg").json();
    try (RawHttp raw = new RawHttp(client.url())) {
      raw.say(head(started, original.length));
      raw.say(Arrays.copyOf(original, original.length / 2));
      Eventually.holds("the first half is on disk", this::isPartOnDisk);
      CompletableFuture<Void> stopping = CompletableFuture.runAsync(server.machine()::close);
      Eventually.holds("the server is stopping", () -> isStopping(client));
      raw.say(Arrays.copyOfRange(original, original.length / 2, original.length));
      assertThat(raw.status()).isEqualTo(200);
      stopping.join();
      client.close();
    }
    try (TestServer again = TestServer.in(folder).workers(1).start()) {
      JsonNode image = again.client().ended(started.path("id").asText());
      assertThat(image.path("state").asText()).isEqualTo("ready");
    }
  }

  private boolean isPartOnDisk() throws IOException {
    for (String file : Tree.files(folder.resolve("private"))) {
      if (Files.size(folder.resolve("private").resolve(file)) > 0) {
        return true;
      }
    }
    return false;
  }

  /// The server reports that it stops, or it accepts no more connections.
  private static boolean isStopping(Client client) throws InterruptedException {
    try {
      return client.get("/readyz").status() == 503;
    } catch (IOException _) {
      return true;
    }
  }

  @Test
  void aStoppedServerLeavesNoTemporaryFiles() throws Exception {
    try (TestServer server = TestServer.in(folder).workers(2).start()) {
      Client client = server.client();
      client.ended(client.upload(Photos.jpeg(50, 40, 3), "image/jpeg"));
    }
    assertThat(Tree.files(folder))
        .filteredOn(name -> !name.startsWith("private/originals/") && !name.startsWith("public/0"))
        .filteredOn(name -> !name.startsWith(".sqlite-"))
        .satisfiesExactly(
            name -> assertThat(name).isEqualTo("host"),
            name -> assertThat(name).matches("receipts/[0-9a-f]{16}\\.pub"),
            name -> assertThat(name).isEqualTo("receipts/key.pem"),
            name -> assertThat(name).isEqualTo("signing.secret"),
            name -> assertThat(name).isEqualTo("tintype.db"));
    assertThat(Tree.files(folder.resolve("public"))).hasSize(7);
  }
}
