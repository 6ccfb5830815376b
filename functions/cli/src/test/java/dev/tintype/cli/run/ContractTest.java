package dev.tintype.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tintype.cli.harness.Client;
import dev.tintype.cli.harness.Client.Answer;
import dev.tintype.cli.harness.Eventually;
import dev.tintype.cli.harness.Photos;
import dev.tintype.cli.harness.TestServer;
import dev.tintype.cli.harness.Tree;
import dev.tintype.core.Sha256;
import dev.tintype.core.json.Json;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The whole API contract, against a server with one worker.
class ContractTest {

  @TempDir private static Path folder;

  private static TestServer server;
  private static Client client;

  @BeforeAll
  static void start() throws Exception {
    server = TestServer.in(folder).workers(1).start();
    client = server.client();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static JsonNode ready(byte[] original) throws Exception {
    JsonNode image = client.ended(client.upload(original, "image/jpeg"));
    assertThat(image.path("state").asText()).isEqualTo("ready");
    return image;
  }

  private static List<String> urls(JsonNode image) {
    List<String> urls = new ArrayList<>();
    image.path("variants").forEach(v -> urls.add(v.path("url").asText()));
    return urls;
  }

  @Test
  void anUploadedPhotoIsServedInEverySizeAndFormat() throws Exception {
    JsonNode image = ready(Photos.jpeg(80, 60, 1));
    JsonNode variants = image.path("variants");
    assertThat(variants).hasSize(6);
    for (JsonNode variant : variants) {
      Answer file = client.get(variant.path("url").asText());
      assertThat(file.status()).isEqualTo(200);
      assertThat(Sha256.of(file.body()).hex()).isEqualTo(variant.path("sha256").asText());
      assertThat(file.body()).hasSize(variant.path("bytes").asInt());
      assertThat(file.header("content-type")).isEqualTo("image/" + variant.path("format").asText());
      assertThat(file.header("cache-control")).contains("immutable");
      assertThat(file.header("x-content-type-options")).isEqualTo("nosniff");
      assertThat(file.header("content-security-policy")).contains("default-src 'none'");
    }
    Answer manifest = client.get(image.path("current").path("manifest").asText());
    assertThat(manifest.json().path("variants")).hasSize(6);
  }

  @Test
  void publicFilesSupportHeadRangesAndETags() throws Exception {
    String url = urls(ready(Photos.jpeg(70, 50, 2))).getFirst();
    Answer whole = client.get(url);
    Answer head = client.send(HttpRequest.newBuilder(URI.create(url)).HEAD().build());
    assertThat(head.status()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    for (String header : List.of("content-length", "etag", "content-type", "accept-ranges")) {
      assertThat(head.header(header)).isEqualTo(whole.header(header)).isNotEmpty();
    }
    Answer part = client.get(url, "range", "bytes=2-5");
    assertThat(part.status()).isEqualTo(206);
    assertThat(part.body()).isEqualTo(java.util.Arrays.copyOfRange(whole.body(), 2, 6));
    assertThat(part.header("content-range")).isEqualTo("bytes 2-5/" + whole.body().length);
    Answer last = client.get(url, "range", "bytes=-3");
    assertThat(last.body()).hasSize(3);
    assertThat(client.get(url, "range", "bytes=9999999-").status()).isEqualTo(416);
    assertThat(client.get(url, "range", "bytes=2-5", "if-range", "\"other\"").status())
        .isEqualTo(200);
    Answer known = client.get(url, "if-none-match", whole.header("etag"));
    assertThat(known.status()).isEqualTo(304);
    assertThat(known.body()).isEmpty();
    assertThat(client.call("PUT", url, "x").status()).isEqualTo(405);
  }

  @Test
  void anUnchangedStateIsAnsweredWith304() throws Exception {
    String id = ready(Photos.jpeg(64, 48, 3)).path("id").asText();
    String tag = client.get("/images/" + id).header("etag");
    assertThat(client.get("/images/" + id, "if-none-match", tag).status()).isEqualTo(304);
  }

  @Test
  void theOriginalIsServedOnlyByASignedUrl() throws Exception {
    byte[] original = Photos.jpeg(90, 60, 4);
    JsonNode image = ready(original);
    Answer redirect = client.get("/images/" + image.path("id").asText() + "/original");
    assertThat(redirect.status()).isEqualTo(302);
    String signed = redirect.header("location");
    Answer download = client.get(signed);
    assertThat(download.body()).isEqualTo(original);
    assertThat(download.header("content-type")).isEqualTo("application/octet-stream");
    assertThat(download.header("content-disposition")).startsWith("attachment;");
    assertThat(client.get(signed.replace("signature=", "signature=A")).status()).isEqualTo(403);
    String unsigned = signed.substring(0, signed.indexOf('?'));
    assertThat(client.get(unsigned).status()).isEqualTo(403);
    assertThat(client.get("/files/" + unsigned.substring(unsigned.indexOf("originals"))).status())
        .isEqualTo(404);
  }

  @Test
  void anErasedImageIsGoneAndItsFilesAreDeleted() throws Exception {
    JsonNode image = ready(Photos.jpeg(100, 60, 5));
    String id = image.path("id").asText();
    String url = urls(image).getFirst();
    assertThat(client.call("DELETE", "/images/" + id, "").status()).isEqualTo(202);
    assertThat(client.get("/images/" + id).status()).isEqualTo(410);
    assertThat(client.call("DELETE", "/images/" + id, "").status()).isEqualTo(410);
    Eventually.holds("the files are deleted", () -> client.get(url).status() == 404);
    Eventually.holds(
        "no file names the image",
        () -> Tree.files(folder).stream().noneMatch(name -> name.contains(id)));
  }

  @Test
  void theEventStreamSendsEveryStateUntilTheEnd() throws Exception {
    byte[] original = Photos.jpeg(66, 44, 6);
    JsonNode started = client.start(original, "image/jpeg").json();
    String path = "/events?image=" + started.path("id").asText();
    List<String> heard = new ArrayList<>();
    try (Stream<String> lines = client.lines(path)) {
      Iterator<String> next = lines.iterator();
      while (!heard.toString().contains("\"state\":\"awaiting_upload\"")) {
        heard.add(next.next());
      }
      String image = "/images/" + started.path("id").asText();
      String labels = "{\"name\":\"b.jpg\",\"metadata\":{\"album\":\"42\"}}";
      assertThat(client.call("PATCH", image, labels).status()).isEqualTo(200);
      while (!heard.toString().contains(labels.substring(1, labels.length() - 1))) {
        heard.add(next.next());
      }
      assertThat(client.put(started, original).status()).isEqualTo(200);
      next.forEachRemaining(heard::add);
    }
    assertThat(heard.toString()).contains("\"state\":\"ready\"");
    assertThat(heard).endsWith("event: end", "data: {}", "");
    Answer again = client.get(path);
    assertThat(again.header("content-type")).isEqualTo("text/event-stream");
    assertThat(new String(again.body(), StandardCharsets.UTF_8))
        .contains("\"state\":\"ready\"")
        .endsWith("event: end\ndata: {}\n\n");
  }

  @Test
  void corruptAndTruncatedUploadsFailWithTheirReasonAndLeaveNoVariants() throws Exception {
    JsonNode corrupt = client.ended(client.upload(Photos.corrupt(7), "image/jpeg"));
    assertThat(corrupt.path("state").asText()).isEqualTo("failed");
    assertThat(corrupt.path("reason").asText()).isIn("corrupt", "truncated");
    JsonNode truncated = client.ended(client.upload(Photos.truncated(8), "image/jpeg"));
    assertThat(truncated.path("reason").asText()).isEqualTo("truncated");
    JsonNode text =
        client.ended(client.upload("no image".getBytes(StandardCharsets.UTF_8), "image/jpeg"));
    assertThat(text.path("reason").asText()).isEqualTo("unsupported_format");
    for (JsonNode failed : List.of(corrupt, truncated, text)) {
      String id = failed.path("id").asText();
      assertThat(Tree.files(folder.resolve("public"))).noneMatch(name -> name.startsWith(id));
    }
  }

  @Test
  void aPngDeclaredAsJpegIsReadByItsBytes() throws Exception {
    JsonNode image = client.ended(client.upload(Photos.png(40, 30, 9), "image/jpeg"));
    assertThat(image.path("state").asText()).isEqualTo("ready");
    assertThat(image.path("current").path("original").path("format").asText()).isEqualTo("png");
  }

  @Test
  void anOriginalThatIsStoredIsNotUploadedAgain() throws Exception {
    byte[] original = Photos.jpeg(50, 40, 10);
    String id = ready(original).path("id").asText();
    Answer again =
        client.call(
            "POST",
            "/images/" + id + "/versions",
            Json.write(Client.wish(original, "image/jpeg")),
            "content-type",
            "application/json");
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.json().has("upload")).isFalse();
    Answer reprocessed = client.call("POST", "/images/" + id + "/reprocess", "{}");
    assertThat(reprocessed.status()).isEqualTo(200);
  }

  @Test
  void aSecondSetIsMadeBesideTheDefaultSet() throws Exception {
    JsonNode image = ready(Photos.jpeg(64, 40, 12));
    String id = image.path("id").asText();
    Answer queued = client.call("POST", "/images/" + id + "/reprocess", "{\"recipe\":\"fast\"}");
    assertThat(queued.status()).isEqualTo(202);
    JsonNode fast = client.ended(id + "?recipe=fast");
    assertThat(fast.path("state").asText()).isEqualTo("ready");
    assertThat(urls(fast)).hasSize(21).doesNotContainAnyElementsOf(urls(image));
    for (String url : urls(fast)) {
      assertThat(client.get(url).status()).isEqualTo(200);
    }
    JsonNode after = client.ended(id);
    assertThat(urls(after)).isEqualTo(urls(image));
    assertThat(after.path("sets")).hasSize(2);
    assertThat(client.get("/images/" + id + "?recipe=none").problem()).isEqualTo("no-such-set");
  }

  @Test
  void metricsNeedTheReadScope() throws Exception {
    ready(Photos.jpeg(45, 40, 11));
    String text = new String(client.get("/metrics").body(), StandardCharsets.UTF_8);
    assertThat(text)
        .contains("tintype_http_requests_total{endpoint=\"upload\",status=\"200\"}")
        .contains("tintype_queue_messages{where=\"visible\"}")
        .contains("tintype_sandbox{measure=\"seccomp\",worker=\"0\"} 1")
        .contains("tintype_workers 1");
    assertThat(client.withToken("tt_none").get("/metrics").status()).isEqualTo(401);
  }
}
