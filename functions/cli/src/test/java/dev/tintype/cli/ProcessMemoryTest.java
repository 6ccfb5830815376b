package dev.tintype.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.cli.harness.ServeProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The memory of a run over many files. `.ci/sheet/run` does the same with a hundred thousand.
class ProcessMemoryTest {

  private static final int FILES = 3_000;

  private static final String TINY =
      """
      {"name": "tiny", "sizes": [16], "formats": {"jpeg": [{"quality": 60, "effort": 0}]},
       "background": "#ffffff", "animation": false}\
      """;

  @TempDir private Path folder = Path.of("");

  @Test
  void memoryDoesNotGrowWithTheNumberOfFiles() throws Exception {
    Pictures.jpeg(folder.resolve("one.jpg"), 64, 48, 80);
    Files.writeString(folder.resolve("tiny.json"), TINY);
    process("256m", "one.jpg");
    for (int i = 0; i < FILES; i++) {
      copyAs("%05d.jpg".formatted(i));
    }
    process("20m", "in");
    assertThat(shown()).isEqualTo(FILES + 1);
    Files.copy(folder.resolve("one.jpg"), folder.resolve("more.jpg"));
    process("20m", "more.jpg");
    assertThat(shown()).isEqualTo(FILES + 2);
  }

  /// Creates an original and the results that an earlier run would have made of it.
  private void copyAs(String name) throws IOException {
    Path made = version();
    Path folderOfIt = folder.resolve("out").resolve(name).resolve(made.getFileName());
    Files.createDirectories(folderOfIt);
    Files.createDirectories(folder.resolve("in"));
    Files.createLink(folder.resolve("in").resolve(name), folder.resolve("one.jpg"));
    Files.createLink(folderOfIt.resolve("16.jpg"), made.resolve("16.jpg"));
    Files.writeString(
        folderOfIt.resolve("manifest.json"),
        Files.readString(made.resolve("manifest.json")).replace("\"one.jpg", "\"" + name));
  }

  private Path version() throws IOException {
    try (Stream<Path> versions = Files.list(folder.resolve("out/one.jpg"))) {
      return versions.findFirst().orElseThrow();
    }
  }

  private void process(String heap, String given) throws Exception {
    List<String> command =
        ServeProcess.command("process", given, "--out", "out", "--recipe", "tiny.json").stream()
            .map(word -> word.startsWith("-Xmx") ? "-Xmx" + heap : word)
            .toList();
    Path said = folder.resolve("said.txt");
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    assertThat(process.waitFor(5, TimeUnit.MINUTES)).as("it ends").isTrue();
    assertThat(process.exitValue()).as(Files.readString(said)).isZero();
  }

  private long shown() throws IOException {
    long shown = 0;
    try (Stream<Path> entries = Files.list(folder.resolve("out"))) {
      for (Path page : entries.filter(Files::isRegularFile).toList()) {
        try (Stream<String> lines = Files.lines(page)) {
          shown += lines.filter(line -> line.startsWith("<article ")).count();
        }
      }
    }
    return shown;
  }
}
