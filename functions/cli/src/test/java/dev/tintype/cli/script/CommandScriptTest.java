package dev.tintype.cli.script;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.json.Json;
import dev.tintype.core.json.JsonObject;
import dev.tintype.server.data.Backends;
import dev.tintype.server.data.DataFolder;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandScriptTest {

  @TempDir private Path folder = Path.of("");

  @ParameterizedTest
  @ValueSource(strings = {"process", "sample", "doctor", "test"})
  void everyCommandHasHelpWithExamples(String command) throws Exception {
    Running.Ended run = new Script(folder).run(command, "--help");
    assertThat(run.status()).isZero();
    assertThat(run.out())
        .contains("Usage: tintype " + command, "Examples:", "  tintype " + command);
  }

  @Test
  void theScriptWorksThroughALinkAndPrintsVersionAndExitCodes() throws Exception {
    Path link = folder.resolve("link to tintype");
    Files.createSymbolicLink(link, new Script(folder).path());
    Script linked = new Script(folder, link, Map.of());
    assertThat(linked.run("--version").out()).startsWith("tintype ").contains("render revision");
    assertThat(linked.run("--help").out()).contains("Exit status:", "130", "process", "doctor");
  }

  @Test
  void outputThatCouldNotBeWrittenIsAFailure() throws Exception {
    assertThat(into("/dev/full").status()).isEqualTo(1);
    assertThat(into("/dev/full").err())
        .isEqualTo("tintype: Standard output could not be written: is its disk full?\n");
  }

  @Test
  void aReaderThatWantsNoMoreIsNoFailure() throws Exception {
    Running.Ended run = into(">(exec true)");
    assertThat(run.status()).isZero();
    assertThat(run.err()).isEmpty();
  }

  private Running.Ended into(String target) throws Exception {
    Script shell = new Script(folder, Path.of("/bin/bash"), Map.of());
    return shell.run(
        "-c", "exec \"$0\" help --man images > " + target, new Script(folder).path().toString());
  }

  @Test
  void theWhiteSpaceAroundATokenIsNoPartOfIt() throws Exception {
    Running.Ended run =
        new Script(folder)
            .with("TINTYPE_TOKEN", "tt_of_a_secret\n")
            .and("TINTYPE_URL", "http://127.0.0.1:1\r")
            .run("images", "list");
    assertThat(run.err()).startsWith("tintype: No answer from http://127.0.0.1:1: ");
  }

  @Test
  void aTokenThatIsNoneIsRefusedWithoutShowingIt() throws Exception {
    Running.Ended run =
        new Script(folder).with("TINTYPE_TOKEN", "tt_one\ntt_two").run("images", "list");
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).startsWith("tintype: TINTYPE_TOKEN is no token: ");
    assertThat(run.err()).doesNotContain("tt_");
  }

  @Test
  void aJdkOfAnotherVersionIsSkipped() throws Exception {
    Running.Ended run = new Script(folder).with("JAVA_HOME", "/nowhere/jdk-17").run("--version");
    assertThat(run.status()).as(run.err()).isZero();
  }

  @Test
  void wrongUsageExitsWith2AndSaysWhatToDo() throws Exception {
    Files.writeString(folder.resolve("bad.json"), "{");
    Files.writeString(folder.resolve("-dash.jpg"), "no option");
    for (List<String> wrong :
        List.of(
            List.of("procss"),
            List.of("process", "--out", "out"),
            List.of("process", "nope.jpg", "--out", "out"),
            List.of("process", "", "--out", "out"),
            List.of("upload", ""),
            List.of("doctor", "--scratch", ""),
            List.of("verify", "--data", ""),
            List.of("serve", "--port", "99999"),
            List.of("serve", "--port", "abc"),
            List.of("serve", "--host", "nowhere.invalid"),
            List.of("token", "reset"),
            List.of("process", ".", "--out", "out", "--recipe", "nope"),
            List.of("process", ".", "--out", "."),
            List.of("process", "-dash.jpg", "--out", "out"),
            List.of("process", ".", "--out", "out", "--recipe", "bad.json"),
            List.of("process", ".", "--out", "out", "--jobs", "0"),
            List.of("sample", "picture.png"))) {
      Running.Ended run = new Script(folder).run(wrong.toArray(String[]::new));
      assertThat(run.status()).as(wrong + run.err()).isEqualTo(2);
      assertThat(run.err()).as(wrong.toString()).startsWith("tintype: ").doesNotContain("\tat ");
    }
    assertThat(new Script(folder).run("process", "-dash.jpg", "--out", "out").err())
        .contains("-dash.jpg is a file: write ./-dash.jpg, or put -- before it.");
    assertThat(new Script(folder).run("process", ".", "--out", "out", "--recipe", "bad.json").err())
        .contains("No recipe can be read from bad.json: not valid JSON", "(line 1, column ")
        .doesNotContain("Source");
    Running.Ended run = new Script(folder).with("TINTYPE_SANDBOX", "maybe").run("doctor");
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("TINTYPE_SANDBOX is require, prefer or off");
  }

  @Test
  void anUnusableOutputFolderIsReportedInOneSentence() throws Exception {
    Files.writeString(folder.resolve("a.jpg"), "no image");
    Files.writeString(folder.resolve("file"), "no folder");
    Files.createSymbolicLink(folder.resolve("dangling"), folder.resolve("nowhere"));
    for (String out : List.of("file", "file/inside", "dangling", "/proc/nothing", "")) {
      Running.Ended run = new Script(folder).run("process", "a.jpg", "--out", out);
      assertThat(run.status()).as(out + run.err()).isEqualTo(2);
      assertThat(run.err().lines().toList()).as(out).hasSize(1);
      assertThat(run.err()).startsWith("tintype: --out cannot be ").contains(out);
    }
  }

  @Test
  void theSampleIsAJpegAndIsNeverOverwritten() throws Exception {
    Running.Ended run = new Script(folder).run("sample", "photo.jpg", "--width", "400");
    assertThat(run.status()).as(run.err()).isZero();
    BufferedImage image = ImageIO.read(folder.resolve("photo.jpg").toFile());
    assertThat(image.getWidth()).isEqualTo(400);
    assertThat(image.getHeight()).isEqualTo(300);
    assertThat(new Script(folder).run("sample", "photo.jpg").status()).isEqualTo(2);
  }

  @Test
  void anUnreachableServerIsReportedInOneSentence() throws Exception {
    // Nothing listens on port 1 of this machine.
    Running.Ended run =
        new Script(folder)
            .with("TINTYPE_TOKEN", "x")
            .run("status", "01JD3Q8Z4N5V6W7X8Y9ZABCDEF", "--to", "http://127.0.0.1:1");
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err())
        .startsWith("tintype: No answer from http://127.0.0.1:1: nothing listens there.")
        .hasLineCount(1);
  }

  @Test
  void ctrlCDuringDoctorLeavesNothing() throws Exception {
    Running run = new Script(folder).start("doctor");
    run.awaitFile(folder, ".lock");
    run.signal("INT");
    Running.Ended ended = run.end();
    assertThat(ended.status()).as(ended.out() + ended.err()).isEqualTo(130);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aWorkerEndsWhenSignalled() throws Exception {
    Backends.open(
            new DataFolder(folder.resolve("data")), InstantSource.system(), new SecureRandom())
        .close();
    Running run = new Script(folder).start("worker", "--data", "data");
    run.awaitOutput("\"ready\"");
    run.signal("TERM");
    Running.Ended ended = run.end();
    assertThat(ended.status()).as(ended.out() + ended.err()).isEqualTo(143);
  }

  @Test
  void theDoctorStartsARealRendererAndLeavesNothing() throws Exception {
    Running.Ended run = new Script(folder).run("doctor", "--json");
    assertThat(run.status()).as(run.out() + run.err()).isZero();
    JsonObject json = Json.parse(run.out());
    assertThat(json.bool("ok")).isTrue();
    assertThat(json.objects("findings"))
        .extracting(finding -> finding.text("name"))
        .contains(
            "platform",
            "java",
            "machine",
            "scratch space",
            "libvips",
            "renderer",
            "sandbox",
            "codecs");
    assertThat(run.out()).contains("seccomp", "no_new_privs");
    assertThat(folder).isEmptyDirectory();
  }
}
