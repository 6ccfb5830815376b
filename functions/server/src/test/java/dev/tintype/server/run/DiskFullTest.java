package dev.tintype.server.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tintype.server.harness.Client;
import dev.tintype.server.harness.Client.Answer;
import dev.tintype.server.harness.Photos;
import dev.tintype.server.harness.SmallDisk;
import dev.tintype.server.harness.TestServer;
import dev.tintype.server.harness.Tree;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A disk without room: uploads are refused, what is there is served, work waits.
class DiskFullTest {

  @TempDir private Path folder;

  @Test
  void uploadsAreRefusedFilesAreServedAndWorkGoesOnOnceThereIsRoom() throws Exception {
    try (SmallDisk disk = SmallDisk.mount(folder, 24)) {
      byte[] first = Photos.jpeg(80, 60, 1);
      byte[] second = Photos.jpeg(81, 60, 2);
      String waiting;
      try (TestServer server = TestServer.in(disk.path().resolve("data")).start()) {
        Client client = server.client();
        String id = client.upload(first, "image/jpeg");
        waiting = client.upload(second, "image/jpeg");
        byte[] large = Photos.png(900, 900, 3);
        JsonNode started = client.start(large, "image/png").json();
        disk.fill();
        Answer refused = client.put(started, large);
        assertThat(refused.status()).isEqualTo(507);
        assertThat(refused.problem()).isEqualTo("no-room");
        assertThat(client.get("/images/" + id).status()).isEqualTo(200);
        assertThat(client.get("/readyz").status()).isEqualTo(503);
        assertThat(client.get("/healthz").status()).isEqualTo(200);
        assertThat(Tree.files(disk.path().resolve("data/private"))).hasSize(2);
        disk.free();
        assertThat(client.put(started, large).status()).isEqualTo(200);
      }
      try (TestServer server = TestServer.in(disk.path().resolve("data")).workers(1).start()) {
        assertThat(server.client().ended(waiting).path("state").asText()).isEqualTo("ready");
      }
    }
  }

  @Test
  void aJobThatMeetsAFullDiskWaitsAndIsFinishedOnceThereIsRoom() throws Exception {
    try (SmallDisk disk = SmallDisk.mount(folder, 24)) {
      try (TestServer server = TestServer.in(disk.path().resolve("data")).workers(1).start()) {
        Client client = server.client();
        String ready = client.upload(Photos.jpeg(60, 60, 4), "image/jpeg");
        String url = client.ended(ready).path("variants").path(0).path("url").asText();
        JsonNode started = client.start(Photos.jpeg(300, 200, 5), "image/jpeg").json();
        disk.fill();
        assertThat(client.get(url).status()).isEqualTo(200);
        disk.leave(64_000);
        client.put(started, Photos.jpeg(300, 200, 5));
        disk.fill();
        Thread.sleep(2_000);
        String id = started.path("id").asText();
        assertThat(client.get("/images/" + id).json().path("state").asText())
            .isNotEqualTo("failed");
        disk.free();
        client.put(started, Photos.jpeg(300, 200, 5));
        assertThat(client.ended(id).path("state").asText()).isEqualTo("ready");
      }
      assertThat(Files.exists(disk.path())).isTrue();
    }
  }
}
