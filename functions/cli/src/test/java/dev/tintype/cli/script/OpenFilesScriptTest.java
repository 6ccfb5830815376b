package dev.tintype.cli.script;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.cli.harness.Photos;
import dev.tintype.cli.harness.ServeProcess;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The assembled program has fewer jars than the tests, and each takes an open file.
class OpenFilesScriptTest {

  @TempDir private Path folder = Path.of("");

  @Test
  void theServerStaysWithinALowLimitOfOpenFiles() throws Exception {
    Path photo = Files.write(folder.resolve("limited.jpg"), Photos.jpeg(60, 40, 7));
    Path log = folder.resolve("serve.log");
    Script script = new Script(folder);
    ProcessBuilder builder =
        new ProcessBuilder(
            List.of(
                "bash",
                "-c",
                "ulimit -n 64; exec \"$@\"",
                "bash",
                script.path().toString(),
                "serve",
                "--port",
                "0",
                "--json",
                "--data",
                folder.resolve("data").toString()));
    builder.environment().put("TINTYPE_WORKERS", "1");
    try (ServeProcess limited =
        ServeProcess.of(builder.redirectError(Redirect.appendTo(log.toFile())).start(), log)) {
      Map<String, String> to =
          Map.of("TINTYPE_URL", limited.client().url() + "", "TINTYPE_TOKEN", limited.token());
      Running.Ended upload =
          new Script(folder, script.path(), to)
              .run("upload", photo.toString(), "--recipe", "fast", "--json");
      assertThat(upload.lines().getFirst())
          .as(upload.err() + Files.readString(log))
          .contains("\"state\":\"ready\"");
    }
  }
}
