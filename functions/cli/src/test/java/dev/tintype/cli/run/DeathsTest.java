package dev.tintype.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import dev.tintype.cli.harness.Client;
import dev.tintype.cli.harness.Eventually;
import dev.tintype.cli.harness.Photos;
import dev.tintype.cli.harness.ServeProcess;
import dev.tintype.cli.harness.Tree;
import dev.tintype.core.Sha256;
import dev.tintype.core.json.Json;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Kills server, workers and renderers with SIGKILL at random moments under a load of good and bad
/// images. At the end every image must have its one outcome, every variant must exist, and no other
/// file may.
class DeathsTest {

  private static final long SEED = 20_261_123L;
  private static final int GOOD = 24;
  private static final int BAD = 6;

  @TempDir private Path folder;

  private final List<String> told = new CopyOnWriteArrayList<>();

  private HttpServer receiver() throws Exception {
    HttpServer receiver =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    receiver.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          told.add(exchange.getRequestHeaders().getFirst("webhook-id"));
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    receiver.start();
    return receiver;
  }

  private static Map<String, String> environment(HttpServer receiver) {
    byte[] secret = "a".repeat(32).getBytes(StandardCharsets.US_ASCII);
    return Map.of(
        "TINTYPE_WORKERS",
        "2",
        "TINTYPE_WEBHOOK_URL",
        "http://127.0.0.1:" + receiver.getAddress().getPort() + "/",
        "TINTYPE_WEBHOOK_SECRET",
        "whsec_" + Base64.getEncoder().encodeToString(secret),
        "TINTYPE_WEBHOOK_PRIVATE",
        "allow");
  }

  @Test
  void noDeathLosesOrDoublesAnImage() throws Exception {
    Path data = folder.resolve("data");
    HttpServer receiver = receiver();
    Random random = new Random(SEED);
    List<String> good = new ArrayList<>();
    List<String> bad = new ArrayList<>();
    ServeProcess server = ServeProcess.start(data, environment(receiver));
    try {
      for (int i = 0; i < GOOD; i++) {
        good.add(upload(server.client(), Photos.jpeg(80, 60, i)));
      }
      for (int i = 0; i < BAD; i++) {
        bad.add(upload(server.client(), Photos.truncated(100 + i)));
      }
      for (int i = 0; i < 3; i++) {
        Thread.sleep(random.nextInt(200, 1_500));
        killOneBelow(server, random);
        Thread.sleep(random.nextInt(200, 1_500));
        server.kill();
        server = ServeProcess.start(data, environment(receiver));
      }
      assertAllEnded(server.client(), good, bad);
      Eventually.holds("every outcome is told", () -> distinctTold() == GOOD + BAD);
      assertNothingElseIsThere(data, good);
      assertThat(server.terminate()).isIn(0, 143);
    } finally {
      server.close();
      receiver.stop(0);
    }
  }

  private long distinctTold() {
    return told.stream().distinct().count();
  }

  private static String upload(Client client, byte[] original) throws Exception {
    JsonNode started =
        client
            .call(
                "POST",
                "/images",
                Json.write(Client.wish(original, "image/jpeg").put("recipe", "small")),
                "content-type",
                "application/json")
            .json();
    assertThat(client.put(started, original).status()).isEqualTo(200);
    return started.path("id").asText();
  }

  /// A worker or a renderer.
  private static void killOneBelow(ServeProcess server, Random random) {
    List<ProcessHandle> below = server.descendants();
    if (!below.isEmpty()) {
      below.get(random.nextInt(below.size())).destroyForcibly();
    }
  }

  private static void assertAllEnded(Client client, List<String> good, List<String> bad)
      throws Exception {
    for (String id : good) {
      JsonNode image = client.ended(id);
      assertThat(image.path("state").asText()).as("seed %s, %s", SEED, image).isEqualTo("ready");
      for (JsonNode variant : image.path("variants")) {
        byte[] bytes = client.get(variant.path("url").asText()).body();
        assertThat(Sha256.of(bytes).hex()).isEqualTo(variant.path("sha256").asText());
      }
    }
    for (String id : bad) {
      assertThat(client.ended(id).path("reason").asText()).isEqualTo("truncated");
    }
  }

  private static void assertNothingElseIsThere(Path data, List<String> good) throws Exception {
    List<String> published = Tree.files(data.resolve("public"));
    assertThat(published.stream().filter(name -> !name.startsWith(".tmp")))
        .allMatch(name -> good.contains(name.substring(0, 26)))
        .hasSize(GOOD * 7);
    assertThat(Tree.files(data.resolve("private/originals"))).hasSize(GOOD + BAD);
  }
}
