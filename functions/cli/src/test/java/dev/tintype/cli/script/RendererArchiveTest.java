package dev.tintype.cli.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The class data archive that a build makes for the renderer.
class RendererArchiveTest {

  @TempDir private Path folder = Path.of("");

  @Test
  void theRendererStartsFromItsClassDataArchive() throws Exception {
    Running server = new Script(folder).start("serve", "--port", "0", "--data", "data");
    try {
      List<String> command = rendererOf(server);
      assertThat(command)
          .filteredOn(argument -> argument.startsWith("-XX:SharedArchiveFile="))
          .singleElement()
          .satisfies(option ->
              assertThat(Path.of(option.substring(option.indexOf('=') + 1))).isRegularFile());
      List<String> strict = new ArrayList<>(command);
      strict.set(strict.indexOf("-Xshare:auto"), "-Xshare:on");
      // Without a sandbox the process ends at once, but only if the archive was usable.
      strict
          .subList(strict.indexOf("dev.tintype.render.child.RendererMain") + 1, strict.size())
          .clear();
      assertThat(output(strict))
          .contains("RendererMain.main")
          .doesNotContain("Unable to use shared archive");
    } finally {
      server.signal("TERM");
      server.end();
    }
  }

  private static List<String> rendererOf(Running server) throws Exception {
    while (true) {
      assertThat(server.process().isAlive()).isTrue();
      for (ProcessHandle process : server.process().descendants().toList()) {
        List<String> command = commandOf(process);
        if (command.contains("dev.tintype.render.child.RendererMain")) {
          return command;
        }
      }
      Thread.sleep(20);
    }
  }

  private static List<String> commandOf(ProcessHandle process) {
    try {
      String line = Files.readString(Path.of("/proc/" + process.pid() + "/cmdline"));
      return Stream.of(line.split("\0")).toList();
    } catch (IOException ended) {
      return List.of();
    }
  }

  private static String output(List<String> command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}
