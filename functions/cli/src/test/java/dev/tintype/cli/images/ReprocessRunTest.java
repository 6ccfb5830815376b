package dev.tintype.cli.images;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.cli.client.ImagesClient;
import dev.tintype.cli.client.Server;
import dev.tintype.cli.client.WorkClient;
import dev.tintype.cli.harness.StubServer;
import dev.tintype.cli.harness.StubServer.Answer;
import dev.tintype.cli.harness.StubServer.Asked;
import dev.tintype.cli.terminal.Screen;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Requests to make images anew.
class ReprocessRunTest {

  private static final String ONE = "01JD3Q8Z4N5V6W7X8Y9Z000001";
  private static final String TWO = "01JD3Q8Z4N5V6W7X8Y9Z000002";
  private static final String NONE = "01JD3Q8Z4N5V6W7X8Y9Z000003";

  private static Answer answer(Asked asked) {
    assertThat(asked.method()).isEqualTo("POST");
    return switch (asked.target()) {
      case "/images/" + ONE + "/reprocess" ->
          Answer.json(202, "{\"version\":\"0123456789abcdef\",\"changed\":true}");
      case "/images/" + TWO + "/reprocess" ->
          Answer.json(200, "{\"version\":\"0123456789abcdef\",\"changed\":false}");
      default -> Answer.problem(404, "not-found", "There is no such image.");
    };
  }

  @Test
  void theResultOfEachImageIsTold() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
    try (StubServer server = new StubServer(ReprocessRunTest::answer);
        ImagesClient client = new ImagesClient(new Server(server.url(), "secret"))) {
      WorkClient work = new WorkClient(client);
      Screen screen = new Screen(print, print, 0);
      assertThat(
              new ReprocessRun(work, screen, false)
                  .run(List.of(ONE, TWO, NONE), Optional.of("card")))
          .isEqualTo(1);
      assertThat(new ReprocessRun(work, screen, true).run(List.of(ONE), Optional.empty())).isZero();
    }
    assertThat(out.toString(StandardCharsets.UTF_8))
        .isEqualTo(
            """
            %s  will show the version 0123456789abcdef
            %s  shows, or will show, the version 0123456789abcdef
            %s  is not reprocessed: There is no such image.
            {"id":"%s","version":"0123456789abcdef","changed":true}
            """
                .formatted(ONE, TWO, NONE, ONE));
  }
}
