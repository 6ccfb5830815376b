package dev.tintype.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tintype.cli.harness.Client;
import dev.tintype.cli.harness.Photos;
import dev.tintype.cli.harness.TestServer;
import dev.tintype.cli.harness.Tree;
import dev.tintype.server.data.Backends;
import dev.tintype.server.data.DataFolder;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
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
