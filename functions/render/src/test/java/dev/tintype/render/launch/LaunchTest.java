package dev.tintype.render.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LaunchTest {

  @TempDir private Path folder = Path.of("");

  @Test
  void eachCommandHasAFileWithItsNicenessAndThenItsOptions() throws Exception {
    LaunchFiles.main(new String[] {folder.resolve("launch").toString()});
    for (Launch launch : Launch.ALL) {
      List<String> lines = Files.readAllLines(folder.resolve("launch").resolve(launch.command()));
      assertThat(lines.getFirst()).isEqualTo(Integer.toString(launch.niceness()));
      assertThat(lines.subList(1, lines.size())).isEqualTo(launch.options());
    }
  }

  @Test
  void aWorkerYieldsAndAServerDoesNot() {
    List<String> worker = Launch.WORKER.words(List.of("a=b"), "Main", List.of("worker", "c d"));
    assertThat(worker).startsWith("nice", "-n", "10").endsWith("Main", "worker", "c d");
    assertThat(worker).contains("-Xmx128m", "-Da=b");
    assertThat(Launch.SERVE.words(List.of(), "Main", List.of()).getFirst()).endsWith("/java");
  }

  @Test
  void noOptionHasALineBreakOrASpaceWhichTheScriptWouldSplit() {
    for (Launch launch : Launch.ALL) {
      assertThat(launch.options()).allSatisfy(option -> assertThat(option).matches("\\S+"));
    }
  }
}
