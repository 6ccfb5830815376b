package dev.tintype.cli.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The messages of the script on a machine with missing tools: a new checkout, and a `PATH` that
/// holds only what the test puts there.
class MissingToolsTest {

  private static final String NO_JDK =
      "tintype: a JDK 25 is missing: install one (such as Eclipse Temurin 25) or set JAVA_HOME to"
          + " it.\n";
  private static final String NO_MAVEN =
      "tintype: mvn is missing: install Maven 3.8 or later to build Tintype.\n";
  private static final String NO_NPM =
      "tintype: npm is missing: install Node.js 20 or later, which brings it.\n";
  private static final String FAILED =
      "tintype: the build failed; functions/cli/target/build.log has all of it.\n";

  @TempDir private Path folder = Path.of("");

  @BeforeEach
  void checkOut() throws IOException {
    Path original = Path.of(System.getProperty("tintype.root"));
    for (String name :
        List.of(
            "tintype",
            "pom.xml",
            "functions/jdk",
            "functions/cli/launcher",
            "functions/cli/sources")) {
      Path copy = folder.resolve("tree").resolve(name);
      Files.createDirectories(copy.getParent());
      Files.copy(original.resolve(name), copy);
    }
    Files.createDirectories(folder.resolve("jdks"));
    for (String tool :
        List.of("bash", "readlink", "flock", "mkdir", "sed", "grep", "awk", "head")) {
      Files.createDirectories(folder.resolve("bin"));
      Files.createSymbolicLink(folder.resolve("bin").resolve(tool), Path.of("/usr/bin", tool));
    }
  }

  private Running.Ended start(String... arguments) throws Exception {
    return new Script(
            folder,
            folder.resolve("tree/tintype"),
            Map.of(
                "PATH", folder.resolve("bin").toString(),
                "TINTYPE_JDKS", folder.resolve("jdks").toString(),
                "TINTYPE_TESTING", ""))
        .run(arguments);
  }

  private void jdk(String name, String version) throws IOException {
    Path home = folder.resolve("jdks").resolve(name);
    program(home.resolve("bin/java"), "");
    program(home.resolve("bin/javac"), "");
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
  }

  private void maven(String script) throws IOException {
    program(folder.resolve("bin/mvn"), script);
  }

  private static void program(Path file, String script) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/usr/bin/env bash\n" + script);
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  private void made(String stamp) throws IOException {
    Path file = folder.resolve("tree").resolve(stamp);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "made\n");
  }

  @Test
  void aMissingJdk25IsReportedInOneSentence() throws Exception {
    for (String command : List.of("--help", "process", "test")) {
      Running.Ended run = start(command);
      assertThat(run.status()).isEqualTo(4);
      assertThat(run.err()).isEqualTo(NO_JDK);
      assertThat(run.out()).isEmpty();
    }
  }

  @Test
  void jdksOfOtherVersionsAreNotUsed() throws Exception {
    jdk("jdk-25", "24.0.2");
    jdk("jdk-17", "17.0.12");
    assertThat(start("--help").err()).isEqualTo(NO_JDK);
  }

  @Test
  void missingMavenIsReportedInOneSentence() throws Exception {
    jdk("temurin", "25.0.3");
    for (String command : List.of("process", "test")) {
      Running.Ended run = start(command);
      assertThat(run.status()).isEqualTo(4);
      assertThat(run.err()).isEqualTo(NO_MAVEN);
    }
  }

  @Test
  void missingNpmIsReportedUnlessEverythingIsInstalled() throws Exception {
    jdk("temurin", "25.0.3");
    maven("exit 1");
    assertThat(start("doctor").err()).isEqualTo(NO_NPM);
    made("layers/libvips/build/stamp");
    Running.Ended consoleUnmade = start("doctor");
    assertThat(consoleUnmade.status()).isEqualTo(4);
    assertThat(consoleUnmade.err()).isEqualTo(NO_NPM);
    made("functions/server/console/build/stamp");
    assertThat(start("doctor").err()).isEqualTo(FAILED);
  }

  @Test
  void aMissingToolOfABuildScriptIsReportedInItsOwnWords() throws Exception {
    jdk("temurin", "25.0.3");
    made("layers/libvips/build/stamp");
    made("functions/server/console/build/stamp");
    maven(
        """
        echo '[ERROR] Command execution failed.'
        echo 'functions/server/console/make: npm is missing; install it.' >&2
        exit 1
        """);
    Running.Ended run = start("doctor");
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).isEqualTo("tintype: npm is missing; install it.\n" + FAILED);
  }

  @Test
  void eachMavenErrorIsShownOnce() throws Exception {
    jdk("temurin", "25.0.3");
    made("layers/libvips/build/stamp");
    made("functions/server/console/build/stamp");
    maven(
        """
        echo '[ERROR] A.java:[3,4] cannot find symbol'
        echo '[ERROR] A.java:[3,4] cannot find symbol'
        echo '[ERROR] [Help 1] http://example.org'
        exit 1
        """);
    Running.Ended run = start("doctor");
    assertThat(run.err()).isEqualTo("A.java:[3,4] cannot find symbol\n" + FAILED);
  }

  @Test
  void aCheckoutThatCannotBeWrittenIsReportedOnce() throws Exception {
    jdk("temurin", "25.0.3");
    made("layers/libvips/build/stamp");
    made("functions/server/console/build/stamp");
    maven("exit 0");
    // Also root cannot write a folder as a file.
    Files.createDirectories(folder.resolve("tree/functions/cli/target/build.log"));
    Running.Ended run = start("doctor");
    assertThat(run.status()).isEqualTo(4);
    assertThat(run.err())
        .isEqualTo(
            "tintype: functions/cli/target/build.log cannot be written: run this once as the owner"
                + " of the checkout, to build Tintype.\n");
  }

  @Test
  void ctrlCDuringABuildIsNotReportedAsAFailure() throws Exception {
    jdk("temurin", "25.0.3");
    made("layers/libvips/build/stamp");
    made("functions/server/console/build/stamp");
    // Maven does the same: its JVM exits with 130 instead of dying by the signal.
    maven("kill -INT $PPID; exit 130\n");
    Running.Ended run = start("doctor");
    assertThat(run.status()).as(run.err()).isEqualTo(130);
    assertThat(run.err()).isEmpty();
  }
}
