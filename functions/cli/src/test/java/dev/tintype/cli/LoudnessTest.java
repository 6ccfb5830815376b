package dev.tintype.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.cli.harness.Photos;
import dev.tintype.cli.harness.Ran;
import dev.tintype.cli.harness.ServeProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `--quiet` and `--verbose` of commands that run as processes, as if on a terminal.
class LoudnessTest {

  private static final List<String> TERMINAL = List.of("-Dtintype.columns=80");

  /// What only a progress bar writes.
  private static final String BAR = "\u001b[K";

  private static final Pattern LOG_LINES = Pattern.compile("(\\S+Z (FINE|INFO) event=.*\n)+");

  @TempDir private static Path folder;

  private static ServeProcess server;

  @BeforeAll
  static void start() throws Exception {
    server = ServeProcess.start(folder.resolve("data"), Map.of("TINTYPE_WORKERS", "1"));
    server.client().ended(server.client().upload(Photos.jpeg(80, 60, 1), "image/jpeg"));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static Ran run(String... words) throws Exception {
    return Ran.with(
        TERMINAL,
        Map.of(
            "TINTYPE_URL", server.client().url().toString(),
            "TINTYPE_TOKEN", server.token(),
            "TERM", "xterm"),
        "",
        words);
  }

  private static String[] and(String option, List<String> words) {
    List<String> all = new ArrayList<>(words);
    all.add(option);
    return all.toArray(String[]::new);
  }

  /// Runs a command that shows a bar in every way. The second run finds what the first has done, so
  /// only the kinds of lines are compared.
  private static void assertLoudness(String event, List<String> words) throws Exception {
    Ran usual = run(words.toArray(String[]::new));
    assertThat(usual.status()).as(usual.err()).isEqualTo(ExitCode.OK);
    assertThat(usual.err()).contains(BAR).doesNotContain("event=");

    Ran quiet = run(and("--quiet", words));
    assertThat(quiet.status()).as(quiet.err()).isEqualTo(ExitCode.OK);
    assertThat(quiet.err()).isEmpty();
    assertThat(quiet.out().lines().count()).isEqualTo(usual.out().lines().count());

    Ran verbose = run(and("--verbose", words));
    assertThat(verbose.status()).as(verbose.err()).isEqualTo(ExitCode.OK);
    assertThat(verbose.err()).matches(LOG_LINES).contains(" FINE event=" + event + " ");
    assertThat(verbose.out().lines().count()).isEqualTo(usual.out().lines().count());
  }

  private static Path photo(String name, long seed) throws Exception {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.write(file, Photos.jpeg(80, 60, seed));
  }

  @Test
  void process() throws Exception {
    String out = folder.resolve("out").toString();
    String photo = photo("process/photo.jpg", 2).toString();
    assertLoudness("process.step", List.of("process", photo, "--out", out, "--recipe", "fast"));
    Ran json = run("process", photo, "--out", out, "--recipe", "fast", "--json", "--quiet");
    assertThat(json.lines()).hasSize(1);
    assertThat(json.lines().getFirst().path("state").asText()).isEqualTo("ready");
  }

  @Test
  void upload() throws Exception {
    assertLoudness("client.answer", List.of("upload", photo("upload/photo.jpg", 3).toString()));
  }

  @Test
  void theLogOfAnUploadHasNeitherTokenNorPermission() throws Exception {
    Ran ran = run("upload", photo("secret/photo.jpg", 4).toString(), "--verbose");
    assertThat(ran.err())
        .contains("method=POST path=/images answer=201", "method=PUT ", "/uploaded answer=202")
        .doesNotContain(server.token(), "signature", "?");
  }

  @Test
  void importing() throws Exception {
    photo("import/photo.jpg", 5);
    String source = folder.resolve("import").toString();
    String state = folder.resolve("import.jsonl").toString();
    Ran usual = run("import", source, "--state", state);
    assertThat(usual.status()).as(usual.err()).isEqualTo(ExitCode.OK);
    assertThat(usual.err()).contains(BAR).doesNotContain("event=");
    Ran quiet = run("import", source, "--state", state + "2", "--quiet");
    assertThat(quiet.err()).isEmpty();
    assertThat(quiet.out()).contains("1 image imported");
    Ran verbose = run("import", source, "--state", state + "3", "--verbose");
    assertThat(verbose.err()).matches(LOG_LINES).contains(" FINE event=client.answer ");
  }

  @Test
  void verify() throws Exception {
    assertLoudness("verify.page", List.of("verify", "--data", folder.resolve("data").toString()));
  }

  @Test
  void aHintIsLeftOut() throws Exception {
    photo("hint/photo.jpg", 6);
    run("upload", folder.resolve("hint").toString());
    Ran usual = run("images", "list", "--limit", "1");
    assertThat(usual.err()).startsWith("There may be more images");
    Ran quiet = run("images", "list", "--limit", "1", "--quiet");
    assertThat(quiet.err()).isEmpty();
    assertThat(quiet.out().lines()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--quiet", "--verbose"})
  void anErrorIsToldAndOnlyVerboseTellsItsCause(String option) throws Exception {
    Ran ran =
        Ran.command(
            Map.of("TINTYPE_TOKEN", "x"),
            "",
            "images",
            "list",
            "--to",
            "http://127.0.0.1:1",
            option);
    assertThat(ran.status()).isEqualTo(ExitCode.UNEXPECTED);
    List<String> said = ran.err().lines().filter(line -> !line.contains(" FINE ")).toList();
    assertThat(said.getFirst()).startsWith("tintype: No answer from http://127.0.0.1:1: ");
    assertThat(ran.err()).doesNotContain("\tat ");
    if (option.equals("--quiet")) {
      assertThat(ran.err()).hasLineCount(1);
    } else {
      assertThat(said.get(1)).startsWith("  caused by java.net.ConnectException");
      assertThat(said).allSatisfy(line -> assertThat(line).matches("(tintype: |  caused by ).*"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"serve", "verify", "images list", "sample x.jpg", "help"})
  void bothTogetherAreRefused(String words) throws Exception {
    Ran ran = run(("--quiet " + words + " --verbose").split(" "));
    assertThat(ran.status()).isEqualTo(ExitCode.USAGE);
    assertThat(ran.err()).startsWith("tintype: --quiet and --verbose exclude each other.\n");
    assertThat(ran.out()).isEmpty();
  }

  /// Starts a server, lets it make one image, and stops it.
  ///
  /// @return its log
  private static String served(String option) throws Exception {
    Path data = folder.resolve("serve" + option);
    Path log = folder.resolve("serve" + option + ".log");
    Process process =
        new ProcessBuilder(
                ServeProcess.command(
                    "serve", "--port", "0", "--json", "--data", data.toString(), option))
            .redirectError(log.toFile())
            .start();
    try (ServeProcess other = ServeProcess.of(process, log)) {
      other.client().ended(other.client().upload(Photos.jpeg(80, 60, 7), "image/jpeg"));
      other.terminate();
    }
    return Files.readString(log);
  }

  @Test
  void aQuietServerAndItsWorkersLogNoEventsThatAreNoTroubles() throws Exception {
    assertThat(served("--quiet")).doesNotContain(" INFO ", " FINE ");
  }

  @Test
  void aVerboseServerLogsItsEventsAndTheStepsOfItsWorkers() throws Exception {
    assertThat(served("--verbose"))
        .contains(" INFO event=http.request ", " FINE event=process.step ")
        .doesNotContain(" FINE org.");
  }
}
