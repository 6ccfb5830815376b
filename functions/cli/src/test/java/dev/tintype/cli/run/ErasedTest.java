package dev.tintype.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tintype.cli.harness.Client;
import dev.tintype.cli.harness.Eventually;
import dev.tintype.cli.harness.Photos;
import dev.tintype.cli.harness.RawHttp;
import dev.tintype.cli.harness.TestServer;
import dev.tintype.cli.harness.Tree;
import dev.tintype.core.json.Json;
import dev.tintype.core.receipt.Receipt;
import dev.tintype.core.receipt.ReceiptKeys;
import dev.tintype.server.data.Backends;
import dev.tintype.server.data.DataFolder;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Permissions and links end with their image; event streams end with their token.
class ErasedTest {

  @TempDir private Path folder;

  @Test
  void anUploadPermissionEndsWithItsImage() throws Exception {
    try (TestServer server = TestServer.in(folder).start()) {
      Client client = server.client();
      byte[] original = Photos.jpeg(30, 20, 1);
      JsonNode started = client.start(original, "image/jpeg").json();
      String path = "/images/" + started.path("id").asText();
      assertThat(client.call("DELETE", path, "").status()).isEqualTo(202);
      assertThat(client.put(started, original).status()).isEqualTo(410);
      assertThat(client.put(started, original).problem()).isEqualTo("gone");
      assertThat(Tree.files(folder.resolve("private"))).isEmpty();
    }
  }

  @Test
  void anUploadThatIsUnderWayWhenItsImageIsErasedStoresNothing() throws Exception {
    try (TestServer server = TestServer.in(folder).start();
        RawHttp raw = new RawHttp(server.client().url())) {
      Client client = server.client();
      byte[] original = Photos.jpeg(30, 20, 3);
      JsonNode started = client.start(original, "image/jpeg").json();
      URI url = URI.create(started.path("upload").path("url").asText());
      raw.say(
              "PUT %s?%s HTTP/1.1\r\nhost: %s\r\ncontent-type: image/jpeg\r\nif-none-match: *\r\ncontent-length: %d\r\n\r\n"
                  .formatted(
                      url.getRawPath(), url.getRawQuery(), url.getRawAuthority(), original.length))
          .say(Arrays.copyOf(original, original.length / 2));
      Eventually.holds(
          "the upload is under way", () -> !Tree.files(folder.resolve("private")).isEmpty());
      String path = "/images/" + started.path("id").asText();
      assertThat(client.call("DELETE", path, "").status()).isEqualTo(202);
      raw.say(Arrays.copyOfRange(original, original.length / 2, original.length));
      assertThat(raw.status()).isEqualTo(410);
      Eventually.holds("nothing is stored", () -> Tree.files(folder.resolve("private")).isEmpty());
    }
  }

  /// The permission was signed seconds ago, and is not waited for.
  @Test
  void anErasureEndsWithAReceiptAfterMinutes() throws Exception {
    try (TestServer server = TestServer.in(folder).workers(1).start()) {
      Client client = server.client();
      JsonNode image = client.ended(client.upload(Photos.jpeg(30, 20, 4), "image/jpeg"));
      String path = "/images/" + image.path("id").asText();
      String url = image.path("variants").get(0).path("url").asText();
      assertThat(client.get(url).status()).isEqualTo(200);
      assertThat(client.get(path + "/receipt").problem()).isEqualTo("not-erased");
      assertThat(client.call("DELETE", path, "").status()).isEqualTo(202);
      Eventually.holds("the files are deleted", () -> client.get(url).status() == 404);
      Eventually.holds(
          "the first deletion is recorded",
          () -> client.get(path + "/receipt").json().path("detail").asText().contains("look"));
      assertThat(client.get(path + "/receipt").problem()).isEqualTo("receipt-pending");
      server.clock().move(Duration.ofMinutes(7));
      Eventually.holds("there is a receipt", () -> client.get(path + "/receipt").status() == 200);
      Receipt receipt = Receipt.read(client.get(path + "/receipt").body());
      ReceiptKeys keys = ReceiptKeys.read(Json.parse(client.get("/receipt-key").body()));
      assertThat(receipt.verify(keys)).isInstanceOf(Receipt.Verdict.Valid.class);
      JsonNode check = receipt.json().node().path("lastCheck");
      assertThat(check.path("base").asText()).isEqualTo(client.url() + "/files");
      assertThat(check.path("statuses").path("404").asInt())
          .isEqualTo(check.path("urls").asInt())
          .isPositive();
      assertThat(receipt.json().integer("objectsDeleted", 0, 99)).isEqualTo(8);
      String metrics = new String(client.get("/metrics").body(), StandardCharsets.UTF_8);
      assertThat(metrics).contains("tintype_erasure_looks_total{seen=\"gone\"} 1.0");
    }
  }

  @Test
  void aDownloadLinkEndsWithItsImage() throws Exception {
    try (TestServer server = TestServer.in(folder).start()) {
      Client client = server.client();
      String path = "/images/" + client.upload(Photos.jpeg(30, 20, 2), "image/jpeg");
      String link = client.get(path + "/original").header("location");
      assertThat(client.get(link).status()).isEqualTo(200);
      assertThat(client.call("DELETE", path, "").status()).isEqualTo(202);
      assertThat(client.get(link).status()).isEqualTo(410);
      assertThat(client.get(link).problem()).isEqualTo("gone");
    }
  }

  @Test
  void anEventStreamEndsWithItsToken() throws Exception {
    try (TestServer server = TestServer.in(folder).start();
        Backends backends =
            Backends.open(new DataFolder(folder), server.clock(), new SecureRandom())) {
      var revoked = backends.tokens().create("revoked", Set.of("images:read"), Optional.empty());
      var expires =
          backends
              .tokens()
              .create(
                  "expires",
                  Set.of("images:read"),
                  Optional.of(server.clock().instant().plus(Duration.ofMinutes(5))));
      List<CompletableFuture<Void>> streams =
          Stream.of(revoked, expires)
              .map(token -> ended(server.client().withToken(token.text())))
              .toList();
      Thread.sleep(Duration.ofSeconds(2));
      assertThat(streams).noneMatch(CompletableFuture::isDone);
      backends.tokens().revoke(revoked.token().id());
      streams.get(0).get(20, TimeUnit.SECONDS);
      assertThat(streams.get(1)).isNotDone();
      server.clock().move(Duration.ofMinutes(6));
      streams.get(1).get(20, TimeUnit.SECONDS);
    }
  }

  private static CompletableFuture<Void> ended(Client client) {
    return CompletableFuture.runAsync(() -> {
      try (Stream<String> lines = client.lines("/events")) {
        lines.forEach(_ -> {});
      } catch (java.io.IOException | InterruptedException e) {
        throw new AssertionError(e);
      }
    });
  }
}
