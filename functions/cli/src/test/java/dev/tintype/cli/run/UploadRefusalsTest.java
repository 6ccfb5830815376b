package dev.tintype.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tintype.cli.harness.Client;
import dev.tintype.cli.harness.Client.Answer;
import dev.tintype.cli.harness.Eventually;
import dev.tintype.cli.harness.Photos;
import dev.tintype.cli.harness.RawHttp;
import dev.tintype.cli.harness.TestServer;
import dev.tintype.cli.harness.Tree;
import dev.tintype.core.Sha256;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Uploads that must be refused; none may leave a file.
class UploadRefusalsTest {

  private static final String TYPE = "image/jpeg";
  private static final byte[] ORIGINAL = Photos.jpeg(60, 40, 1);

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

  @AfterEach
  void nothingIsLeftOnDisk() throws Exception {
    Eventually.holds(
        "no file is left of what was refused",
        () -> Tree.files(folder.resolve("private")).isEmpty());
  }

  private static JsonNode started() throws Exception {
    return client.start(ORIGINAL, TYPE).json();
  }

  private static String url(JsonNode started) {
    return started.path("upload").path("url").asText();
  }

  private static Answer put(String url, byte[] body, String... headers) throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create(url))
            .headers(headers)
            .PUT(BodyPublishers.ofByteArray(body))
            .build());
  }

  private static Answer putAsSigned(String url, byte[] body) throws Exception {
    return put(url, body, "content-type", TYPE, "if-none-match", "*");
  }

  @ParameterizedTest
  @CsvSource({
    "bytes=, bytes=1",
    "type=image%2Fjpeg, type=image%2Fpng",
    "sha256=, sha256=0",
    "expires=1, expires=2",
    "signature=, signature=x",
    "/originals/0, /originals/1",
    "&signature=, &other=",
    "expires=, expires=1&expires="
  })
  void anyChangeOfTheSignedUrlIsRefused(String part, String other) throws Exception {
    String changed = url(started()).replaceFirst(part, other);
    assertThat(putAsSigned(changed, ORIGINAL).status()).isIn(400, 403);
  }

  @Test
  void anotherKeyInTheUrlIsRefused() throws Exception {
    String url = url(started());
    String hex = Sha256.of(ORIGINAL).hex();
    String other = Sha256.of("other").hex();
    assertThat(putAsSigned(url.replaceFirst(hex, other), ORIGINAL).problem())
        .isEqualTo("signature");
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "GET", "DELETE", "PATCH"})
  void anotherMethodIsRefused(String method) throws Exception {
    Answer answer =
        client.send(
            HttpRequest.newBuilder(URI.create(url(started())))
                .headers("content-type", TYPE, "if-none-match", "*")
                .method(method, BodyPublishers.ofByteArray(ORIGINAL))
                .build());
    assertThat(answer.status()).isEqualTo(403);
  }

  @Test
  void headersThatWereSignedMustBeSent() throws Exception {
    String url = url(started());
    assertThat(put(url, ORIGINAL, "content-type", "image/png", "if-none-match", "*").problem())
        .isEqualTo("signed-header");
    assertThat(put(url, ORIGINAL, "content-type", TYPE).problem()).isEqualTo("signed-header");
    assertThat(put(url, ORIGINAL, "content-type", TYPE, "if-none-match", "\"x\"").problem())
        .isEqualTo("signed-header");
    assertThat(put(url, ORIGINAL, "if-none-match", "*").problem()).isEqualTo("signed-header");
  }

  @Test
  void anotherLengthIsRefusedBeforeAnythingIsRead() throws Exception {
    String url = url(started());
    assertThat(putAsSigned(url, new byte[0]).status()).isEqualTo(403);
    assertThat(putAsSigned(url, Arrays.copyOf(ORIGINAL, ORIGINAL.length - 1)).status())
        .isEqualTo(403);
    try (RawHttp raw = new RawHttp(client.url())) {
      raw.say(head(url, "content-length: 99999999999"));
      assertThat(raw.status()).isEqualTo(403);
    }
  }

  /// An early answer would be lost in proxies that then close the connection to their client.
  @ParameterizedTest
  @ValueSource(strings = {"x-forwarded-for: 192.0.2.7", "forwarded: for=192.0.2.7", "via: 1.1 x"})
  void aRefusalThroughAProxyComesAfterTheBody(String proxy) throws Exception {
    byte[] longer = Arrays.copyOf(ORIGINAL, ORIGINAL.length + 1);
    String head = head(url(started()), proxy + "\r\ncontent-length: " + longer.length);
    String next = "GET /healthz HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n";
    try (RawHttp raw = new RawHttp(client.url())) {
      raw.say(head).say(ORIGINAL);
      assertThat(raw.isSilentFor(Duration.ofMillis(300))).isTrue();
      raw.say(new byte[1]).say(next);
      assertThat(raw.heard()).contains("403 Forbidden", "signed-header", "200 OK");
    }
  }

  @Test
  void aRefusalThroughAProxyDoesNotWaitForABodyThatIsTooLong() throws Exception {
    String length = "x-forwarded-for: 192.0.2.7\r\ncontent-length: 99999999999";
    try (RawHttp raw = new RawHttp(client.url())) {
      raw.say(head(url(started()), length));
      assertThat(raw.status()).isEqualTo(403);
    }
  }

  @Test
  void anUploadMustDeclareItsLength() throws Exception {
    try (RawHttp raw = new RawHttp(client.url())) {
      raw.say(head(url(started()), "transfer-encoding: chunked")).say("0\r\n\r\n");
      assertThat(raw.status()).isEqualTo(411);
    }
  }

  private static String head(String url, String length) {
    URI target = URI.create(url);
    return String.join(
            "\r\n",
            "PUT " + target.getRawPath() + "?" + target.getRawQuery() + " HTTP/1.1",
            "host: " + target.getRawAuthority(),
            "content-type: " + TYPE,
            "if-none-match: *",
            length)
        + "\r\n\r\n";
  }

  @Test
  void otherBytesOfTheSameLengthAreRefused() throws Exception {
    byte[] other = ORIGINAL.clone();
    other[other.length / 2] ^= 1;
    assertThat(putAsSigned(url(started()), other).problem()).isEqualTo("digest");
  }

  @Test
  void anInterruptedUploadLeavesNothingAndCanBeRepeated() throws Exception {
    JsonNode started = started();
    try (RawHttp raw = new RawHttp(client.url())) {
      raw.say(head(url(started), "content-length: " + ORIGINAL.length));
      raw.say(Arrays.copyOf(ORIGINAL, ORIGINAL.length / 2));
    }
    Eventually.holds(
        "the temporary file is gone", () -> Tree.files(folder.resolve("private")).isEmpty());
    assertThat(client.put(started, ORIGINAL).status()).isEqualTo(200);
    erase(started);
  }

  @Test
  void aSecondUploadIsAnsweredThatTheFirstIsStored() throws Exception {
    JsonNode started = started();
    assertThat(client.put(started, ORIGINAL).status()).isEqualTo(200);
    Answer second = client.put(started, ORIGINAL);
    assertThat(second.status()).isEqualTo(412);
    assertThat(second.problem()).isEqualTo("already-stored");
    erase(started);
  }

  @Test
  void anExpiredPermissionIsRefused() throws Exception {
    String url = url(started());
    server.clock().move(Duration.ofMinutes(16));
    assertThat(putAsSigned(url, ORIGINAL).problem()).isEqualTo("expired");
  }

  @Test
  void anUnsupportedOriginalIsRefusedBeforeItIsUploaded() throws Exception {
    assertThat(wish("image/heic", "10").problem()).isEqualTo("unsupported-type");
    assertThat(wish("image/svg+xml", "10").problem()).isEqualTo("unsupported-type");
    assertThat(wish(TYPE, "100000001").problem()).isEqualTo("too-large");
    assertThat(wish(TYPE, "0").problem()).isEqualTo("invalid-request");
    assertThat(wish(TYPE, "-1").problem()).isEqualTo("invalid-request");
  }

  private static Answer wish(String type, String bytes) throws IOException, InterruptedException {
    String body =
        "{\"contentType\":\"%s\",\"bytes\":%s,\"sha256\":\"%s\"}"
            .formatted(type, bytes, "a".repeat(64));
    return client.call("POST", "/images", body, "content-type", "application/json");
  }

  private static void erase(JsonNode started) throws Exception {
    String id = started.path("id").asText();
    assertThat(client.call("DELETE", "/images/" + id, "").status()).isEqualTo(202);
  }
}
