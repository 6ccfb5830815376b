package dev.tintype.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tintype.cli.harness.ManyImages;
import dev.tintype.cli.harness.Photos;
import dev.tintype.cli.harness.Ran;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `tintype capacity` as a process.
class CapacityCommandTest {

  @TempDir private Path folder;

  @Test
  void theAnswerSaysWhatItRestsOn() throws Exception {
    Ran ran = Ran.command(Map.of(), "", "capacity", "--images", "100000", "--per-hour", "1000");
    assertThat(ran.status()).as(ran.err()).isEqualTo(ExitCode.OK);
    assertThat(ran.out())
        .startsWith("100000 images under the recipe default, originals of 4.2 MB\n")
        .contains("estimated from one photo of 12 MP, measured for docs/benchmarks.md")
        .contains("files      2,300,000, 23 each", "workers    ", "  once\n", "  each month\n");
    Path data = folder.resolve("data");
    ManyImages.in(data, 30);
    Ran own =
        Ran.command(
            Map.of(),
            "",
            "capacity",
            "--images",
            "100000",
            "--original-mb",
            "3.5",
            "--data",
            data.toString(),
            "--json");
    assertThat(own.status()).as(own.err()).isEqualTo(ExitCode.OK);
    JsonNode json = own.lines().getFirst();
    assertThat(json.path("source").path("own").asBoolean()).isTrue();
    assertThat(json.path("source").path("images").asInt()).isEqualTo(30);
    assertThat(json.path("originalBytes").asLong()).isEqualTo(350_000_000_000L);
  }

  @Test
  void filesOfAFolderStandForTheOriginals() throws Exception {
    Path originals = Files.createDirectory(folder.resolve("originals"));
    Files.write(originals.resolve("one.jpg"), Photos.jpeg(400, 300, 1));
    Files.write(originals.resolve("two.png"), Photos.png(200, 100, 2));
    Files.writeString(originals.resolve("notes.txt"), "not a picture");
    Path plot = folder.resolve("plot.svg");
    Ran ran =
        Ran.command(
            Map.of(),
            "",
            "capacity",
            "--originals",
            originals.toString(),
            "--plot",
            plot.toString(),
            "--json");
    assertThat(ran.status()).as(ran.err()).isEqualTo(ExitCode.OK);
    assertThat(ran.err()).isEqualTo("tintype: 1 file left out, which cannot be rendered.\n");
    JsonNode json = ran.lines().getFirst();
    assertThat(json.path("images").asInt()).isEqualTo(2);
    assertThat(json.path("originalBytes").asLong())
        .isEqualTo(
            Files.size(originals.resolve("one.jpg")) + Files.size(originals.resolve("two.png")));
    assertThat(plot).content().startsWith("<svg ").contains("2 images under the recipe default");
  }

  @Test
  void wrongOptionsAreRefused() throws Exception {
    for (List<String> wrong :
        List.of(
            List.<String>of(),
            List.of("--images", "0"),
            List.of("--check"),
            List.of("--originals", folder.resolve("none").toString()),
            List.of("--originals", folder.toString(), "--original-mb", "3"),
            List.of("--images", "10", "--original-mb", "NaN"),
            List.of("--images", "10", "--original-mb", "200"),
            List.of("--images", "10", "--cache-hits", "101"),
            List.of("--images", "10", "--per-hour", "-1"),
            List.of("--images", "10", "--recipe", "nope"),
            List.of("--images", "10", "--data", folder.resolve("none").toString()))) {
      List<String> words = new java.util.ArrayList<>(List.of("capacity"));
      words.addAll(wrong);
      Ran ran = Ran.command(Map.of(), "", words.toArray(String[]::new));
      assertThat(ran.status()).as(wrong + ran.err()).isEqualTo(ExitCode.USAGE);
      assertThat(ran.err()).startsWith("tintype: ").hasLineCount(1);
    }
    assertThat(folder).isEmptyDirectory();
  }
}
