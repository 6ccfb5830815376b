package dev.tintype.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tintype.cli.harness.Client;
import dev.tintype.cli.harness.Eventually;
import dev.tintype.cli.harness.Photos;
import dev.tintype.cli.harness.ServeProcess;
import dev.tintype.cli.harness.TestServer;
import dev.tintype.core.json.Json;
import dev.tintype.core.port.Notifier;
import dev.tintype.core.port.TokenStore.Created;
import dev.tintype.core.provider.Addresses;
import dev.tintype.core.state.Outcome;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two servers over one job store, queue and storage. The data folder of the second one began as a
/// copy of the first one's. A third process has the worker.
class TwoServersTest {

  private static final List<String> LOOPS = List.of("sweep", "notify", "dead-letters", "audit");

  @TempDir private Path folder;

  private final Told toldByOne = new Told();
  private final Told toldByOther = new Told();
  private TestServer one;
  private TestServer other;
  private boolean oneIsOpen;
  private Optional<Process> worker = Optional.empty();

  /// Keeps the ids of outcomes.
  private static final class Told implements Notifier {
    private final List<String> ids = new CopyOnWriteArrayList<>();

    @Override
    public Answer tell(Outcome outcome) {
      ids.add(outcome.id());
      return new Answer.Told();
    }
  }

  private TestServer.Builder server(String data, Notifier notifier) throws Exception {
    Path shared = Files.createDirectories(folder.resolve("shared"));
    return TestServer.in(folder.resolve(data))
        .addresses(
            new Addresses(
                "file:" + shared,
                "sqlite:" + shared.resolve("jobs.db"),
                "sqlite:" + shared.resolve("queue.db")))
        .notifier(notifier);
  }

  @BeforeEach
  void start() throws Exception {
    one = server("one", toldByOne).start();
    oneIsOpen = true;
    Path copy = Files.createDirectory(folder.resolve("other"));
    Files.copy(folder.resolve("one/host"), copy.resolve("host"));
    other = server("other", toldByOther).start();
  }

  /// A worker on the folder that holds the files.
  private void startWorker() throws Exception {
    Path shared = folder.resolve("shared");
    ProcessBuilder builder =
        new ProcessBuilder(
                ServeProcess.command("worker", "--data", shared.toString(), "--workers", "1"))
            .redirectOutput(Redirect.DISCARD)
            .redirectError(folder.resolve("worker.log").toFile());
    builder.environment().put("TINTYPE_JOBS", "sqlite:" + shared.resolve("jobs.db"));
    builder.environment().put("TINTYPE_QUEUE", "sqlite:" + shared.resolve("queue.db"));
    worker = Optional.of(builder.start());
  }

  @AfterEach
  void stop() throws Exception {
    if (worker.isPresent()) {
      worker.get().destroy();
      worker.get().waitFor();
    }
    other.close();
    if (oneIsOpen) {
      one.close();
    }
  }

  private static List<String> loops(Client client) throws Exception {
    String page = new String(client.get("/metrics").body(), StandardCharsets.UTF_8);
    return Pattern.compile("tintype_loops\\{loop=\"([a-z-]+)\"} 1\\.0")
        .matcher(page)
        .results()
        .map(found -> found.group(1))
        .toList();
  }

  private static JsonNode uploaded(Client through, int seed) throws Exception {
    return through.ended(through.upload(Photos.jpeg(40, 30, seed), "image/jpeg"));
  }

  @Test
  void oneServerRunsTheLoopsOfBothAndTheOtherTakesThemOver() throws Exception {
    startWorker();
    assertThat(loops(one.client())).containsExactlyInAnyOrderElementsOf(LOOPS);
    assertThat(loops(other.client())).isEmpty();
    for (int i = 0; i < 4; i++) {
      assertThat(uploaded(i % 2 == 0 ? one.client() : other.client(), i).path("state").asText())
          .isEqualTo("ready");
    }
    Eventually.holds("every outcome is told", () -> toldByOne.ids.size() >= 4);
    assertThat(toldByOne.ids).doesNotHaveDuplicates().hasSize(4);
    assertThat(toldByOther.ids).isEmpty();
    oneIsOpen = false;
    one.close();
    assertThat(uploaded(other.client(), 9).path("state").asText()).isEqualTo("ready");
    Eventually.holds("it is told", () -> toldByOther.ids.size() == 1);
    assertThat(loops(other.client())).containsExactlyInAnyOrderElementsOf(LOOPS);
    assertThat(toldByOne.ids).hasSize(4).doesNotContainAnyElementsOf(toldByOther.ids);
  }

  @Test
  void whatOneServerAnswersTheOtherKnows() throws Exception {
    startWorker();
    byte[] original = Photos.jpeg(40, 30, 7);
    String wish = Json.write(Client.wish(original, "image/jpeg"));
    JsonNode first = start(one.client(), wish);
    assertThat(start(other.client(), wish).path("id")).isEqualTo(first.path("id"));
    String id = first.path("id").asText();
    try (Stream<String> events = other.client().lines("/events?image=" + id)) {
      assertThat(one.client().put(first, original).status()).isEqualTo(200);
      assertThat(events.toList().toString()).contains("\"state\":\"ready\"", "event: end");
    }
    assertThat(one.client().call("DELETE", "/images/" + id, "").status()).isEqualTo(202);
    assertThat(other.client().get("/images/" + id).status()).isEqualTo(410);
  }

  private static JsonNode start(Client client, String wish) throws Exception {
    return client
        .call(
            "POST",
            "/images",
            wish,
            "content-type",
            "application/json",
            "idempotency-key",
            "two-servers")
        .json();
  }

  @Test
  void aRevokedTokenIsRefusedByBothAtOnce() throws Exception {
    Created token =
        one.machine().storedTokens().create("ci", Set.of("images:read"), Optional.empty());
    try (Client mine = one.client().withToken(token.text());
        Client theirs = other.client().withToken(token.text())) {
      assertThat(mine.get("/images").status()).isEqualTo(200);
      assertThat(theirs.get("/images").status()).isEqualTo(200);
      assertThat(other.machine().storedTokens().revoke(token.token().id())).isTrue();
      assertThat(mine.get("/images").status()).isEqualTo(401);
      assertThat(theirs.get("/images").status()).isEqualTo(401);
    }
  }

  @Test
  void oneOfTwoServersMayMakeTheFirstToken() {
    assertThat(one.machine().mayMakeFirstToken()).isTrue();
    assertThat(other.machine().mayMakeFirstToken()).isFalse();
  }
}
