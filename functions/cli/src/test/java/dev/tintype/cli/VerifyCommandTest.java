package dev.tintype.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tintype.cli.harness.Photos;
import dev.tintype.cli.harness.ServeProcess;
import dev.tintype.core.json.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `tintype verify` as a process, beside a running server.
class VerifyCommandTest {

  @TempDir private static Path folder;

  private static ServeProcess server;

  @BeforeAll
  static void start() throws Exception {
    server = ServeProcess.start(folder.resolve("data"), Map.of("TINTYPE_WORKERS", "1"));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private record Ran(int status, List<JsonNode> lines) {}

  private static Ran verify(String... more) throws Exception {
    List<String> words = new ArrayList<>(ServeProcess.command("verify", "--json", "--data"));
    words.add(folder.resolve("data").toString());
    words.addAll(List.of(more));
    ProcessBuilder builder =
        new ProcessBuilder(words).redirectError(folder.resolve("verify.log").toFile());
    Process process = builder.start();
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(3, TimeUnit.MINUTES)).isTrue();
    return new Ran(
        process.exitValue(), out.lines().<JsonNode>map(line -> Json.parse(line).node()).toList());
  }

  @Test
  void missingAndAlteredFilesAreRestoredByteForByte() throws Exception {
    List<Path> files = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      String id = server.client().upload(Photos.jpeg(80, 60, i), "image/jpeg");
      String url = server.client().ended(id).path("variants").path(i).path("url").asText();
      files.add(folder.resolve("data/public").resolve(url.substring(url.indexOf(id))));
    }
    Ran whole = verify();
    assertThat(whole.status()).isEqualTo(ExitCode.OK);
    assertThat(whole.lines()).hasSize(1);
    byte[] first = Files.readAllBytes(files.get(0));
    byte[] second = Files.readAllBytes(files.get(1));
    byte[] altered = second.clone();
    altered[altered.length / 2] ^= 1;
    Files.delete(files.get(0));
    Files.write(files.get(1), altered);
    Files.writeString(folder.resolve("data/public/stranger.txt"), "stranger");
    Ran damaged = verify();
    assertThat(damaged.status()).isEqualTo(ExitCode.DAMAGED);
    assertThat(damaged.lines())
        .extracting(line -> line.path("damage").asText())
        .containsExactly("altered", "missing", "orphaned", "");
    Ran mended = verify("--repair");
    assertThat(mended.lines().getLast().path("mended").asInt()).isEqualTo(2);
    assertThat(mended.status()).as("an orphan stays").isEqualTo(ExitCode.DAMAGED);
    assertThat(Files.readAllBytes(files.get(0))).isEqualTo(first);
    assertThat(Files.readAllBytes(files.get(1))).isEqualTo(second);
    Files.delete(folder.resolve("data/public/stranger.txt"));
    assertThat(verify().status()).isEqualTo(ExitCode.OK);
  }

  @Test
  void aRunContinuesWhereTheLastOneStopped() throws Exception {
    Path cursor = folder.resolve("verify.cursor");
    Files.writeString(cursor, "originals:\n");
    Ran rest = verify("--cursor", cursor.toString());
    assertThat(rest.status()).isEqualTo(ExitCode.OK);
    assertThat(rest.lines().getLast().path("images").asInt()).isZero();
    assertThat(cursor).doesNotExist();
    Files.writeString(cursor, "something else");
    assertThat(verify("--cursor", cursor.toString()).status()).isEqualTo(ExitCode.USAGE);
  }
}
