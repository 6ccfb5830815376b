package dev.tintype.cli.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tintype.cli.client.ImagesClient;
import dev.tintype.cli.client.Server;
import dev.tintype.cli.harness.StubServer;
import dev.tintype.cli.harness.StubServer.Answer;
import dev.tintype.cli.harness.StubServer.Asked;
import dev.tintype.cli.terminal.Screen;
import dev.tintype.core.Metadata;
import dev.tintype.core.RecipeJson;
import dev.tintype.core.Sha256;
import dev.tintype.core.json.Json;
import dev.tintype.core.recipe.Recipes;
import dev.tintype.server.settings.Settings.InvalidSetting;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// A search against a server whose pages may be short, and entries as a user gives them.
class MatchesTest {

  private static final String WANTED = Sha256.of("wanted").hex();
  private static final String OTHER = Sha256.of("other").hex();

  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private static String id(int number) {
    return "01JD3Q8Z4N5V6W7X8Y9Z00000" + number;
  }

  private static String listed(int... numbers) {
    return Arrays.stream(numbers)
        .mapToObj(number -> "{\"id\":\"" + id(number) + "\"}")
        .collect(Collectors.joining(","));
  }

  private static String version(int number, String sha256) {
    return """
    {"version":"%s","createdAt":"2026-11-23T10:00:00Z","updatedAt":"2026-11-23T10:00:00Z",
    "state":"ready","renderRevision":"1-test","recipe":%s,
    "original":{"sha256":"%s","bytes":7,"contentType":"image/jpeg"}}\
    """
        .formatted(number, Json.write(RecipeJson.write(Recipes.FAST)), sha256);
  }

  /// Image 1 has the original, image 2 had it, image 3 never, image 4 is gone, image 5 refuses.
  private static Answer answer(Asked asked) {
    String target = asked.target();
    if (!target.endsWith("/versions")) {
      if (target.contains("cursor=B")) {
        return Answer.json(200, "{\"images\":[" + listed(4, 5) + "]}");
      }
      return target.contains("cursor=A")
          ? Answer.json(200, "{\"images\":[],\"next\":\"B\"}")
          : Answer.json(
              200,
              "{\"images\":[%s],\"unreadable\":[\"%s\"],\"next\":\"A\"}"
                  .formatted(listed(1, 2, 3), id(9)));
    }
    String versions =
        switch (target.charAt("/images/".length() + 25)) {
          case '1' -> version(1, WANTED);
          case '2' -> version(1, WANTED) + "," + version(2, OTHER);
          case '3' -> version(1, OTHER);
          case '4' -> "";
          default -> "refused";
        };
    return switch (versions) {
      case "" -> Answer.problem(410, "gone", "It was erased.");
      case "refused" -> Answer.problem(400, "invalid-request", "It is newer.");
      default ->
          Answer.json(
              200,
              """
              {"id":"%s","renderRevision":"1-test","files":"http://x/","latest":"0123456789abcdef",
              "sets":[{"recipe":"fast","default":true,"version":"0123456789abcdef"}],
              "versions":[%s]}\
              """
                  .formatted(target.substring(8, 34), versions));
    };
  }

  private interface Search {
    Matches.Found in(Matches matches) throws InterruptedException;
  }

  private List<Asked> asked = List.of();

  private Matches.Found search(Search search) throws Exception {
    PrintStream notes = new PrintStream(err, true, StandardCharsets.UTF_8);
    try (StubServer server = new StubServer(MatchesTest::answer);
        ImagesClient client = new ImagesClient(new Server(server.url(), "secret"))) {
      Matches.Found found = search.in(new Matches(client, new Screen(notes, notes, 0)));
      asked = server.asked();
      return found;
    }
  }

  @Test
  void everyPageOfAnEntryIsRead() throws Exception {
    Matches.Found found = search(matches -> matches.with(new Metadata.Entry("a", "1")));
    assertThat(found.ids()).containsExactly(id(1), id(2), id(3), id(4), id(5));
    assertThat(found.unreadable()).isOne();
    assertThat(asked)
        .extracting(Asked::target)
        .containsExactly(
            "/images?limit=200&metadata=a%3A1",
            "/images?limit=200&metadata=a%3A1&cursor=A",
            "/images?limit=200&metadata=a%3A1&cursor=B");
    assertThat(err.toString(StandardCharsets.UTF_8)).contains(id(9) + " is left out");
  }

  @Test
  void anImageThatHasOrHadAnOriginalIsFoundByItsDigest() throws Exception {
    Matches.Found found = search(matches -> matches.of(new Sha256(WANTED)));
    assertThat(found.ids()).containsExactly(id(1), id(2));
    assertThat(found.unreadable()).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains(id(9) + " is left out", id(5) + " is left out: It is newer.");
  }

  @Test
  void entriesAreKeysAndValuesAndAnEmptyValueRemoves() {
    assertThat(GivenEntries.one("a=b=c")).isEqualTo(new Metadata.Entry("a", "b=c"));
    assertThat(GivenEntries.changes(List.of("a=1", "b=")))
        .isEqualTo(Map.of("a", Optional.of("1"), "b", Optional.empty()));
    assertThat(GivenEntries.all(List.of("a=1", "b=")).entries()).isEqualTo(Map.of("a", "1"));
    for (String wrong : List.of("a", "=1", "A=1", "a=" + "x".repeat(257))) {
      assertThatThrownBy(() -> GivenEntries.one(wrong)).isInstanceOf(InvalidSetting.class);
    }
    assertThatThrownBy(() -> GivenEntries.changes(List.of("a=1", "a=2")))
        .isInstanceOf(InvalidSetting.class)
        .hasMessage("The key a is given twice.");
  }
}
