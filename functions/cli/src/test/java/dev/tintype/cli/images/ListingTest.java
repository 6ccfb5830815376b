package dev.tintype.cli.images;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.cli.client.ImagesClient;
import dev.tintype.cli.client.Server;
import dev.tintype.cli.client.StoredImages;
import dev.tintype.cli.client.StoredImages.Filter;
import dev.tintype.cli.harness.StubServer;
import dev.tintype.cli.harness.StubServer.Answer;
import dev.tintype.cli.harness.StubServer.Asked;
import dev.tintype.cli.terminal.Screen;
import dev.tintype.core.Metadata;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The list against a server with three pages: two images and a damaged one, none, and one.
class ListingTest {

  private static final Optional<String> ANY = Optional.empty();
  private static final Filter FAILED = new Filter(Optional.of("failed"), Optional.empty());

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private static String image(int number, String recipe) {
    return """
    {"id":"01JD3Q8Z4N5V6W7X8Y9Z00000%d","name":"photo %d\\u001b.jpg","version":"0123456789abcdef",
    "createdAt":"2026-11-23T10:00:00.123456Z","recipe":"%s","state":"failed","reason":"corrupt"}\
    """
        .formatted(number, number, recipe);
  }

  private static Answer answer(Asked asked) {
    String target = asked.target();
    if (target.contains("cursor=B")) {
      return Answer.json(200, "{\"images\":[" + image(3, "card") + "]}");
    }
    return target.contains("cursor=A")
        ? Answer.json(200, "{\"images\":[],\"next\":\"B\"}")
        : Answer.json(
            200,
            "{\"images\":[%s,%s],\"unreadable\":[\"01JD3Q8Z4N5V6W7X8Y9Z000009\"],\"next\":\"A\"}"
                .formatted(image(1, "default"), image(2, "card")));
  }

  private record Ran(Listing.Told told, List<Asked> asked) {}

  private Ran list(boolean json, Listing.Wanted wanted) throws Exception {
    PrintStream lines = new PrintStream(out, true, StandardCharsets.UTF_8);
    PrintStream notes = new PrintStream(err, true, StandardCharsets.UTF_8);
    try (StubServer server = new StubServer(ListingTest::answer);
        ImagesClient client = new ImagesClient(new Server(server.url(), "secret"))) {
      Listing listing = new Listing(new StoredImages(client), new Screen(lines, notes, 0), json);
      return new Ran(listing.run(wanted), server.asked());
    }
  }

  private List<String> lines() {
    return out.toString(StandardCharsets.UTF_8).lines().toList();
  }

  @Test
  void everyPageIsReadAndControlCharactersDoNotReachTheTerminal() throws Exception {
    Ran ran = list(false, new Listing.Wanted(FAILED, ANY, Optional.empty()));
    assertThat(ran.told()).isEqualTo(new Listing.Told(3, 1, false));
    assertThat(ran.asked())
        .extracting(Asked::target)
        .containsExactly(
            "/images?limit=200&state=failed",
            "/images?limit=200&state=failed&cursor=A",
            "/images?limit=200&state=failed&cursor=B");
    assertThat(lines())
        .hasSize(3)
        .first()
        .isEqualTo(
            "01JD3Q8Z4N5V6W7X8Y9Z000001  failed           2026-11-23T10:00:00Z  default     "
                + "photo 1\\u001b.jpg  (corrupt)");
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains("the record of 01JD3Q8Z4N5V6W7X8Y9Z000009 cannot be read");
  }

  @Test
  void theServerChoosesByMetadata() throws Exception {
    Metadata.Entry entry = new Metadata.Entry("album", "a&b:c");
    Filter filter = new Filter(ANY, Optional.of(entry));
    Ran ran = list(false, new Listing.Wanted(filter, ANY, Optional.of(1L)));
    assertThat(ran.asked())
        .extracting(Asked::target)
        .containsExactly("/images?limit=1&metadata=album%3Aa%26b%3Ac");
  }

  @Test
  void noMoreIsAskedForThanTheLimit() throws Exception {
    Ran ran = list(true, new Listing.Wanted(Filter.NONE, ANY, Optional.of(2L)));
    assertThat(ran.told()).isEqualTo(new Listing.Told(2, 1, true));
    assertThat(ran.asked()).extracting(Asked::target).containsExactly("/images?limit=2");
    assertThat(lines()).hasSize(2).allMatch(line -> line.contains("\"reason\":\"corrupt\""));
  }

  @Test
  void aRecipeIsLookedForOnEveryPage() throws Exception {
    Ran all = list(true, new Listing.Wanted(Filter.NONE, Optional.of("card"), Optional.of(2L)));
    assertThat(all.told()).isEqualTo(new Listing.Told(2, 1, false));
    assertThat(all.asked()).hasSize(3);
    Ran one = list(true, new Listing.Wanted(Filter.NONE, Optional.of("card"), Optional.of(1L)));
    assertThat(one.told()).isEqualTo(new Listing.Told(1, 1, true));
    assertThat(lines()).hasSize(3).allMatch(line -> line.contains("\"recipe\":\"card\""));
  }
}
