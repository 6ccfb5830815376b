package dev.tintype.cli.script;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.render.launch.Launch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class LaunchScriptTest {

  @TempDir private Path folder = Path.of("");

  @ParameterizedTest
  @FieldSource("dev.tintype.render.launch.Launch#ALL")
  void theScriptStartsEachCommandWithTheOptionsOfItsLaunch(Launch launch) throws Exception {
    String command = launch.equals(Launch.SHORT) ? "status" : launch.command();
    String flags = flags(command);
    List<String> switches =
        launch.options().stream().filter(option -> option.startsWith("-XX:")).toList();
    assertThat(switches).isNotEmpty().allSatisfy(option -> assertThat(flags).contains(option));
    assertThat(flags.contains("-XX:TieredStopAtLevel=1")).isEqualTo(launch.equals(Launch.SHORT));
  }

  @Test
  void theHeapIsThatOfTheLaunchToo() throws Exception {
    assertThat(flags("serve")).contains("-XX:MaxHeapSize=" + (288 << 20));
    assertThat(flags("upload")).contains("-XX:MaxHeapSize=" + (384 << 20));
    assertThat(flags("worker")).contains("-XX:MaxHeapSize=" + (128 << 20));
  }

  @Test
  void theCommandIsAlsoFoundBehindTheOptionsOfAllCommands() throws Exception {
    assertThat(flags("--quiet", "serve")).contains("-XX:MaxHeapSize=" + (288 << 20));
    assertThat(flags("--verbose", "upload")).contains("-XX:MaxHeapSize=" + (384 << 20));
  }

  @Test
  void optionsOfAllCommandsStandBeforeWordsThatAreNone() throws Exception {
    Running.Ended run =
        new Script(folder).run("--quiet", "--verbose", "process", "--out", "out", "--", "-a.jpg");
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).startsWith("tintype: --quiet and --verbose exclude each other.\n");
  }

  @Test
  void theScriptsNameNoOptionOfTheJvmThemselves() throws Exception {
    Path script = new Script(folder).path();
    for (String each :
        List.of("tintype", "functions/cli/launcher", "functions/cli/bundle/tintype")) {
      assertThat(Files.readString(script.resolveSibling(each)))
          .as(each)
          .doesNotContain(" -X", "nice -n 1");
    }
  }

  /// What HotSpot says of its own command line.
  private String flags(String... command) throws Exception {
    List<String> words = new ArrayList<>(List.of(command));
    words.add("--help");
    Running.Ended run =
        new Script(folder)
            .with("JDK_JAVA_OPTIONS", "-XX:+PrintCommandLineFlags")
            .run(words.toArray(String[]::new));
    assertThat(run.status()).as(run.err()).isZero();
    return run.out().lines().filter(line -> line.startsWith("-XX:")).findFirst().orElseThrow();
  }
}
