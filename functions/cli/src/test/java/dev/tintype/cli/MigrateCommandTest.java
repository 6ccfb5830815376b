package dev.tintype.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tintype.cli.harness.Client;
import dev.tintype.cli.harness.MigrateProcess;
import dev.tintype.cli.harness.MigrateProcess.Ran;
import dev.tintype.cli.harness.Photos;
import dev.tintype.cli.harness.ServeProcess;
import dev.tintype.cli.harness.TestServer;
import dev.tintype.core.provider.JobsProvider;
import dev.tintype.core.provider.Opening;
import dev.tintype.core.provider.Providers;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/// `tintype migrate`, beside a running server where it moves something.
class MigrateCommandTest {

  @TempDir private Path folder;
  private Path data = Path.of("");

  @BeforeEach
  void name() {
    data = folder.resolve("data");
  }

  private Ran migrate(Map<String, String> environment, String... words) throws Exception {
    return new MigrateProcess(data, environment).run(words);
  }

  private TestServer serve(int workers) throws Exception {
    return TestServer.in(data).workers(workers).start();
  }

  /// Runs the command in this process, with the settings of a server in its data folder.
  private Ran inside(String... words) {
    StringWriter err = new StringWriter();
    CommandLine command = Tintype.commandLine().setErr(new PrintWriter(err));
    String[] all = new String[words.length + 3];
    all[0] = "migrate";
    System.arraycopy(words, 0, all, 1, words.length);
    all[words.length + 1] = "--data";
    all[words.length + 2] = data.toString();
    return new Ran(command.execute(all), "", err.toString());
  }

  private static JsonNode variants(Client client, String id) throws Exception {
    return client.get("/images/" + id).json().path("variants");
  }

  private static List<String> names(Ran ran) {
    return ran.events().stream()
        .map(line -> line.path("event").asText() + line.path("boundary").asText())
        .toList();
  }

  @Test
  void aServersRecordsAreMovedWhileItRunsAndBackAgain() throws Exception {
    String address = "sqlite:" + folder.resolve("new.db");
    String id;
    int before;
    try (TestServer server = serve(1)) {
      id = server.client().upload(Photos.jpeg(80, 60, 1), "image/jpeg");
      before = server.client().ended(id).path("variants").size();
      Ran moved = migrate(Map.of(), "--json", "--jobs-to", address);
      assertThat(moved.status()).as(moved.errors()).isZero();
      assertThat(names(moved))
          .containsExactly(
              "begins",
              "reachedclaimed",
              "reachedcopied",
              "closing",
              "reachedfrozen",
              "reachedequal",
              "reachedleft",
              "reachedreleased",
              "reachedarrived",
              "moved",
              "woken");
      assertThat(moved.event("closing").path("estimateMillis").asLong()).isNotNegative();
      JsonNode images = moved.event("moved").path("tables").path("images");
      assertThat(images.path("rows").asInt()).isOne();
      assertThat(images.path("sha256").asText()).matches("[0-9a-f]{64}");
      assertThat(moved.event("moved").path("settings").path("TINTYPE_JOBS").asText())
          .isEqualTo(address);
      assertThat(moved.event("moved").path("settings").path("TINTYPE_QUEUE").asText())
          .isEqualTo(address);
      Client.Answer refused = server.client().start(Photos.jpeg(80, 60, 2), "image/jpeg");
      assertThat(refused.status()).isEqualTo(503);
      assertThat(refused.header("retry-after")).isEqualTo("10");
      assertThat(variants(server.client(), id)).as("reads go on").hasSize(before);
    }
    assertThatThrownBy(() -> ServeProcess.start(data, Map.of()).close())
        .hasMessageContaining("were moved to " + address)
        .hasMessageContaining("--back");
    Ran abort = inside("--abort");
    assertThat(abort.status()).isEqualTo(ExitCode.USAGE);
    assertThat(abort.errors()).contains("--back");
    String second;
    int after;
    Map<String, String> settings = Map.of("TINTYPE_JOBS", address, "TINTYPE_QUEUE", address);
    try (ServeProcess server = ServeProcess.start(data, settings)) {
      assertThat(variants(server.client(), id)).hasSize(before);
      second = server.client().upload(Photos.jpeg(80, 60, 2), "image/jpeg");
      after = server.client().ended(second).path("variants").size();
      assertThat(after).isPositive();
      Ran back = migrate(settings, "--json", "--back");
      assertThat(back.status()).as(back.errors()).isZero();
    }
    Ran verified = inside("--verify", "--back");
    assertThat(verified.status()).as(verified.errors()).isZero();
    try (TestServer server = serve(0)) {
      assertThat(variants(server.client(), second)).hasSize(after);
    }
  }

  private void make() {
    try (Opening opening = new Opening(data, InstantSource.system(), new SecureRandom())) {
      var _ = Providers.of(JobsProvider.class, "sqlite:").jobs("sqlite:", opening);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "--back --abort",
        "--jobs-to sqlite:x --discard sqlite:x",
        "--abort --plan",
        "--discard sqlite:x --verify",
        "--back --plan --verify"
      })
  void oneThingIsDoneAtATime(String words) throws Exception {
    Files.createDirectories(data);
    make();
    Ran ran = inside(words.isEmpty() ? new String[0] : words.split(" ", -1));
    assertThat(ran.status()).isEqualTo(ExitCode.USAGE);
    assertThat(ran.errors()).contains("migrate takes one of");
  }

  @Test
  void whatWasNeverMovedIsNeitherMovedBackNorDiscarded() throws Exception {
    Files.createDirectories(data);
    make();
    Ran back = inside("--back");
    assertThat(back.status()).isEqualTo(ExitCode.USAGE);
    assertThat(back.errors()).contains("were never moved");
    Ran discard = inside("--discard", "sqlite:");
    assertThat(discard.status()).isEqualTo(ExitCode.USAGE);
    assertThat(discard.errors()).contains("is not being filled");
    Ran abort = migrate(Map.of(), "--json", "--abort");
    assertThat(abort.event("aborted").path("wasFrozen").asBoolean()).isFalse();
  }
}
