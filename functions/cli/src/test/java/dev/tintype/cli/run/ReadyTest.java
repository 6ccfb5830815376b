package dev.tintype.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.cli.harness.Client;
import dev.tintype.cli.harness.Client.Answer;
import dev.tintype.cli.harness.Eventually;
import dev.tintype.cli.harness.Photos;
import dev.tintype.cli.harness.ServeProcess;
import dev.tintype.cli.harness.TestServer;
import dev.tintype.core.disk.SmallDisk;
import dev.tintype.core.disk.Tree;
import dev.tintype.server.worker.Supervisor;
import dev.tintype.server.worker.WorkerCommandLine;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `/readyz` reports what prevents the server from working, and the server repairs what it can.
class ReadyTest {

  @TempDir private Path folder;

  private static String detail(Client client) throws Exception {
    Answer answer = client.get("/readyz");
    return answer.status() == 200 ? "" : answer.json().path("detail").asText();
  }

  private static void assertUploads(Client client, int seed) throws Exception {
    assertThat(client.upload(Photos.jpeg(30, 20, seed), "image/jpeg")).isNotEmpty();
  }

  @Test
  void aReadOnlyDiskIsReportedUntilItIsWritable() throws Exception {
    Path data = Files.createDirectory(folder.resolve("data"));
    try (SmallDisk disk = SmallDisk.mount(data, 160);
        ServeProcess server =
            ServeProcess.startUnder(disk.inside(), data, Map.of("TINTYPE_WORKERS", "0"))) {
      assertThat(detail(server.client())).isEmpty();
      disk.cover("private");
      Eventually.holds("it is told", () -> detail(server.client()).contains("written"));
      assertThat(server.client().get("/healthz").status()).isEqualTo(200);
      disk.uncover("private");
      Eventually.holds("it is well again", () -> detail(server.client()).isEmpty());
      assertUploads(server.client(), 1);
    }
  }

  /// Root can write everywhere unless it has dropped that capability.
  @Test
  void lostPermissionsAreReported() throws Exception {
    Path data = Files.createDirectory(folder.resolve("data"));
    List<String> withoutRights =
        "root".equals(System.getProperty("user.name"))
            ? List.of("setpriv", "--bounding-set", "-dac_override,-dac_read_search")
            : List.of();
    try (ServeProcess server =
        ServeProcess.startUnder(withoutRights, data, Map.of("TINTYPE_WORKERS", "0"))) {
      assertThat(detail(server.client())).isEmpty();
      for (String part : List.of("work", "private/.tmp", "tintype.db")) {
        Path path = data.resolve(part);
        var before = Files.getPosixFilePermissions(path);
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("r--r--r--"));
        Eventually.holds(part + " is told", () -> !detail(server.client()).isEmpty());
        Files.setPosixFilePermissions(path, before);
        Eventually.holds("it is well again", () -> detail(server.client()).isEmpty());
      }
    }
  }

  @Test
  void removedTemporaryFoldersAreCreatedAgain() throws Exception {
    try (TestServer server = TestServer.in(folder).start()) {
      for (String root : List.of("private", "public")) {
        Tree.delete(folder.resolve(root).resolve(".tmp"));
        assertThat(detail(server.client())).isEmpty();
      }
      Tree.delete(folder.resolve("private").resolve(".tmp"));
      assertUploads(server.client(), 2);
      Tree.delete(folder.resolve("work"));
      Eventually.holds(
          "it is made again",
          () -> detail(server.client()).isEmpty() && Files.isDirectory(folder.resolve("work")));
    }
  }

  @Test
  void workContinuesAfterItsFolderWasRemoved() throws Exception {
    try (TestServer server = TestServer.in(folder).workers(1).start()) {
      Client client = server.client();
      client.ended(client.upload(Photos.jpeg(30, 20, 3), "image/jpeg"));
      Tree.delete(folder.resolve("work"));
      var image = client.ended(client.upload(Photos.jpeg(30, 20, 4), "image/jpeg"));
      assertThat(image.path("state").asText()).isEqualTo("ready");
    }
  }

  @Test
  void aMissingFilesFolderIsReported() throws Exception {
    try (TestServer server = TestServer.in(folder).start()) {
      Path away = folder.resolveSibling(folder.getFileName() + "-away");
      Files.move(folder.resolve("public"), away);
      Eventually.holds("it is told", () -> detail(server.client()).contains("written"));
      Files.move(away, folder.resolve("public"));
      Eventually.holds("it is well again", () -> detail(server.client()).isEmpty());
    }
  }

  @Test
  void missingLibvipsIsReportedByReadyz() throws Exception {
    try (TestServer server =
        TestServer.in(folder).workers(1).libvips(folder.resolve("no-libvips")).start()) {
      Eventually.holds("it is told", () -> detail(server.client()).contains("libvips"));
    }
  }

  @Test
  void workersThatCannotStartAreReported() throws Exception {
    WorkerCommandLine broken = new WorkerCommandLine("no.such.Program", List.of(), folder, 1);
    try (Supervisor supervisor =
        new Supervisor(1, broken, Duration.ofSeconds(5), new PrometheusRegistry(), () -> {})) {
      Eventually.holds("it is told", () -> supervisor.complaint().isPresent());
      assertThat(supervisor.complaint().orElseThrow()).contains("worker");
    }
    try (Supervisor none =
        new Supervisor(0, broken, Duration.ofSeconds(5), new PrometheusRegistry(), () -> {})) {
      assertThat(none.complaint()).isEmpty();
    }
  }

  @Test
  void aTooLowHardLimitOfOpenFilesIsReported() throws Exception {
    Path data = Files.createDirectory(folder.resolve("few"));
    try (ServeProcess server =
        ServeProcess.startUnder(
            List.of("prlimit", "--nofile=200:200"), data, Map.of("TINTYPE_WORKERS", "0"))) {
      assertThat(detail(server.client())).contains("200").contains("256");
    }
  }
}
