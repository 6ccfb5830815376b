package dev.tintype.cli.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tintype.cli.harness.Client;
import dev.tintype.cli.harness.Eventually;
import dev.tintype.cli.harness.Photos;
import dev.tintype.cli.harness.ServeProcess;
import dev.tintype.core.Sha256;
import dev.tintype.s3.emulator.EmbeddedS3;
import dev.tintype.s3.emulator.EmulatedS3;
import dev.tintype.s3.emulator.Fault;
import dev.tintype.s3.emulator.FaultyS3;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.model.S3Object;

/// The server and its workers with originals and variants in an S3 store that sends no events.
class S3ServeTest {

  @TempDir private Path folder;

  private final EmulatedS3 s3 = new EmulatedS3(EmbeddedS3.start());
  private final String originals = s3.newBucket();
  private final String variants = s3.newBucket();

  private Map<String, String> environment() {
    return environment(s3.endpoint());
  }

  private Map<String, String> environment(URI endpoint) {
    return Map.of(
        "TINTYPE_STORAGE",
        "s3://" + originals + "," + variants + "?endpoint=" + endpoint,
        "TINTYPE_WORKERS",
        "1",
        "AWS_ACCESS_KEY_ID",
        EmulatedS3.KEY,
        "AWS_SECRET_ACCESS_KEY",
        EmulatedS3.KEY);
  }

  private List<String> keys(String bucket) {
    return s3.s3().listObjectsV2(r -> r.bucket(bucket)).contents().stream()
        .map(S3Object::key)
        .toList();
  }

  @Test
  void anImageIsUploadedToTheStoreRenderedServedAndErased() throws Exception {
    byte[] original = Photos.jpeg(300, 200, 7);
    try (ServeProcess server = ServeProcess.start(folder.resolve("data"), environment())) {
      Client client = server.client();
      JsonNode started = client.start(original, "image/jpeg").json();
      assertThat(started.path("upload").path("url").asText())
          .startsWith(s3.endpoint() + "/" + originals + "/originals/");
      assertThat(client.put(started, original).status()).isEqualTo(200);
      assertThat(client.put(started, original).status()).isEqualTo(412);
      String id = started.path("id").asText();
      JsonNode image = client.ended(id);
      assertThat(image.path("state").asText()).as(image.toString()).isEqualTo("ready");
      everyVariantIsServed(client, image);
      String link = client.get("/images/" + id + "/original").header("location");
      assertThat(link).startsWith(s3.endpoint().toString());
      assertThat(client.get(link).body()).isEqualTo(original);
      assertThat(keys(originals)).hasSize(1);
      assertThat(client.call("DELETE", "/images/" + id, "").status()).isEqualTo(202);
      Eventually.holds(
          "both buckets are empty", () -> keys(originals).isEmpty() && keys(variants).isEmpty());
      assertThat(client.get("/images/" + id).status()).isEqualTo(410);
    }
    assertThat(folder.resolve("data/private")).doesNotExist();
    assertThat(folder.resolve("data/public")).doesNotExist();
  }

  private void everyVariantIsServed(Client client, JsonNode image) throws Exception {
    JsonNode all = image.path("variants");
    assertThat(all).isNotEmpty();
    for (JsonNode variant : all) {
      Client.Answer answer = client.get(variant.path("url").asText());
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.header("cache-control")).contains("immutable");
      assertThat(answer.body()).hasSize(variant.path("bytes").asInt());
      assertThat(Sha256.of(answer.body()).hex()).isEqualTo(variant.path("sha256").asText());
      byte[] part = client.get(variant.path("url").asText(), "range", "bytes=1-3").body();
      assertThat(part).isEqualTo(java.util.Arrays.copyOfRange(answer.body(), 1, 4));
    }
    assertThat(keys(variants)).hasSize(all.size() + 1);
  }

  @Test
  void clientsAndTheStoreMayAnnounceAnUpload() throws Exception {
    byte[] original = Photos.jpeg(60, 40, 8);
    try (ServeProcess server = ServeProcess.start(folder.resolve("data"), environment())) {
      Client client = server.client();
      JsonNode started = client.start(original, "image/jpeg").json();
      String uploaded = started.path("links").path("uploaded").asText();
      assertThat(client.call("POST", uploaded, "").status()).isEqualTo(409);
      assertThat(client.put(started, original).status()).isEqualTo(200);
      Client.Answer answer = client.call("POST", uploaded, "");
      assertThat(answer.status()).isEqualTo(202);
      assertThat(answer.json().path("state").asText()).isNotEqualTo("awaiting_upload");
      theStoreCalls(server, keys(originals).getFirst());
      assertThat(client.ended(started.path("id").asText()).path("state").asText())
          .isEqualTo("ready");
      assertThat(client.call("POST", uploaded, "").json().path("state").asText())
          .isEqualTo("ready");
    }
  }

  private void theStoreCalls(ServeProcess server, String key) throws Exception {
    String event =
        "{\"key\":\"/buckets/%s/%s\",\"event_type\":\"create\",\"message\":{}}"
            .formatted(originals, key);
    assertThat(server.client().call("GET", "/storage-events", "").status()).isEqualTo(405);
    assertThat(posted(server, "{}", "Bearer " + server.token())).isEqualTo(400);
    assertThat(posted(server, event, "Bearer " + server.token())).isEqualTo(200);
    assertThat(posted(server, event, "Basic " + basic(server.token()))).isEqualTo(200);
    assertThat(posted(server, event, "Basic " + basic("wrong"))).isEqualTo(401);
    assertThat(posted(server, event, "Basic !")).isEqualTo(401);
  }

  private static String basic(String password) {
    return Base64.getEncoder().encodeToString(("store:" + password).getBytes(UTF_8));
  }

  private static int posted(ServeProcess server, String event, String authorization)
      throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(server.client().url().resolve("/storage-events"))
            .header("authorization", authorization)
            .POST(BodyPublishers.ofString(event))
            .build();
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(request, BodyHandlers.discarding()).statusCode();
    }
  }

  @Test
  void aStoreThatDoesNotKeepTheContractIsRefused() {
    try (FaultyS3 store = new FaultyS3(Set.of(Fault.IGNORES_CONDITION))) {
      assertThatThrownBy(
              () -> ServeProcess.start(folder.resolve("data"), environment(store.endpoint())))
          .hasMessageContaining(
              "TINTYPE_STORAGE names a store that does not keep what Tintype needs: the bucket ")
          .hasMessageContaining("If-None-Match");
      assertThat(store.keys()).isEmpty();
    }
  }

  @Test
  void thePageOfTheConsoleMayUploadToTheStore() throws Exception {
    try (ServeProcess server = ServeProcess.start(folder.resolve("data"), environment())) {
      assertThat(server.client().get("/").header("content-security-policy"))
          .contains("connect-src 'self' " + s3.endpoint() + ";");
      assertThat(server.client().get("/readyz").status()).isEqualTo(200);
    }
  }
}
