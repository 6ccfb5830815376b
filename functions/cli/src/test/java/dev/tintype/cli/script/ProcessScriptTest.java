package dev.tintype.cli.script;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.cli.Pictures;
import dev.tintype.core.Manifest;
import dev.tintype.core.ManifestJson;
import dev.tintype.core.Sha256;
import dev.tintype.core.disk.Tree;
import dev.tintype.core.json.Json;
import dev.tintype.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessScriptTest {

  /// Four sizes in three formats; the widest is wider than the pictures.
  private static final String RECIPE =
      """
      {"name": "small", "sizes": [40, 80, 160, 3000], "background": "#ffffff", "animation": true,
       "formats": {"avif": [{"quality": 58, "effort": 0}], "webp": [{"quality": 70, "effort": 2}],
         "jpeg": [{"quality": 71, "effort": 1}]}}\
      """;

  @TempDir private Path folder = Path.of("");

  @Test
  void onePhotoGivesItsVariantsTheManifestAndNothingElse() throws Exception {
    Pictures.jpeg(folder.resolve("photo.jpg"), 320, 240, 80);
    Running.Ended run = process("photo.jpg");
    assertThat(run.status()).as(run.err()).isZero();
    Manifest manifest = manifests().values().iterator().next();
    String version = "photo.jpg/" + manifest.version() + "/";
    assertThat(results().keySet())
        .containsExactlyInAnyOrder(
            "index.html",
            version + "40.avif",
            version + "40.jpg",
            version + "40.webp",
            version + "80.avif",
            version + "80.jpg",
            version + "80.webp",
            version + "160.avif",
            version + "160.jpg",
            version + "160.webp",
            version + "3000.avif",
            version + "3000.jpg",
            version + "3000.webp",
            version + "manifest.json");
    assertThat(manifest.imageId().value()).isEqualTo("photo.jpg");
    assertEveryManifestHolds();
    assertThat(run.lines().getFirst()).startsWith("ready    photo.jpg  12 variants, ");
    assertThat(run.lines().getLast()).contains("1 file made").endsWith("Open out/index.html");
    assertThat(run.err()).isEmpty();
  }

  @Test
  void theSecondRunMakesNothingExceptAlteredFiles() throws Exception {
    Pictures.jpeg(folder.resolve("photo.jpg"), 320, 240, 80);
    process("photo.jpg");
    Map<String, Sha256> first = results();
    Running.Ended again = process("photo.jpg");
    assertThat(again.out()).contains("made before").contains("0 files made");
    assertThat(results()).isEqualTo(first);
    Path altered = folder.resolve("out").resolve(variant(first, "160.avif"));
    byte[] bytes = Files.readAllBytes(altered);
    bytes[bytes.length / 2] ^= 1;
    Files.write(altered, bytes);
    Files.delete(folder.resolve("out").resolve(variant(first, "80.jpg")));
    assertThat(process("photo.jpg").status()).isZero();
    assertThat(results()).isEqualTo(first);
  }

  @Test
  void everyFileOfAFolderGetsOneLine() throws Exception {
    Pictures.jpeg(folder.resolve("in/a.jpg"), 64, 48, 10);
    Pictures.jpeg(folder.resolve("in/sub/ü <b>, 100%.jpg"), 48, 64, 90);
    Pictures.jpeg(folder.resolve("other/a.jpg"), 64, 64, 200);
    Files.writeString(folder.resolve("in/notes.txt"), "no image");
    Files.write(folder.resolve("in/empty.jpg"), new byte[0]);
    Files.writeString(folder.resolve("in/.hidden.jpg"), "hidden");
    Files.createSymbolicLink(folder.resolve("in/sub/loop"), folder.resolve("in"));
    Files.createSymbolicLink(folder.resolve("in/gone.jpg"), folder.resolve("nowhere.jpg"));
    Running.Ended run = process("in", "other/a.jpg", "--json", "--jobs", "2");
    assertThat(run.status()).as(run.err()).isEqualTo(3);
    assertThat(run.err()).isEmpty();
    Map<String, String> seen = new TreeMap<>();
    for (String line : run.lines()) {
      JsonObject json = Json.parse(line);
      String outcome =
          json.text("state").equals("ready")
              ? json.text("manifest").replaceFirst("/[0-9a-f]{16}/", "/V/")
              : json.text("reason");
      seen.put(json.text("file"), outcome);
    }
    assertThat(seen)
        .isEqualTo(
            Map.of(
                "in/a.jpg", "out/a.jpg/V/manifest.json",
                "in/sub/ü <b>, 100%.jpg", "out/sub/ü <b>, 100%.jpg/V/manifest.json",
                "other/a.jpg", "out/a.jpg~2/V/manifest.json",
                "in/notes.txt", "unsupported_format",
                "in/empty.jpg", "truncated",
                "in/gone.jpg", "unreadable"));
    assertThat(manifests()).hasSize(3);
    assertEveryManifestHolds();
  }

  @Test
  void aKilledRunLooksUnfinishedAndTheNextRunCompletesIt() throws Exception {
    for (int i = 0; i < 3; i++) {
      Pictures.jpeg(folder.resolve("in/" + i + ".jpg"), 640, 480, 60 * i);
    }
    process("in");
    Map<String, Sha256> whole = results();
    Tree.delete(folder.resolve("out"));
    for (String moment : List.of("lock", "original", ".webp", "manifest.json")) {
      Running run = start("in");
      run.awaitFile(folder.resolve("out"), moment);
      run.signal("KILL");
      run.end();
      assertEveryManifestHolds();
    }
    assertThat(folder.resolve("out/.tintype-tmp")).exists();
    assertThat(process("in").status()).isZero();
    assertThat(results()).isEqualTo(whole);
  }

  @Test
  void ctrlCLeavesNoIncompleteResults() throws Exception {
    for (int i = 0; i < 3; i++) {
      Pictures.jpeg(folder.resolve("in/" + i + ".jpg"), 2400, 1800, 60 * i);
    }
    Running run = start("in");
    long renderer = run.awaitRenderer(folder.resolve("out"), ".jpg");
    run.signal("INT");
    Running.Ended ended = run.end();
    assertThat(ended.status()).isEqualTo(130);
    assertThat(ended.err())
        .matches("Interrupted: [0-3] of 3 files done. Run the same command again to continue.\n");
    assertThat(folder.resolve("out/.tintype-tmp")).doesNotExist();
    assertThat(ProcessHandle.of(renderer).filter(ProcessHandle::isAlive)).isEmpty();
    assertEveryManifestHolds();
  }

  @Test
  void aDeadRendererIsReplacedAndTheFileIsProcessed() throws Exception {
    Pictures.jpeg(folder.resolve("photo.jpg"), 2400, 1800, 80);
    Running run = start("photo.jpg");
    long renderer = run.awaitRenderer(folder.resolve("out"), ".jpg");
    Running.signal(renderer, "KILL");
    Running.Ended ended = run.end();
    assertThat(ended.status()).as(ended.out() + ended.err()).isZero();
    assertEveryManifestHolds();
  }

  @Test
  void theSheetShowsBothOfTwoConcurrentRuns() throws Exception {
    for (String name : List.of("a", "b")) {
      for (int i = 0; i < 3; i++) {
        Pictures.jpeg(folder.resolve(name).resolve(name + i + ".jpg"), 64, 48, 60 * i);
      }
    }
    Running first = start("a");
    Running second = start("b");
    assertThat(first.end().status()).isZero();
    assertThat(second.end().status()).isZero();
    String sheet = Files.readString(folder.resolve("out/index.html"));
    assertThat(sheet.lines().filter(line -> line.startsWith("<article "))).hasSize(6);
    assertThat(folder.resolve("out/.tintype-tmp")).doesNotExist();
  }

  @Test
  void theOutputFolderMayBeInsideTheGivenFolder() throws Exception {
    Pictures.jpeg(folder.resolve("a.jpg"), 64, 48, 10);
    assertThat(process(".").status()).isEqualTo(3);
    Running.Ended again = process(".");
    assertThat(again.out()).contains("ready    ./a.jpg", "made before");
    assertThat(manifests()).hasSize(1);
  }

  @Test
  void aTooLongNameFailsOnlyItsFile() throws Exception {
    String name = "n".repeat(250) + ".jpg";
    Pictures.jpeg(folder.resolve("a").resolve(name), 64, 48, 10);
    Pictures.jpeg(folder.resolve("b").resolve(name), 64, 48, 20);
    Pictures.jpeg(folder.resolve("c.jpg"), 64, 48, 30);
    Running.Ended run = process("a/" + name, "b/" + name, "c.jpg");
    assertThat(run.status()).as(run.err()).isEqualTo(3);
    assertThat(run.lines().get(1))
        .endsWith("Its name is too long for the output folder: shorten it.");
    assertThat(manifests()).hasSize(2);
  }

  @Test
  void controlCharactersInNamesAreEscapedExceptInJson() throws Exception {
    String name = "a\u001b[2J\nready\u009b1m\u202eb.jpg";
    Pictures.jpeg(folder.resolve("in").resolve(name), 64, 48, 10);
    Running.Ended lines = process("in");
    assertThat(lines.lines()).hasSize(2);
    assertThat(lines.out()).contains("in/a\\u001b[2J\\nready\\u009b1m\\u202eb.jpg  12 variants");
    Running.Ended json = process("in", "--json");
    assertThat(json.lines()).hasSize(1);
    assertThat(json.out()).doesNotContain("\u009b", "\u202e");
    assertThat(Json.parse(json.out()).text("file")).isEqualTo("in/" + name);
  }

  @Test
  void runningWithoutASandboxPrintsOneWarning() throws Exception {
    Pictures.jpeg(folder.resolve("in/a.jpg"), 64, 48, 10);
    Pictures.jpeg(folder.resolve("in/b.jpg"), 64, 48, 20);
    Files.writeString(folder.resolve("small.json"), RECIPE);
    Running.Ended run =
        new Script(folder)
            .with("TINTYPE_SANDBOX", "off")
            .run("process", "in", "--out", "out", "--recipe", "small.json", "--json");
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.err())
        .isEqualTo(
            "tintype: TINTYPE_SANDBOX is off: a malicious file could do anything that your user may do.\n");
  }

  @Test
  void everyRecipeOfAFileIsMadeAndShownOnOneSheet() throws Exception {
    Pictures.jpeg(folder.resolve("in/a.jpg"), 64, 48, 10);
    String other = RECIPE.replaceFirst("\"name\": *\"[^\"]*\"", "\"name\":\"other\"");
    Files.writeString(
        folder.resolve("two.json"),
        "{\"recipes\":[" + RECIPE + "," + other.replaceFirst("40", "44") + "]}");
    Running.Ended run =
        new Script(folder).run("process", "in", "--out", "out", "--recipes", "two.json");
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(manifests().values().stream().map(manifest -> manifest.recipe().name()))
        .contains("other")
        .hasSize(2)
        .doesNotHaveDuplicates();
    assertThat(Files.readString(folder.resolve("out/index.html")))
        .contains("recipe other", manifests().values().iterator().next().version() + "");
    Running.Ended both =
        new Script(folder)
            .run("process", "in", "--out", "out", "--recipes", "two.json", "--recipe", "fast");
    assertThat(both.status()).isEqualTo(2);
  }

  private Running.Ended process(String... arguments) throws IOException, InterruptedException {
    return start(arguments).end();
  }

  private Running start(String... arguments) throws IOException {
    Files.writeString(folder.resolve("small.json"), RECIPE);
    List<String> all = new java.util.ArrayList<>(List.of("process"));
    all.addAll(List.of(arguments));
    all.addAll(List.of("--out", "out", "--recipe", "small.json"));
    return new Script(folder).start(all.toArray(String[]::new));
  }

  /// Lists every file of the output folder by its path, including temporary ones.
  private Map<String, Sha256> results() throws IOException {
    Map<String, Sha256> files = new TreeMap<>();
    for (Path file : Running.files(folder.resolve("out")).toList()) {
      files.put(
          folder.resolve("out").relativize(file).toString(), Sha256.of(Files.readAllBytes(file)));
    }
    return files;
  }

  private Map<Path, Manifest> manifests() throws IOException {
    Map<Path, Manifest> manifests = new TreeMap<>();
    for (Path file : Running.files(folder.resolve("out")).toList()) {
      if (file.endsWith("manifest.json") && !file.toString().contains(".tintype-tmp")) {
        manifests.put(file, ManifestJson.read(Json.parse(Files.readAllBytes(file))));
      }
    }
    return manifests;
  }

  private void assertEveryManifestHolds() throws IOException {
    for (Manifest manifest : manifests().values()) {
      assertThat(manifest.variants()).hasSize(12);
      for (Manifest.Variant variant : manifest.variants()) {
        byte[] bytes = Files.readAllBytes(folder.resolve("out").resolve(variant.url()));
        assertThat(Sha256.of(bytes)).as(variant.url()).isEqualTo(variant.sha256());
      }
    }
  }

  private static String variant(Map<String, Sha256> files, String name) {
    return files.keySet().stream().filter(f -> f.endsWith("/" + name)).findFirst().orElseThrow();
  }
}
