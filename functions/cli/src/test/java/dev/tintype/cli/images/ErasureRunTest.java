package dev.tintype.cli.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tintype.cli.client.ImagesClient;
import dev.tintype.cli.client.Server;
import dev.tintype.cli.client.StoredImages;
import dev.tintype.cli.client.WorkClient.UnexpectedAnswer;
import dev.tintype.cli.harness.StubServer;
import dev.tintype.cli.harness.StubServer.Answer;
import dev.tintype.cli.harness.StubServer.Asked;
import dev.tintype.cli.terminal.Screen;
import dev.tintype.core.Metadata;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Erasures, and the ids that they are given.
class ErasureRunTest {

  private static final String ONE = "01JD3Q8Z4N5V6W7X8Y9Z000001";
  private static final String TWO = "01JD3Q8Z4N5V6W7X8Y9Z000002";
  private static final String NONE = "01JD3Q8Z4N5V6W7X8Y9Z000003";

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private long erase(Function<Asked, Answer> answers, boolean json, List<String> ids)
      throws Exception {
    PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
    try (StubServer server = new StubServer(answers);
        ImagesClient client = new ImagesClient(new Server(server.url(), "secret"))) {
      return new ErasureRun(new StoredImages(client), new Screen(print, print, 0), json).run(ids);
    }
  }

  private static Answer answer(Asked asked) {
    assertThat(asked.method()).isEqualTo("DELETE");
    return switch (asked.target()) {
      case "/images/" + ONE -> Answer.json(202, "{\"id\":\"" + ONE + "\",\"state\":\"erasing\"}");
      case "/images/" + TWO -> Answer.problem(410, "gone", "It was erased.");
      default -> Answer.problem(404, "not-found", "There is no such image.");
    };
  }

  @Test
  void theResultOfEachImageIsTold() throws Exception {
    assertThat(erase(ErasureRunTest::answer, false, List.of(ONE, NONE, TWO))).isEqualTo(1);
    assertThat(out.toString(StandardCharsets.UTF_8))
        .isEqualTo(
            """
            %s  is being erased
            %s  is not erased: There is no such image.
            %s  was erased before
            """
                .formatted(ONE, NONE, TWO));
    out.reset();
    assertThat(erase(ErasureRunTest::answer, true, List.of(ONE, NONE))).isEqualTo(1);
    assertThat(out.toString(StandardCharsets.UTF_8))
        .isEqualTo(
            """
            {"id":"%s","state":"erasing"}
            {"id":"%s","reason":"not-found","message":"There is no such image."}
            """
                .formatted(ONE, NONE));
  }

  /// The metadata of the first image has changed since it was found, that of the second changes
  /// between its look-up and its erasure, and the third was erased before.
  private static Answer meanwhile(Asked asked) {
    if (asked.target().endsWith(NONE)) {
      return Answer.problem(410, "gone", "It was erased.");
    }
    if (asked.method().equals("GET")) {
      String album = asked.target().endsWith(ONE) ? "41" : "42";
      byte[] body =
          "{\"metadata\":{\"album\":\"%s\"}}".formatted(album).getBytes(StandardCharsets.UTF_8);
      return new Answer(200, Map.of("etag", "\"seen\""), body.length, body);
    }
    assertThat(asked).isEqualTo(new Asked("DELETE", "/images/" + TWO, "Bearer secret", "\"seen\""));
    return Answer.problem(412, "precondition-failed", "It is another one.");
  }

  @Test
  void whatDoesNotMatchAnyMoreIsNotErased() throws Exception {
    PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
    try (StubServer server = new StubServer(ErasureRunTest::meanwhile);
        ImagesClient client = new ImagesClient(new Server(server.url(), "secret"))) {
      ErasureRun run = new ErasureRun(new StoredImages(client), new Screen(print, print, 0), false);
      assertThat(run.run(List.of(ONE, TWO, NONE), new Metadata.Entry("album", "42"))).isEqualTo(1);
    }
    assertThat(out.toString(StandardCharsets.UTF_8))
        .isEqualTo(
            """
            %s  is not erased: its metadata has not this value any more
            %s  is not erased: It was changed at the same time. Run the same command again.
            %s  was erased before
            """
                .formatted(ONE, TWO, NONE));
  }

  @Test
  void aServerThatRefusesEverythingIsNotAskedForEver() {
    List<String> ids =
        IntStream.range(0, 50).mapToObj("01JD3Q8Z4N5V6W7X8Y9Z%06d"::formatted).toList();
    assertThatThrownBy(
            () -> erase(_ -> Answer.problem(400, "invalid-request", "Not today."), true, ids))
        .isInstanceOf(UnexpectedAnswer.class)
        .hasMessageContaining("Not today.");
    assertThat(out.toString(StandardCharsets.UTF_8).lines()).hasSize(19);
  }

  private static BufferedReader input(String text) {
    return new BufferedReader(new StringReader(text));
  }

  @Test
  void idsComeFromArgumentsAndFromTheFirstWordsOfStandardInput() throws Exception {
    assertThat(GivenIds.all(List.of(TWO, "-"), input(ONE + "  ready  a.jpg\n\n " + TWO + "\n")))
        .containsExactly(TWO, ONE);
    assertThat(GivenIds.all(List.of("-"), input(""))).isEmpty();
    for (String wrong : List.of("", "../recipes", ONE + "/versions", ONE.substring(1))) {
      assertThatThrownBy(() -> GivenIds.all(List.of(ONE, wrong), input("")))
          .as(wrong)
          .hasMessage("An image ID has 26 letters and digits, not '" + wrong + "'.");
    }
  }
}
