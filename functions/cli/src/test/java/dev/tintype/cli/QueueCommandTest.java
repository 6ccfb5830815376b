package dev.tintype.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tintype.cli.harness.ServeProcess;
import dev.tintype.core.ImageId;
import dev.tintype.core.Version;
import dev.tintype.core.json.Json;
import dev.tintype.core.port.JobQueue;
import dev.tintype.core.port.Message;
import dev.tintype.core.provider.JobsProvider;
import dev.tintype.core.provider.Opening;
import dev.tintype.core.provider.Providers;
import dev.tintype.core.provider.QueueProvider;
import dev.tintype.core.state.Lane;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `tintype queue` as a process, on the queue of a data folder.
class QueueCommandTest {

  private static final ImageId IMAGE = new ImageId("01JD2Z6K7M8N9PQRSTVWXYZ012");

  @TempDir private Path folder;

  private record Ran(int status, String out, String err) {}

  private static Ran run(String... words) throws Exception {
    Process process = new ProcessBuilder(ServeProcess.command(words)).start();
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ran(process.waitFor(), out, err);
  }

  private static Message message(int number) {
    return new Message(IMAGE, new Version("%016x".formatted(number)), "upload");
  }

  private void fill() throws Exception {
    try (Opening opening = new Opening(folder, InstantSource.system(), new SecureRandom())) {
      var _ = Providers.of(JobsProvider.class, "sqlite:").jobs("sqlite:", opening);
      JobQueue queue = Providers.of(QueueProvider.class, "sqlite:").queue("sqlite:", opening);
      queue.send(message(1), Duration.ZERO);
      queue.deadLetter(queue.receive(Duration.ZERO, Duration.ofMinutes(5)).orElseThrow(), "a test");
      queue.send(message(2), Duration.ofMinutes(10));
      queue.send(message(3), Duration.ZERO);
      queue.send(message(4), Lane.BULK, Duration.ZERO);
    }
  }

  @Test
  void theMessagesAreCounted() throws Exception {
    fill();
    Ran shown = run("queue", "show", "--json", "--data", folder.toString());
    assertThat(shown.status()).as(shown.err()).isEqualTo(ExitCode.OK);
    JsonNode counts = Json.parse(shown.out().strip()).node();
    assertThat(counts.path("visible").asInt()).isEqualTo(2);
    assertThat(counts.path("hidden").asInt()).isEqualTo(1);
    assertThat(counts.path("dead").asInt()).isEqualTo(1);
    assertThat(counts.path("bulkVisible").asInt()).isEqualTo(1);
    assertThat(run("queue", "show", "--data", folder.toString()).out())
        .isEqualTo(
            """
            waiting   2, 1 of them in the bulk lane
            hidden    1, 0 of them in the bulk lane
            given up  1
            """);
  }

  @Test
  void aFolderThatIsNoneIsNotMade() throws Exception {
    Path none = folder.resolve("none");
    Ran shown = run("queue", "show", "--data", none.toString());
    assertThat(shown.status()).isEqualTo(ExitCode.USAGE);
    assertThat(shown.err()).contains("none does not exist");
    assertThat(none).doesNotExist();
  }

  @Test
  void aFileNeedsNoPreparation() throws Exception {
    Ran done = run("queue", "init");
    assertThat(done.status()).as(done.err()).isEqualTo(ExitCode.OK);
    assertThat(done.out()).isEqualTo("This queue needs no preparation.\n");
  }
}
