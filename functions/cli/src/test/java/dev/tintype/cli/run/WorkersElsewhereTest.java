package dev.tintype.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tintype.cli.harness.Client;
import dev.tintype.cli.harness.Eventually;
import dev.tintype.cli.harness.Photos;
import dev.tintype.cli.harness.ServeProcess;
import dev.tintype.core.json.Json;
import dev.tintype.s3.emulator.EmbeddedS3;
import dev.tintype.s3.emulator.EmulatedS3;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// `serve --api-only` and `worker`, each with a data folder of its own, over an S3 store. Their job
/// store and queue are files beside both folders. One server serves all tests.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WorkersElsewhereTest {

  @TempDir private static Path folder;

  private final EmulatedS3 s3 = new EmulatedS3(EmbeddedS3.start());
  private final Map<String, String> environment =
      Map.of(
          "TINTYPE_STORAGE",
          "s3://%s,%s?endpoint=%s".formatted(s3.newBucket(), s3.newBucket(), s3.endpoint()),
          "TINTYPE_JOBS",
          "sqlite:jobs.db",
          "TINTYPE_QUEUE",
          "sqlite:queue.db",
          "AWS_ACCESS_KEY_ID",
          EmulatedS3.KEY,
          "AWS_SECRET_ACCESS_KEY",
          EmulatedS3.KEY);

  private ServeProcess server;

  @BeforeAll
  void serve() throws IOException {
    server =
        ServeProcess.of(
            start("api", "serve", "--api-only", "--port", "0", "--json", "--data", "api"),
            log("api"));
  }

  @AfterAll
  void stop() {
    server.close();
  }

  private Process start(String name, String... arguments) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(ServeProcess.command(arguments))
            .directory(folder.toFile())
            .redirectError(Redirect.appendTo(log(name).toFile()));
    builder.environment().putAll(environment);
    return builder.start();
  }

  private Path log(String name) {
    return folder.resolve(name + ".log");
  }

  /// @return the line that a worker prints when it is ready
  private JsonNode ready(Process worker) throws IOException {
    BufferedReader out = worker.inputReader(StandardCharsets.UTF_8);
    String line = out.readLine();
    assertThat(line).as(Files.readString(log("worker"))).isNotNull();
    return Json.parse(line).node();
  }

  private static void terminate(Process worker) throws InterruptedException {
    worker.destroy();
    assertThat(worker.waitFor(3, TimeUnit.MINUTES)).isTrue();
    assertThat(worker.exitValue()).isEqualTo(143);
  }

  private static String text(Client.Answer answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }

  @Test
  void workersOfAnotherHostRenderAndAreStartedAgain() throws Exception {
    Client client = server.client();
    assertThat(text(client.get("/readyz"))).contains("\"role\":\"api\"");
    assertThat(server.descendants()).isEmpty();
    Process worker = start("worker", "worker", "--data", "worker", "--workers", "2", "--port", "0");
    JsonNode ready = ready(worker);
    assertThat(ready.path("workers").asInt()).isEqualTo(2);
    try (Client operator = new Client(URI.create(ready.path("url").asText()), server.token())) {
      assertThat(text(operator.get("/readyz"))).contains("\"ok\"", "\"role\":\"worker\"");
      assertThat(operator.get("/healthz").status()).isEqualTo(200);
      assertThat(operator.get("/images").status()).isEqualTo(404);
      assertThat(operator.get("/metrics").status()).isEqualTo(401);
    }
    assertReady(client, 1);
    List<ProcessHandle> children = worker.children().toList();
    assertThat(children).hasSize(2);
    children.forEach(ProcessHandle::destroyForcibly);
    assertReady(client, 2);
    Eventually.holds("both are started again", () -> worker.children().count() == 2);
    terminate(worker);
    assertThat(children).noneMatch(ProcessHandle::isAlive);
    assertOnlyHostIsLeft();
  }

  private static void assertReady(Client client, int seed) throws Exception {
    JsonNode image = client.ended(client.upload(Photos.jpeg(60, 40, seed), "image/jpeg"));
    assertThat(image.path("state").asText()).as(image.toString()).isEqualTo("ready");
  }

  private void assertOnlyHostIsLeft() throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("worker"))) {
      assertThat(files.filter(Files::isRegularFile).map(file -> file.getFileName().toString()))
          .containsExactly("host");
    }
  }

  @Test
  void aWorkerThatWouldMakeAnEmptyStorageIsRefused() throws Exception {
    Path fresh = Files.createDirectory(folder.resolve("fresh"));
    ProcessBuilder builder =
        new ProcessBuilder(ServeProcess.command("worker", "--data", "fresh"))
            .directory(folder.toFile());
    builder.environment().put("TINTYPE_JOBS", "sqlite:jobs.db");
    builder.environment().put("TINTYPE_QUEUE", "sqlite:queue.db");
    Process worker = builder.start();
    try (BufferedReader err = worker.errorReader(StandardCharsets.UTF_8)) {
      assertThat(err.lines().toList())
          .singleElement()
          .asString()
          .startsWith("tintype: ")
          .contains("fresh holds no images: --data must name the server's data folder");
    }
    assertThat(worker.waitFor()).isEqualTo(2);
    assertThat(fresh).isEmptyDirectory();
  }

  @Test
  void aWorkerWhoseParentDiesEnds() throws Exception {
    Process worker = start("worker", "worker", "--data", "orphans", "--workers", "1");
    ready(worker);
    List<ProcessHandle> below = worker.descendants().toList();
    assertThat(below).isNotEmpty();
    worker.destroyForcibly().waitFor();
    Eventually.holds("nothing is left", () -> below.stream().noneMatch(ProcessHandle::isAlive));
  }
}
