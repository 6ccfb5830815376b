package dev.tintype.vips;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StandardOutputTest {

  @Test
  void libvipsWarningsGoOnlyToStandardError(@TempDir Path folder) throws Exception {
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    ProcessBuilder java =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            NoisyProgram.class.getName(),
            TestVips.folder().toAbsolutePath().toString());
    java.environment().remove("VIPS_WARNING");
    java.environment().put("G_MESSAGES_DEBUG", "all");
    Process process = java.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    assertThat(process.waitFor()).as(Files.readString(err)).isZero();
    assertThat(err).content().contains("VIPS-WARNING").contains("VIPS-INFO");
    assertThat(out).isEmptyFile();
  }
}
