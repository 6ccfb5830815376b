package dev.tintype.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.cli.harness.Ran;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The printed script in a real Bash.
class CompletionCommandTest {

  @TempDir private Path folder;

  /// @return what Bash offers after these words, the last of which is incomplete
  private List<String> offered(Path script, String words) throws Exception {
    String ask =
        "source '%s'; COMP_WORDS=(%s); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); COMP_LINE='%s'; "
            + "COMP_POINT=${#COMP_LINE}; _complete_tintype; printf '%%s\\n' \"${COMPREPLY[@]}\"";
    Process bash =
        new ProcessBuilder("bash", "-c", ask.formatted(script, words, words))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String out = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(bash.waitFor()).isZero();
    return out.lines().map(String::strip).toList();
  }

  @Test
  void bashCompletesCommandsOptionsAndStates() throws Exception {
    Ran ran = Ran.command(Map.of(), "", "completion", "bash");
    assertThat(ran.status()).as(ran.err()).isEqualTo(ExitCode.OK);
    Path script = Files.writeString(folder.resolve("script"), ran.out());
    assertThat(offered(script, "tintype ima")).containsExactly("images");
    assertThat(offered(script, "./tintype images ori")).containsExactly("original");
    assertThat(offered(script, "tintype serve --ap")).containsExactly("--api-only");
    assertThat(offered(script, "tintype images list --state fa")).containsExactly("failed");
  }

  @Test
  void anotherShellIsRefused() throws Exception {
    Ran ran = Ran.command(Map.of(), "", "completion", "fish");
    assertThat(ran.status()).isEqualTo(ExitCode.USAGE);
    assertThat(ran.err()).isEqualTo("tintype: There is a script for bash only, not for 'fish'.\n");
  }
}
