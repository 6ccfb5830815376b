package dev.tintype.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tintype.cli.harness.Photos;
import dev.tintype.cli.harness.Ran;
import dev.tintype.cli.harness.ServeProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `tintype images` as processes, on a real server with one worker.
class ImagesCommandTest {

  private static final String UNKNOWN = "01ARZ3NDEKTSV4RRFFQ69G5FAV";
  private static final byte[] PHOTO = Photos.jpeg(90, 60, 1);

  @TempDir private static Path folder;

  private static ServeProcess server;
  private static String photo;
  private static String damaged;

  @BeforeAll
  static void start() throws Exception {
    server = ServeProcess.start(folder.resolve("data"), Map.of("TINTYPE_WORKERS", "1"));
    photo = server.client().upload(PHOTO, "image/jpeg");
    damaged = server.client().upload(Photos.truncated(2), "image/jpeg");
    server.client().ended(photo);
    server.client().ended(damaged);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static Ran run(String input, String... arguments) throws Exception {
    return Ran.command(
        Map.of("TINTYPE_URL", server.client().url().toString(), "TINTYPE_TOKEN", server.token()),
        input,
        arguments);
  }

  @Test
  void imagesAreListedByState() throws Exception {
    Ran failed = run("", "images", "list", "--state", "failed", "--json");
    assertThat(failed.status()).as(failed.err()).isEqualTo(ExitCode.OK);
    assertThat(failed.lines())
        .extracting(line -> line.path("id").asText(), line -> line.path("reason").asText())
        .containsExactly(org.assertj.core.groups.Tuple.tuple(damaged, "truncated"));
    Ran one = run("", "images", "list", "--limit", "1", "--state", "ready");
    assertThat(one.out()).startsWith(photo + "  ready ");
    for (List<String> wrong :
        List.of(List.of("--state", "done"), List.of("--limit", "-1"), List.of("--limt", "1"))) {
      String[] words = {"images", "list", wrong.getFirst(), wrong.getLast()};
      Ran ran = run("", words);
      assertThat(ran.status()).isEqualTo(ExitCode.USAGE);
      assertThat(ran.err()).contains(wrong.getFirst());
    }
  }

  @Test
  void anImageIsShownWithItsVariants() throws Exception {
    Ran shown = run("", "images", "show", photo);
    assertThat(shown.status()).as(shown.err()).isEqualTo(ExitCode.OK);
    JsonNode image = run("", "images", "show", photo, "--json").lines().getFirst();
    assertThat(image).isEqualTo(server.client().get("/images/" + photo).json());
    assertThat(shown.out())
        .startsWith(photo + "\nstate     ready\n")
        .contains("jpeg of 90 × 60 px", image.path("variants").path(0).path("url").asText())
        .contains(image.path("variants").size() + " variants, ");
    assertThat(run("", "images", "show", damaged).out()).contains("state     failed truncated: ");
    Ran none = run("", "images", "show", UNKNOWN);
    assertThat(none.status()).isEqualTo(ExitCode.SOME_REFUSED);
    assertThat(none.err()).startsWith("tintype: " + UNKNOWN + ": ").hasLineCount(1);
    Ran set = run("", "images", "show", photo, "--recipe", "nope");
    assertThat(set.status()).isEqualTo(ExitCode.SOME_REFUSED);
    for (String command : List.of("images show", "status")) {
      List<String> words = new java.util.ArrayList<>(List.of(command.split(" ", -1)));
      words.add("../recipes");
      Ran ran = run("", words.toArray(String[]::new));
      assertThat(ran.status()).isEqualTo(ExitCode.USAGE);
      assertThat(ran.err()).contains("An image ID has 26 letters and digits, not '../recipes'.");
    }
  }

  @Test
  void anOriginalIsDownloaded() throws Exception {
    Path file = folder.resolve("copy.jpg");
    Ran saved = run("", "images", "original", photo, "--out", file.toString());
    assertThat(saved.status()).as(saved.err()).isEqualTo(ExitCode.OK);
    assertThat(Files.readAllBytes(file)).isEqualTo(PHOTO);
    Ran again = run("", "images", "original", photo, "--out", file.toString());
    assertThat(again.status()).isEqualTo(ExitCode.USAGE);
    assertThat(again.err()).contains("exists already");
    Path other = folder.resolve("other.jpg");
    assertThat(run("", "images", "original", UNKNOWN, "--out", other.toString()).status())
        .isEqualTo(ExitCode.SOME_REFUSED);
    assertThat(other).doesNotExist();
  }

  @Test
  void imagesAreErasedOnlyWhenItIsSaid() throws Exception {
    String one = server.client().upload(Photos.jpeg(40, 30, 3), "image/jpeg");
    String two = server.client().upload(Photos.jpeg(40, 30, 4), "image/jpeg");
    Ran unsaid = run("", "images", "erase", one);
    assertThat(unsaid.status()).isEqualTo(ExitCode.USAGE);
    assertThat(unsaid.err()).contains("Add --yes", "Nothing was erased.");
    Ran wrong = run("", "images", "erase", "--yes", one, "../recipes");
    assertThat(wrong.status()).isEqualTo(ExitCode.USAGE);
    assertThat(server.client().get("/images/" + one).status()).isEqualTo(200);
    Ran erased =
        run(
            one + "  ready\n" + UNKNOWN + "\n" + two + "\n",
            "images",
            "erase",
            "--yes",
            "--json",
            "-");
    assertThat(erased.status()).as(erased.err()).isEqualTo(ExitCode.SOME_REFUSED);
    assertThat(erased.lines())
        .extracting(line -> line.path("state").asText(line.path("reason").asText()))
        .containsExactly("erasing", "not-found", "erasing");
    for (String id : List.of(one, two)) {
      assertThat(server.client().get("/images/" + id).status()).isEqualTo(410);
    }
    Ran again = run("", "images", "erase", "--yes", one);
    assertThat(again.status()).isEqualTo(ExitCode.OK);
    assertThat(again.out()).isEqualTo(one + "  was erased before\n");
  }
}
