package dev.tintype.cli.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tintype.cli.client.Server;
import dev.tintype.cli.terminal.Screen;
import dev.tintype.core.json.Json;
import dev.tintype.server.settings.Settings.InvalidSetting;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `tintype retire`, against a server in memory.
@Timeout(60)
final class RetirementTest {

  @TempDir private Path folder;

  private FakeServer server;

  @BeforeEach
  void serve() throws Exception {
    server = new FakeServer(folder.resolve("server"));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Command
  private static final class Options {
    @Mixin private RetireOptions retire = new RetireOptions();
  }

  private JsonNode run(String... words) {
    Options options = new Options();
    new CommandLine(options).parseArgs(words);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
    Outcome outcome =
        new Retirement(
                options.retire,
                new Server(server.url(), "token"),
                server.platform::now,
                new Screen(print, print, 0),
                true)
            .run();
    assertThat(outcome).isEqualTo(Outcome.DONE);
    return Json.parse(out.toString(StandardCharsets.UTF_8).strip()).node();
  }

  private List<String> states(String id) {
    return server.versions(id).objects("versions").stream()
        .map(version -> version.text("state"))
        .toList();
  }

  @Test
  void onlyOldVersionsThatNoSetNeedsLoseTheirFiles() throws Exception {
    List<String> ids = server.images(5);
    server.platform.changeRecipeOther(true);
    server.reprocess(ids.get(0), "other");
    server.reprocess(ids.get(1), "other");
    server.reprocess(ids.get(2), "plain");
    assertThat(run("--older-than", "1h", "--dry-run").path("versions").asInt()).isZero();
    server.settle();
    assertThat(run("--older-than", "30d", "--dry-run").path("versions").asInt()).isZero();
    JsonNode plan = run("--older-than", "1h", "--dry-run");
    assertThat(plan.path("versions").asInt()).isEqualTo(2);
    assertThat(plan.path("urls").asInt()).isEqualTo(6);
    assertThat(plan.path("bytes").asLong()).isPositive();
    assertThat(states(ids.get(0))).containsExactly("ready", "ready");
    JsonNode done = run("--older-than", "1h", "--yes");
    assertThat(done.path("versions").asInt()).isEqualTo(2);
    assertThat(done.path("bytes").asLong()).isEqualTo(plan.path("bytes").asLong());
    assertThat(states(ids.get(0))).containsExactly("retired", "ready");
    server.settle();
    assertThat(states(ids.get(0))).containsExactly("expired", "ready");
    assertThat(states(ids.get(2))).containsExactly("ready", "ready");
    assertThat(states(ids.get(4))).containsExactly("ready");
    assertThat(run("--older-than", "1h", "--yes").path("versions").asInt()).isZero();
  }

  @Test
  void aVersionIsKeptUntilWhatReplacedItIsOldToo() throws Exception {
    List<String> ids = server.images(1);
    server.settle();
    server.platform.changeRecipeOther(true);
    server.reprocess(ids.getFirst(), "other");
    assertThat(run("--older-than", "1h", "--dry-run").path("versions").asInt()).isZero();
    server.settle();
    assertThat(run("--older-than", "1h", "--dry-run").path("versions").asInt()).isEqualTo(1);
  }

  @Test
  void oneSetCanBeChosen() throws Exception {
    List<String> ids = server.images(2);
    server.platform.changeRecipeOther(true);
    server.reprocess(ids.get(0), "other");
    server.settle();
    assertThat(run("--older-than", "1h", "--recipe", "plain", "--dry-run").path("versions").asInt())
        .isZero();
    assertThat(run("--older-than", "1h", "--recipe", "other", "--dry-run").path("versions").asInt())
        .isEqualTo(1);
  }

  @Test
  void nothingIsDeletedWithoutYes() {
    assertThatThrownBy(() -> run("--older-than", "30d")).isInstanceOf(InvalidSetting.class);
    assertThatThrownBy(() -> run("--older-than", "30d", "--yes", "--dry-run"))
        .isInstanceOf(InvalidSetting.class);
    assertThatThrownBy(() -> run("--older-than", "30", "--dry-run"))
        .isInstanceOf(InvalidSetting.class)
        .hasMessageContaining("'30'");
  }
}
