package dev.tintype.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tintype.cli.harness.Client;
import dev.tintype.cli.harness.Client.Answer;
import dev.tintype.cli.harness.Eventually;
import dev.tintype.cli.harness.Photos;
import dev.tintype.cli.harness.ServeProcess;
import dev.tintype.cli.harness.Tree;
import dev.tintype.core.disk.SmallDisk;
import dev.tintype.core.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A full disk: uploads are refused, stored files are served, work waits.
class DiskFullTest {

  private static final String TYPE = "image/jpeg";

  private static SmallDisk disk;
  private static ServeProcess server;
  private static Client client;

  @BeforeAll
  static void start(@TempDir Path folder) throws IOException {
    Path data = Files.createDirectory(folder.resolve("data"));
    disk = SmallDisk.mount(data, 28);
    server = ServeProcess.startUnder(disk.inside(), data, Map.of("TINTYPE_WORKERS", "1"));
    client = server.client();
  }

  @AfterAll
  static void stop() {
    server.close();
    disk.close();
  }

  private static String wish(byte[] original, String type) {
    return Json.write(Client.wish(original, type).put("recipe", "small"));
  }

  private static Answer begin(byte[] original, String type) throws Exception {
    return client.call("POST", "/images", wish(original, type), "content-type", "application/json");
  }

  private static JsonNode readyImage(byte[] original) throws Exception {
    JsonNode started = begin(original, TYPE).json();
    assertThat(client.put(started, original).status()).isEqualTo(200);
    return client.ended(started.path("id").asText());
  }

  @Test
  void withAFullDiskUploadsAreRefusedAndFilesAreServed() throws Exception {
    JsonNode image = readyImage(Photos.jpeg(80, 60, 1));
    String url = image.path("variants").path(0).path("url").asText();
    byte[] large = Photos.png(900, 900, 3);
    JsonNode started = begin(large, "image/png").json();
    var stored = Tree.files(disk.seen().resolve("private"));
    disk.fill();
    Answer refused = client.put(started, large);
    assertThat(refused.status()).isEqualTo(507);
    assertThat(refused.problem()).isEqualTo("no-room");
    assertThat(client.get(url).status()).isEqualTo(200);
    assertThat(client.get("/images/" + image.path("id").asText()).status()).isEqualTo(200);
    assertThat(client.get("/readyz").status()).isEqualTo(503);
    assertThat(client.get("/healthz").status()).isEqualTo(200);
    assertThat(Tree.files(disk.seen().resolve("private"))).isEqualTo(stored);
    disk.free();
    assertThat(client.put(started, large).status()).isEqualTo(200);
    assertThat(client.ended(started.path("id").asText()).path("state").asText()).isEqualTo("ready");
  }

  @Test
  void theApiAnswers507WhileItCannotStoreRecords() throws Exception {
    JsonNode image = readyImage(Photos.jpeg(80, 60, 2));
    String path = "/images/" + image.path("id").asText();
    disk.fill();
    Answer refused = firstRefused();
    assertThat(refused.status()).as("%s", refused.json()).isEqualTo(507);
    assertThat(refused.problem()).isEqualTo("no-room");
    assertThat(refused.header("retry-after")).isNotEmpty();
    assertThat(client.get(path).json().path("state").asText()).isEqualTo("ready");
    assertThat(client.get("/images").status()).isEqualTo(200);
    disk.free();
    assertThat(begin(Photos.jpeg(50, 40, 3), TYPE).status()).isEqualTo(201);
    assertThat(readyImage(Photos.jpeg(50, 40, 4)).path("state").asText()).isEqualTo("ready");
  }

  /// Some records fit into space that the database already owns.
  private static Answer firstRefused() throws Exception {
    byte[] original = Photos.jpeg(50, 40, 3);
    for (int i = 0; i < 5_000; i++) {
      Answer answer = begin(original, TYPE);
      if (answer.status() != 201) {
        return answer;
      }
    }
    throw new AssertionError("the database finds room on a full disk");
  }

  private static String log() throws IOException {
    return Files.readString(server.log());
  }

  @Test
  void aJobWaitsForDiskSpaceAndThenFinishes() throws Exception {
    byte[] original = Photos.jpeg(300, 200, 5);
    int before = log().length();
    JsonNode started = begin(original, TYPE).json();
    String id = started.path("id").asText();
    disk.fill();
    disk.leave(64_000);
    Answer put = client.put(started, original);
    disk.fill();
    assertThat(put.status()).isIn(200, 507);
    Eventually.holds(
        "the worker has met the full disk",
        () -> put.status() == 507 || log().substring(before).contains("unavailable"));
    assertThat(client.get("/images/" + id).json().path("state").asText())
        .isIn("awaiting_upload", "queued", "processing");
    disk.free();
    client.put(started, original);
    assertThat(client.ended(id).path("state").asText()).isEqualTo("ready");
  }
}
