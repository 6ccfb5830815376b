package dev.tintype.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScratchTest {

  @TempDir private Path disk;

  @Test
  void foldersOfDeadProcessesAreDeleted() throws Exception {
    Process dead = new ProcessBuilder("true").start();
    dead.waitFor();
    Path left = Files.createDirectories(disk.resolve("tintype-" + dead.pid()).resolve("work/in"));
    Files.writeString(left.resolve("original"), "left");
    Scratch.in(disk);
    assertThat(disk.resolve("tintype-" + dead.pid())).doesNotExist();
  }

  @Test
  void foldersOfLiveProcessesAndOthersAreKept() throws IOException {
    long living = ProcessHandle.current().parent().orElseThrow().pid();
    Path theirs = Files.createDirectories(disk.resolve("tintype-" + living));
    Path foreign = Files.createDirectories(disk.resolve("another"));
    Path odd = Files.createDirectories(disk.resolve("tintype-1x"));
    Path own = Scratch.in(disk).folder("work");
    assertThat(theirs).isDirectory();
    assertThat(foreign).isDirectory();
    assertThat(odd).isDirectory();
    assertThat(own)
        .isDirectory()
        .hasParentRaw(disk.resolve("tintype-" + ProcessHandle.current().pid()));
  }
}
