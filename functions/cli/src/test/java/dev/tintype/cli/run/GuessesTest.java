package dev.tintype.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.cli.harness.Client;
import dev.tintype.cli.harness.Client.Answer;
import dev.tintype.cli.harness.TestServer;
import dev.tintype.server.settings.WebSettings;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Clients that guess tokens are slowed down; clients with a valid token are not.
class GuessesTest {

  private static final int MANY = 60;

  @TempDir private Path folder;

  private static long refused(Client guesser, String path, String... headers) throws Exception {
    long refused = 0;
    for (int i = 0; i < MANY; i++) {
      Answer answer = guesser.withToken("tt_%012x_%040x".formatted(i, i)).get(path, headers);
      if (answer.status() == 429) {
        refused++;
        assertThat(Long.parseLong(answer.header("retry-after"))).isPositive();
        assertThat(answer.problem()).isEqualTo("too-many-guesses");
      } else {
        assertThat(answer.status()).isEqualTo(401);
      }
    }
    return refused;
  }

  @Test
  void anAddressWithWrongTokensMustWaitOnEveryPath() throws Exception {
    try (TestServer server = TestServer.in(folder).start()) {
      assertThat(server.client().get("/images").status()).isEqualTo(200);
      assertThat(refused(server.client(), "/images")).isBetween(20L, 40L);
      for (String path : List.of("/events", "/metrics", "/recipes", "/images/x")) {
        Answer answer = server.client().withToken("tt_other").get(path);
        assertThat(answer.status()).as(path).isEqualTo(429);
      }
      assertThat(server.client().get("/images").status()).as("a token known before").isEqualTo(200);
      assertThat(server.client().get("/healthz").status()).isEqualTo(200);
    }
  }

  @Test
  void forwardedAddressesAreTrustedOnlyFromKnownProxies() throws Exception {
    try (TestServer server = TestServer.in(folder.resolve("none")).start()) {
      assertThat(refused(server.client(), "/images", "x-forwarded-for", "192.0.2.1")).isPositive();
      Answer other =
          server.client().withToken("tt_other").get("/images", "x-forwarded-for", "192.0.2.2");
      assertThat(other.status()).isEqualTo(429);
    }
    WebSettings behindProxy = new WebSettings(List.of(), List.of("127.0.0.1"));
    try (TestServer server = TestServer.in(folder.resolve("proxy")).web(behindProxy).start()) {
      Client guesser = server.client().withToken("tt_other");
      assertThat(refused(guesser, "/images", "x-forwarded-for", "192.0.2.9, 192.0.2.1"))
          .isPositive();
      assertThat(guesser.get("/images", "x-forwarded-for", "192.0.2.2").status()).isEqualTo(401);
      assertThat(guesser.get("/images", "x-forwarded-for", "192.0.2.2, 192.0.2.1").status())
          .as("only what the proxy wrote itself, the last, is believed")
          .isEqualTo(429);
    }
  }
}
