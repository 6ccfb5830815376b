package dev.tintype.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.disk.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScratchTest {

  @TempDir private Path disk;

  /// Makes a folder, prints its path and waits to be killed.
  static final class Worker {
    public static void main(String[] arguments) throws IOException, InterruptedException {
      Scratch scratch = Scratch.in(Path.of(arguments[0]));
      Path original = Files.writeString(scratch.folder("work").resolve("original"), "left");
      ChildJvm.say(original.toString());
      Thread.sleep(Long.MAX_VALUE);
      scratch.own().close();
    }
  }

  @Test
  void foldersOfLiveProcessesAreKeptAndThoseOfDeadOnesDeleted() throws Exception {
    try (ChildJvm worker = ChildJvm.start(Worker.class, disk)) {
      Path theirs = Path.of(worker.line());
      Path own = Scratch.in(disk).folder("work");
      assertThat(theirs).exists();
      worker.kill();
      Path next = Scratch.in(disk).folder("work");
      assertThat(disk.relativize(theirs).getName(0)).asString().startsWith("tintype-process-");
      assertThat(disk.resolve(disk.relativize(theirs).getName(0))).doesNotExist();
      assertThat(own).isDirectory();
      assertThat(next).isDirectory().isNotEqualTo(own);
    }
  }

  @Test
  void foldersOfOthersAreKept() throws IOException {
    long living = ProcessHandle.current().parent().orElseThrow().pid();
    Path theirs = Files.createDirectories(disk.resolve("tintype-" + living));
    Path foreign = Files.createDirectories(disk.resolve("another"));
    Path odd = Files.createDirectories(disk.resolve("tintype-1x"));
    Path own = Scratch.in(disk).folder("work");
    assertThat(theirs).isDirectory();
    assertThat(foreign).isDirectory();
    assertThat(odd).isDirectory();
    assertThat(own).isDirectory();
    assertThat(own.getParent().getParent()).isEqualTo(disk);
    assertThat(own.getParent().getFileName())
        .asString()
        .startsWith("tintype-process-" + ProcessHandle.current().pid() + "-");
  }
}
