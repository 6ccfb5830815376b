package dev.tintype.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import dev.tintype.cli.harness.Client;
import dev.tintype.cli.harness.Eventually;
import dev.tintype.cli.harness.Photos;
import dev.tintype.cli.harness.ServeProcess;
import dev.tintype.cli.harness.Tree;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Uses every secret, correctly and wrongly. Afterwards no log of server, workers or renderers may
/// contain one.
class SecretsTest {

  private static final String WEBHOOK =
      Base64.getEncoder().encodeToString("s".repeat(32).getBytes(StandardCharsets.US_ASCII));

  @TempDir private Path folder;

  private final List<String> secrets = new CopyOnWriteArrayList<>(List.of(WEBHOOK));

  private final AtomicInteger calls = new AtomicInteger();

  private HttpServer receiver() throws Exception {
    HttpServer receiver =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    receiver.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          secrets.add(exchange.getRequestHeaders().getFirst("webhook-signature"));
          // The first notification is refused, so that the refusal is logged too.
          exchange.sendResponseHeaders(calls.getAndIncrement() == 0 ? 500 : 204, -1);
          exchange.close();
        });
    receiver.start();
    return receiver;
  }

  @Test
  void logsContainNoTokensSignaturesOrSecrets() throws Exception {
    HttpServer receiver = receiver();
    Map<String, String> environment =
        Map.of(
            "TINTYPE_WORKERS",
            "1",
            "TINTYPE_WEBHOOK_URL",
            "http://127.0.0.1:" + receiver.getAddress().getPort() + "/hook?key=hidden-key",
            "TINTYPE_WEBHOOK_SECRET",
            "whsec_" + WEBHOOK,
            "TINTYPE_WEBHOOK_PRIVATE",
            "allow");
    secrets.add("hidden-key");
    try (ServeProcess server = ServeProcess.start(folder.resolve("data"), environment)) {
      secrets.add(server.token());
      use(server.client());
      Eventually.holds(
          "the refusal is logged", () -> Files.readString(server.log()).contains("notify.refused"));
      server.terminate();
    } finally {
      receiver.stop(0);
    }
    secrets.add(
        Files.readString(folder.resolve("data/signing.secret"), StandardCharsets.ISO_8859_1));
    for (String log : logs()) {
      String text = Files.readString(folder.resolve(log), StandardCharsets.ISO_8859_1);
      for (String secret : secrets) {
        assertThat(text).as(log).doesNotContain(secret);
      }
    }
  }

  private List<String> logs() throws Exception {
    List<String> logs = new ArrayList<>(Tree.files(folder));
    logs.removeIf(name -> !name.endsWith(".log"));
    assertThat(logs).isNotEmpty();
    return logs;
  }

  private void use(Client client) throws Exception {
    byte[] original = Photos.jpeg(60, 40, 1);
    JsonNode started = client.start(original, "image/jpeg").json();
    URI upload = URI.create(started.path("upload").path("url").asText());
    remember(upload);
    assertThat(client.put(started, Photos.jpeg(60, 40, 2)).status()).isGreaterThanOrEqualTo(400);
    assertThat(client.put(started, original).status()).isEqualTo(200);
    String id = started.path("id").asText();
    assertThat(client.ended(id).path("state").asText()).isEqualTo("ready");
    String location = client.get("/images/" + id + "/original").header("location");
    remember(URI.create(location));
    assertThat(client.get(location).body()).isEqualTo(original);
    assertThat(client.get(location + "0").status()).isGreaterThanOrEqualTo(400);
    String wrong = "tt_wrong_0123456789abcdef";
    secrets.add(wrong);
    assertThat(client.withToken(wrong).get("/images").status()).isEqualTo(401);
    assertThat(client.get("/images?token=" + wrong).status()).isLessThan(500);
    assertThat(client.call("POST", "/images", "{\"secret\":\"" + wrong + "\"}").status())
        .isGreaterThanOrEqualTo(400);
    HttpRequest odd =
        HttpRequest.newBuilder(client.url().resolve("/nowhere/at/all"))
            .header("authorization", "Basic " + wrong)
            .header("cookie", "session=" + wrong)
            .GET()
            .build();
    assertThat(client.send(odd).status()).isGreaterThanOrEqualTo(400);
  }

  /// The signature of a signed URL; its other parameters are not secret.
  private void remember(URI url) {
    for (String pair : url.getRawQuery().split("&")) {
      if (pair.startsWith("signature=")) {
        secrets.add(pair.substring(pair.indexOf('=') + 1));
        return;
      }
    }
    throw new AssertionError("no signature in " + url);
  }
}
