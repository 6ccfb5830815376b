package dev.tintype.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.cli.harness.ServeProcess;
import dev.tintype.core.disk.SmallDisk;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FaultTest {

  @TempDir private Path folder;

  @Test
  void missingLibvipsIsReportedInOneSentence() throws Exception {
    Path photo = Pictures.jpeg(folder.resolve("a.jpg"), 64, 48, 10);
    for (String[] arguments :
        List.of(
            new String[] {"process", photo.toString(), "--out", folder.resolve("out").toString()},
            new String[] {"serve", "--port", "0", "--data", folder.resolve("data").toString()})) {
      List<String> command = ServeProcess.command(arguments);
      command.replaceAll(
          word -> word.startsWith("-Dtintype.libvips=") ? "-Dtintype.libvips=/nowhere/lib" : word);
      Process process = new ProcessBuilder(command).start();
      process.getOutputStream().close();
      String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
      assertThat(err)
          .isEqualTo("tintype: no libvips in /nowhere/lib: layers/libvips/make builds it\n");
      assertThat(process.exitValue()).isEqualTo(ExitCode.MACHINE);
    }
  }

  @Test
  void aFullDiskIsReportedAsSuch() throws Exception {
    Path photo = Pictures.jpeg(folder.resolve("a.jpg"), 640, 480, 10);
    Path results = Files.createDirectory(folder.resolve("small"));
    try (SmallDisk disk = SmallDisk.mount(results, 1)) {
      List<String> command = new ArrayList<>(disk.inside());
      command.addAll(ServeProcess.command("process", photo.toString(), "--out", results + ""));
      Process process = new ProcessBuilder(command).start();
      process.getOutputStream().close();
      String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
      assertThat(err)
          .startsWith("tintype: ")
          .endsWith("The disk is full: free some space and run the same command again.\n")
          .hasLineCount(1);
      assertThat(process.exitValue()).isEqualTo(ExitCode.UNEXPECTED);
    }
  }
}
