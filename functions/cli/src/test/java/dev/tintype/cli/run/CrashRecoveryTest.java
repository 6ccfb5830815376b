package dev.tintype.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tintype.cli.harness.Client;
import dev.tintype.cli.harness.Eventually;
import dev.tintype.cli.harness.MovableClock;
import dev.tintype.cli.harness.Photos;
import dev.tintype.cli.harness.TestServer;
import dev.tintype.core.ImageId;
import dev.tintype.core.Sha256;
import dev.tintype.core.Version;
import dev.tintype.core.port.Change;
import dev.tintype.core.port.Change.Write.PutVersion;
import dev.tintype.core.port.Storage.StoredFile;
import dev.tintype.core.state.Step;
import dev.tintype.core.state.VersionRecord;
import dev.tintype.core.state.VersionState.Processing;
import dev.tintype.server.data.Backends;
import dev.tintype.server.data.DataFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Work of dead processes is resumed long before it is due.
class CrashRecoveryTest {

  private static final String TYPE = "image/jpeg";
  private static final byte[] ORIGINAL = Photos.jpeg(70, 50, 1);

  @TempDir private Path folder;

  private Backends backends() {
    return Backends.open(new DataFolder(folder), new MovableClock(), new SecureRandom());
  }

  private static VersionRecord version(Backends backends, JsonNode image) {
    ImageId id = new ImageId(image.path("id").asText());
    return backends.jobs().version(id, new Version(image.path("version").asText())).orElseThrow();
  }

  /// Stores an original as an upload does, without a message.
  private void store(Backends backends, JsonNode started) throws IOException {
    Path file = Files.write(folder.resolve("original"), ORIGINAL);
    backends
        .originals()
        .put(
            version(backends, started).job().originalKey(),
            new StoredFile(file, ORIGINAL.length, Sha256.of(ORIGINAL), TYPE, ""));
    Files.delete(file);
  }

  /// Gives a worker a lease that outlasts the test.
  private static void lease(Backends backends, JsonNode started, String worker) {
    VersionRecord before = version(backends, started);
    Instant until = Instant.ofEpochMilli(Instant.now().plus(Duration.ofMinutes(70)).toEpochMilli());
    Processing held = new Processing(worker + ".0123456789abcdef", until, Step.PUBLISH);
    VersionRecord after = before.to(held, Optional.of(until), before.updatedAt());
    assertThat(backends.jobs().commit(Change.of(new PutVersion(Optional.of(before), after))))
        .isTrue();
  }

  @Test
  void anUploadUnannouncedByADeadServerIsProcessedAtTheNextStart() throws Exception {
    JsonNode started;
    try (TestServer server = TestServer.in(folder).start()) {
      started = server.client().start(ORIGINAL, TYPE).json();
    }
    try (Backends backends = backends()) {
      store(backends, started);
    }
    try (TestServer server = TestServer.in(folder).workers(1).start()) {
      JsonNode image = server.client().ended(started.path("id").asText());
      assertThat(image.path("state").asText()).isEqualTo("ready");
    }
  }

  @Test
  void leasesOfDeadWorkersEndAtTheNextStart() throws Exception {
    JsonNode started;
    try (TestServer server = TestServer.in(folder).start()) {
      started = server.client().start(ORIGINAL, TYPE).json();
    }
    try (Backends backends = backends()) {
      store(backends, started);
      lease(backends, started, "worker-" + UUID.randomUUID());
    }
    try (TestServer server = TestServer.in(folder).workers(1).start()) {
      JsonNode image = server.client().ended(started.path("id").asText());
      assertThat(image.path("state").asText()).isEqualTo("ready");
    }
  }

  @Test
  void leasesOfWorkersOfOtherHostsStay() throws Exception {
    JsonNode started;
    try (TestServer server = TestServer.in(folder).start()) {
      started = server.client().start(ORIGINAL, TYPE).json();
    }
    try (Backends backends = backends()) {
      store(backends, started);
      lease(backends, started, "worker-ba9876543210-" + UUID.randomUUID());
    }
    try (TestServer server = TestServer.in(folder).workers(1).start()) {
      Client client = server.client();
      client.ended(client.upload(Photos.jpeg(60, 50, 3), TYPE));
      ProcessHandle.of(server.machine().workers().getFirst()).orElseThrow().destroyForcibly();
      client.ended(client.upload(Photos.jpeg(60, 50, 4), TYPE));
      JsonNode held = client.get("/images/" + started.path("id").asText()).json();
      assertThat(held.path("state").asText()).isEqualTo("processing");
    }
  }

  @Test
  void theLeaseOfAKilledWorkerEndsAtOnceAndOthersStay() throws Exception {
    try (TestServer server = TestServer.in(folder).workers(1).start();
        Backends backends = backends()) {
      Client client = server.client();
      Eventually.holds("the worker has its place", () -> workers().isPresent());
      JsonNode started = client.start(ORIGINAL, TYPE).json();
      String id = started.path("id").asText();
      lease(backends, started, workers().orElseThrow());
      assertThat(client.put(started, ORIGINAL).status()).isEqualTo(200);
      client.ended(client.upload(Photos.jpeg(60, 50, 2), TYPE));
      assertThat(client.get("/images/" + id).json().path("state").asText()).isEqualTo("processing");
      long pid = server.machine().workers().getFirst();
      ProcessHandle.of(pid).orElseThrow().destroyForcibly();
      assertThat(client.ended(id).path("state").asText()).isEqualTo("ready");
    }
  }

  private Optional<String> workers() throws IOException {
    Path work = folder.resolve("work");
    if (!Files.isDirectory(work)) {
      return Optional.empty();
    }
    try (Stream<Path> places = Files.list(work)) {
      return places
          .map(place -> place.getFileName().toString())
          .filter(name -> name.startsWith("worker-") && !name.endsWith(".lock"))
          .findFirst();
    }
  }
}
