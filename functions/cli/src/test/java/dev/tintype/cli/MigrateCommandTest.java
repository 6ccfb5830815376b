package dev.tintype.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tintype.cli.harness.Client;
import dev.tintype.cli.harness.Photos;
import dev.tintype.cli.harness.ServeProcess;
import dev.tintype.core.json.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `tintype migrate` as a process, beside a running server.
class MigrateCommandTest {

  @TempDir private Path folder;

  private record Ran(int status, List<JsonNode> lines, String errors) {
    JsonNode event(String name) {
      return lines.stream()
          .filter(line -> line.path("event").asText().equals(name))
          .findFirst()
          .orElseThrow(() -> new AssertionError(lines + errors));
    }
  }

  private Ran migrate(Map<String, String> environment, String... more) throws Exception {
    List<String> words = new ArrayList<>(ServeProcess.command("migrate", "--json", "--data"));
    words.add(folder.resolve("data").toString());
    words.addAll(List.of(more));
    Path errors = folder.resolve("migrate.log");
    ProcessBuilder builder = new ProcessBuilder(words).redirectError(errors.toFile());
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return new Ran(
        process.exitValue(),
        out.lines().<JsonNode>map(line -> Json.parse(line).node()).toList(),
        Files.readString(errors));
  }

  private ServeProcess serve(Map<String, String> jobs) throws Exception {
    Map<String, String> environment = new HashMap<>(jobs);
    environment.put("TINTYPE_WORKERS", "1");
    return ServeProcess.start(folder.resolve("data"), environment);
  }

  private static JsonNode variants(Client client, String id) throws Exception {
    return client.get("/images/" + id).json().path("variants");
  }

  @Test
  void aServersRecordsAreMovedWhileItRunsAndBackAgain() throws Exception {
    String address = "sqlite:" + folder.resolve("new.db");
    String id;
    int before;
    try (ServeProcess server = serve(Map.of())) {
      id = server.client().upload(Photos.jpeg(80, 60, 1), "image/jpeg");
      before = server.client().ended(id).path("variants").size();
      assertThat(migrate(Map.of(), "--jobs-to", address, "--plan").event("plan").path("start"))
          .hasToString("\"copy\"");
      Ran moved = migrate(Map.of(), "--jobs-to", address);
      assertThat(moved.status()).as(moved.errors()).isZero();
      assertThat(moved.event("closing").path("estimateMillis").asLong()).isNotNegative();
      assertThat(moved.event("moved").path("tables").path("images").path("rows").asInt()).isOne();
      assertThat(moved.event("moved").path("settings").path("TINTYPE_JOBS").asText())
          .isEqualTo(address);
      assertThat(moved.event("moved").path("settings").path("TINTYPE_QUEUE").asText())
          .isEqualTo(address);
      Client.Answer refused = server.client().start(Photos.jpeg(80, 60, 2), "image/jpeg");
      assertThat(refused.status()).isEqualTo(503);
      assertThat(refused.header("retry-after")).isEqualTo("10");
      assertThat(variants(server.client(), id)).as("reads go on").hasSize(before);
    }
    assertThatThrownBy(() -> serve(Map.of()).close())
        .hasMessageContaining("were moved to " + address)
        .hasMessageContaining("--back");
    Map<String, String> settings = Map.of("TINTYPE_JOBS", address, "TINTYPE_QUEUE", address);
    String second;
    try (ServeProcess server = serve(settings)) {
      assertThat(variants(server.client(), id)).hasSize(before);
      second = server.client().upload(Photos.jpeg(80, 60, 2), "image/jpeg");
      assertThat(server.client().ended(second).path("variants")).hasSize(before);
      Ran back = migrate(settings, "--back");
      assertThat(back.status()).as(back.errors()).isZero();
      assertThat(migrate(settings, "--abort").status()).isEqualTo(ExitCode.USAGE);
    }
    Ran verified = migrate(Map.of(), "--verify", "--back");
    assertThat(verified.status()).as("%s", verified).isZero();
    try (ServeProcess server = serve(Map.of())) {
      assertThat(variants(server.client(), second)).hasSize(before);
    }
  }

  @Test
  void oneThingIsDoneAtATime() throws Exception {
    serve(Map.of()).close();
    assertThat(migrate(Map.of()).status()).isEqualTo(ExitCode.USAGE);
    assertThat(migrate(Map.of(), "--back", "--abort").status()).isEqualTo(ExitCode.USAGE);
    Ran back = migrate(Map.of(), "--back");
    assertThat(back.status()).isEqualTo(ExitCode.USAGE);
    assertThat(back.errors()).contains("were never moved");
    assertThat(migrate(Map.of(), "--abort").event("aborted").path("wasFrozen").asBoolean())
        .isFalse();
  }
}
