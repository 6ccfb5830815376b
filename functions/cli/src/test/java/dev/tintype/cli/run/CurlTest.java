package dev.tintype.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.cli.harness.Photos;
import dev.tintype.cli.harness.TestServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Runs the curl calls of `docs/one-machine.md` as they are written there.
class CurlTest {

  private static final Pattern BLOCK = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL);

  @TempDir private Path folder;

  @Test
  void theDocumentedCallsMakeEveryVariant() throws Exception {
    Path docs = Path.of(System.getProperty("tintype.root"), "docs", "one-machine.md");
    Matcher block = BLOCK.matcher(Files.readString(docs));
    assertThat(block.find()).isTrue();
    Files.write(folder.resolve("photo.jpg"), Photos.jpeg(70, 50, 1));
    Path out = folder.resolve("out.txt");
    try (TestServer server = TestServer.in(folder.resolve("data")).workers(1).start()) {
      ProcessBuilder bash =
          new ProcessBuilder("bash", "-euo", "pipefail", "-c", block.group(1))
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(out.toFile());
      bash.environment().put("TINTYPE_URL", server.client().url().toString());
      bash.environment().put("TINTYPE_TOKEN", server.machine().token());
      Process process = bash.start();
      assertThat(process.waitFor(3, TimeUnit.MINUTES)).isTrue();
      assertThat(process.exitValue()).as(Files.readString(out)).isZero();
    }
    assertThat(Files.readString(out))
        .contains("event: state")
        .contains("event: end")
        .contains("\"ready\"")
        .contains("/64.avif\"")
        .contains("alt=\\\"A harbour\\\"");
  }
}
