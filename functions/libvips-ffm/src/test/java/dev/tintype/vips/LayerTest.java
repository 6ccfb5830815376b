package dev.tintype.vips;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Tests the script `layers/libvips/make` and its output, which the build made before these tests
/// ran.
class LayerTest {

  private record Ended(int exit, String output) {}

  private final Path layer = TestVips.folder().resolve("../../..").toAbsolutePath().normalize();

  /// Runs `make` in `folder` with only the tools of `path`.
  private static Ended make(Path folder, String path) throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder("/bin/bash", folder.resolve("make").toString())
            .redirectErrorStream(true);
    builder.environment().put("PATH", path);
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ended(process.waitFor(), output);
  }

  /// A folder with the coreutils that `make` needs before it searches for npm.
  private static String toolsWithoutNpm(Path folder) throws IOException {
    Path tools = Files.createDirectory(folder.resolve("tools"));
    for (String tool : List.of("dirname", "uname", "cat", "sha256sum", "cut")) {
      String first = Files.exists(Path.of("/usr/bin", tool)) ? "/usr/bin/" : "/bin/";
      Path script = tools.resolve(tool);
      Files.writeString(script, "#!/bin/sh\nexec " + first + tool + " \"$@\"\n");
      Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    }
    return tools.toString();
  }

  @Test
  void bothArchitecturesHaveTheLayoutOfALayer() {
    for (String architecture : List.of("x86_64", "arm64")) {
      Path made = layer.resolve("build").resolve(architecture);
      assertThat(made.resolve("lib/libvips-cpp.so.8.18.7")).isRegularFile();
      assertThat(made.resolve("versions.json")).content().contains("\"vips\": \"8.18.7\"");
      assertThat(made.resolve("LICENCES.md")).content().contains("LGPLv3");
    }
  }

  @Test
  void theLockFileContainsDigestsButNoServer() {
    assertThat(layer.resolve("package-lock.json"))
        .content()
        .contains("\"integrity\": \"sha512-")
        .doesNotContain("resolved");
  }

  @Test
  void aSecondRunNeedsNoNpm(@TempDir Path folder) throws Exception {
    assertThat(make(layer, toolsWithoutNpm(folder))).isEqualTo(new Ended(0, ""));
  }

  @Test
  void aFirstRunWithoutNpmFailsWithOneSentence(@TempDir Path folder) throws Exception {
    for (String file :
        List.of("make", "package.json", "package-lock.json", "libraries.sha256", ".npmrc")) {
      Files.copy(layer.resolve(file), folder.resolve(file));
    }
    Ended ended = make(folder, toolsWithoutNpm(folder));
    assertThat(ended.exit()).isEqualTo(1);
    assertThat(ended.output().lines())
        .containsExactly(
            "layers/libvips/make: npm is missing; install Node.js 20 or later, which brings it.");
    assertThat(folder.resolve("build")).doesNotExist();
  }
}
