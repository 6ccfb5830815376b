package dev.tintype.cli.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import dev.tintype.cli.harness.Client;
import dev.tintype.cli.harness.Eventually;
import dev.tintype.cli.harness.MovableClock;
import dev.tintype.cli.harness.Photos;
import dev.tintype.cli.harness.TestServer;
import dev.tintype.core.json.Json;
import dev.tintype.core.port.Notifier.Answer;
import dev.tintype.core.webhook.Webhook;
import dev.tintype.core.webhook.WebhookNotifier;
import dev.tintype.core.webhook.WebhookSecret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WebhookTest {

  private static final byte[] KEY =
      "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
  private static final String SECRET = "whsec_" + Base64.getEncoder().encodeToString(KEY);

  @TempDir private Path folder;

  private HttpServer receiver;
  private final List<Received> received = new CopyOnWriteArrayList<>();

  /// The statuses to answer in turn; 204 when none is left.
  private final Queue<Integer> answers = new ConcurrentLinkedQueue<>();

  private record Received(String id, String timestamp, String signature, String body) {

    boolean isSigned() throws Exception {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(KEY, "HmacSHA256"));
      byte[] expected =
          mac.doFinal((id + "." + timestamp + "." + body).getBytes(StandardCharsets.UTF_8));
      return signature.equals("v1," + Base64.getEncoder().encodeToString(expected));
    }

    JsonNode json() {
      return Json.parse(body).node();
    }
  }

  @BeforeEach
  void receive() throws IOException {
    receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    receiver.createContext(
        "/",
        exchange -> {
          Integer answer = answers.poll();
          received.add(
              new Received(
                  exchange.getRequestHeaders().getFirst("webhook-id"),
                  exchange.getRequestHeaders().getFirst("webhook-timestamp"),
                  exchange.getRequestHeaders().getFirst("webhook-signature"),
                  new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
          exchange.getResponseHeaders().set("location", "/elsewhere");
          exchange.sendResponseHeaders(answer == null ? 204 : answer, -1);
          exchange.close();
        });
    receiver.start();
  }

  @AfterEach
  void stop() {
    receiver.stop(0);
  }

  private WebhookNotifier notifier(String host, boolean privateAllowed, MovableClock clock) {
    URI url = URI.create("http://" + host + ":" + receiver.getAddress().getPort() + "/hook?a=b");
    return new WebhookNotifier(
        new Webhook(url, WebhookSecret.of(SECRET), privateAllowed),
        (SSLSocketFactory) SSLSocketFactory.getDefault(),
        clock);
  }

  @Test
  void everyOutcomeIsSentOnceAndSigned() throws Exception {
    WebhookNotifier notifier = notifier("127.0.0.1", true, new MovableClock());
    try (TestServer server = TestServer.in(folder).workers(1).notifier(notifier).start()) {
      Client client = server.client();
      String good = client.upload(Photos.jpeg(40, 30, 1), "image/jpeg");
      String bad = client.upload(Photos.truncated(2), "image/jpeg");
      assertThat(client.ended(bad).path("reason").asText()).isEqualTo("truncated");
      assertThat(client.ended(good).path("state").asText()).isEqualTo("ready");
      Eventually.holds("both are told", () -> received.size() >= 2);
      Thread.sleep(2_500);
      assertThat(received).hasSize(2);
      for (Received one : received) {
        assertThat(one.isSigned()).isTrue();
        assertThat(one.json().path("data").has("manifestUrl"))
            .as("no setting tells where the receiver reaches the files")
            .isFalse();
        String id = one.json().path("data").path("imageId").asText();
        assertThat(one.json().path("type").asText())
            .isEqualTo(id.equals(good) ? "image.ready" : "image.failed");
      }
    }
  }

  @Test
  void aNotificationHasNameMetadataAndTheUrlOfTheManifest() throws Exception {
    WebhookNotifier notifier = notifier("127.0.0.1", true, new MovableClock());
    URI files = URI.create("https://files.example");
    try (TestServer server =
        TestServer.in(folder).workers(1).filesUrl(files).notifier(notifier).start()) {
      Client client = server.client();
      byte[] photo = Photos.jpeg(40, 30, 1);
      ObjectNode wish = Client.wish(photo, "image/jpeg").put("name", "a.jpg");
      wish.putObject("metadata").put("album", "42");
      JsonNode started = client.call("POST", "/images", Json.write(wish)).json();
      client.put(started, photo);
      client.ended(started.path("id").asText());
      Eventually.holds("it is told", () -> !received.isEmpty());
      assertThat(received.getFirst().isSigned()).isTrue();
      JsonNode data = received.getFirst().json().path("data");
      assertThat(data.path("name").asText()).isEqualTo("a.jpg");
      assertThat(data.path("metadata").toString()).isEqualTo("{\"album\":\"42\"}");
      String url = data.path("manifestUrl").asText();
      assertThat(url).isEqualTo(files + "/" + data.path("manifest").asText());
      assertThat(client.get("/files" + URI.create(url).getPath()).json().path("imageId").asText())
          .isEqualTo(started.path("id").asText());
    }
  }

  @Test
  void aRefusedNotificationIsSentAgainWithTheSameId() throws Exception {
    answers.addAll(List.of(500, 302, 200));
    MovableClock clock = new MovableClock();
    WebhookNotifier notifier = notifier("127.0.0.1", true, clock);
    try (TestServer server = TestServer.in(folder).workers(1).notifier(notifier).start()) {
      server.client().ended(server.client().upload(Photos.jpeg(40, 30, 3), "image/jpeg"));
      Eventually.holds("it is told", () -> received.size() == 1);
      Eventually.holds("it is told again", () -> isToldTimes(2, server.clock()));
      Eventually.holds("it is told a third time", () -> isToldTimes(3, server.clock()));
      Thread.sleep(1_500);
      server.clock().move(Duration.ofHours(1));
      Thread.sleep(1_500);
      assertThat(received).hasSize(3);
      assertThat(received.stream().map(Received::id).distinct()).hasSize(1);
      assertThat(received.stream().map(Received::body).distinct()).hasSize(1);
    }
  }

  @Test
  void aNotificationIsSentAgainOnRequest() throws Exception {
    int refusals = 7;
    answers.addAll(Collections.nCopies(refusals, 500));
    MovableClock clock = new MovableClock();
    WebhookNotifier notifier = notifier("127.0.0.1", true, clock);
    try (TestServer server = TestServer.in(folder).workers(1).notifier(notifier).start()) {
      Client client = server.client();
      String image = client.upload(Photos.jpeg(40, 30, 4), "image/jpeg");
      client.ended(image);
      Eventually.holds("it is refused", () -> isToldTimes(refusals, server.clock()));
      Eventually.holds(
          "the refusals are counted",
          () -> refused(client).path(0).path("attempts").asInt() == refusals);
      JsonNode delivery = refused(client).get(0);
      assertThat(Instant.parse(delivery.path("nextAt").asText()))
          .as("without the request, it is sent later than this test waits")
          .isAfter(server.clock().instant().plus(Eventually.PATIENCE));
      assertThat(delivery.path("imageId").asText()).isEqualTo(image);
      assertThat(delivery.path("refusal").asText()).isEqualTo("the receiver answered 500");
      String again = delivery.path("links").path("redeliver").asText();
      assertThat(client.call("POST", again, "").status()).isEqualTo(202);
      Eventually.holds("it is accepted", () -> received.size() == refusals + 1);
      Eventually.holds("it is not in the list", () -> refused(client).isEmpty());
      assertThat(client.call("POST", again, "").status()).isEqualTo(202);
      Eventually.holds("it is sent once more", () -> received.size() == refusals + 2);
      assertThat(received.stream().map(Received::id).distinct())
          .containsExactly(delivery.path("id").asText());
    }
  }

  private static JsonNode refused(Client client) throws Exception {
    return client.get("/deliveries?state=refused").json().path("deliveries");
  }

  private boolean isToldTimes(int times, MovableClock clock) {
    clock.move(Duration.ofSeconds(10));
    return received.size() >= times;
  }

  @Test
  void aPrivateAddressIsNotContacted() {
    for (String host : List.of("127.0.0.1", "localhost", "[::1]", "0.0.0.0")) {
      Answer answer = notifier(host, false, new MovableClock()).tell(SampleOutcome.any());
      assertThat(answer).as(host).isInstanceOf(Answer.Refused.class);
    }
    assertThat(received).isEmpty();
  }
}
