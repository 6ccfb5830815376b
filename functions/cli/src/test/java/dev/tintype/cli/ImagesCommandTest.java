package dev.tintype.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tintype.cli.harness.Photos;
import dev.tintype.cli.harness.Ran;
import dev.tintype.cli.harness.ServeProcess;
import dev.tintype.core.Sha256;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
      List<String> words = new ArrayList<>(List.of(command.split(" ", -1)));
      words.add("../recipes");
      Ran ran = run("", words.toArray(String[]::new));
      assertThat(ran.status()).isEqualTo(ExitCode.USAGE);
      assertThat(ran.err()).contains("An image ID has 26 letters and digits, not '../recipes'.");
    }
  }

  @Test
  void anImageIsRenamedAndTagged() throws Exception {
    String id = server.client().upload(Photos.jpeg(40, 30, 5), "image/jpeg");
    Ran tagged = run("", "images", "tag", id, "album=4=2", "rights=cc-by");
    assertThat(tagged.status()).as(tagged.err()).isEqualTo(ExitCode.OK);
    Ran again = run("", "images", "tag", id, "rights=", "--json");
    assertThat(again.lines().getFirst().path("metadata").toString())
        .isEqualTo("{\"album\":\"4=2\"}");
    assertThat(run("", "images", "rename", id, "harbour.jpg").out())
        .isEqualTo(id + "  harbour.jpg\nmetadata  album=4=2\n");
    assertThat(run("", "images", "show", id).out())
        .startsWith(id + "  harbour.jpg\n")
        .contains("\nmetadata  album=4=2\n");
    Ran listed = run("", "images", "list", "--metadata", "album=4=2");
    assertThat(listed.out()).startsWith(id + "  ").hasLineCount(1);
    assertThat(run("", "images", "rename", id, "").out()).isEqualTo(id + "\nmetadata  album=4=2\n");
    for (List<String> wrong :
        List.of(List.of("album"), List.of("Album=1"), List.of("a=1", "a=2"))) {
      List<String> words = new ArrayList<>(List.of("images", "tag", id));
      words.addAll(wrong);
      assertThat(run("", words.toArray(String[]::new)).status()).isEqualTo(ExitCode.USAGE);
    }
    Ran none = run("", "images", "tag", UNKNOWN, "a=1");
    assertThat(none.status()).isEqualTo(ExitCode.SOME_REFUSED);
    assertThat(none.err()).startsWith("tintype: " + UNKNOWN + ": ").hasLineCount(1);
    assertThat(server.client().call("DELETE", "/images/" + id, "").status()).isEqualTo(202);
  }

  @Test
  void imagesAreErasedByMetadataAndByDigest() throws Exception {
    Path photos = Files.createDirectories(folder.resolve("photos"));
    for (int i = 0; i < 3; i++) {
      Files.write(photos.resolve(i + ".jpg"), Photos.jpeg(40, 30, 60 + i % 2));
    }
    Ran uploaded = run("", "upload", photos.toString(), "--metadata", "trip=x y", "--no-wait");
    assertThat(uploaded.status()).as(uploaded.err()).isEqualTo(ExitCode.OK);
    String digest = Sha256.of(Photos.jpeg(40, 30, 60)).hex();
    Ran dry = run("", "images", "erase", "--digest", digest, "--dry-run");
    assertThat(dry.status()).as(dry.err()).isEqualTo(ExitCode.OK);
    assertThat(dry.out()).hasLineCount(2);
    assertThat(dry.err()).isEqualTo("2 images would be erased. Nothing was erased.\n");
    Ran three = run("", "images", "erase", "--metadata", "trip=x y", "--dry-run", "--json");
    assertThat(three.lines()).hasSize(3).allMatch(line -> line.path("id").isTextual());
    Ran unsaid = run("", "images", "erase", "--digest", digest);
    assertThat(unsaid.status()).isEqualTo(ExitCode.USAGE);
    assertThat(unsaid.err()).contains("Add --yes", "Nothing was erased.");
    Ran erased = run("", "images", "erase", "--digest", digest, "--yes");
    assertThat(erased.status()).as(erased.err()).isEqualTo(ExitCode.OK);
    assertThat(erased.out().lines().map(line -> line.substring(0, 26)))
        .containsExactlyElementsOf(dry.out().lines().toList());
    Ran rest = run("", "images", "erase", "--metadata", "trip=x y", "--yes");
    assertThat(rest.out()).contains("is being erased").hasLineCount(1);
    assertThat(run("", "images", "erase", "--metadata", "trip=x y", "--yes").out()).isEmpty();
    assertThat(server.client().get("/images/" + photo).status()).isEqualTo(200);
    for (List<String> wrong :
        List.of(
            List.of("--digest", "abc"),
            List.of("--metadata", "trip"),
            List.of("--metadata", "a=1", photo),
            List.of("--metadata", "a=1", "--digest", digest),
            List.<String>of())) {
      List<String> words = new ArrayList<>(List.of("images", "erase", "--yes"));
      words.addAll(wrong);
      assertThat(run("", words.toArray(String[]::new)).status())
          .as("%s", wrong)
          .isEqualTo(ExitCode.USAGE);
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
    Ran dry = run("", "images", "erase", "--dry-run", one, UNKNOWN);
    assertThat(dry.status()).isEqualTo(ExitCode.SOME_REFUSED);
    assertThat(dry.out()).isEqualTo(one + "\n");
    assertThat(dry.err()).contains(UNKNOWN + " would not be erased: ", "1 image would be erased.");
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
    Ran gone = run("", "images", "erase", "--dry-run", one);
    assertThat(gone.status()).isEqualTo(ExitCode.OK);
    assertThat(gone.out()).isEmpty();
    assertThat(gone.err()).contains(one + " was erased before", "0 images would be erased.");
  }
}
