package dev.tintype.core.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FullDiskTest {

  /// Limits the child's files to 4 MB: this needs no right to mount a file system.
  private static final List<String> LIMITED =
      List.of("sh", "-c", "ulimit -f 4096; exec \"$@\"", "sh");

  @TempDir private Path folder;

  /// Writes until the disk refuses, and says what is made of that.
  static final class Filler {
    public static void main(String[] arguments) {
      Path disk = Path.of(arguments[0]);
      try {
        Files.write(disk.resolve("large"), new byte[8 << 20]);
        ChildJvm.say("it was written");
      } catch (IOException e) {
        ChildJvm.say(FullDisk.isCause(e, disk, 0) ? "full" : e.toString());
      }
    }
  }

  @Test
  void theErrorOfAFullFileSystemIsRecognised() throws Exception {
    if (SmallDisk.canMount(folder)) {
      try (SmallDisk disk = SmallDisk.mount(folder, 4)) {
        assertFull(disk.inside());
      }
    } else {
      assertFull(LIMITED);
    }
  }

  @Test
  void theErrorOfAFileThatMayNotGrowIsRecognised() throws Exception {
    assertFull(LIMITED);
  }

  @Test
  void aFileSystemWithoutInodesTakesNoFileThoughItHasRoom() throws Exception {
    try (SmallDisk disk = SmallDisk.mount(folder, 4, "nr_inodes=3")) {
      assertThat(FullDisk.takesNoFile(disk.seen())).isFalse();
      Files.createFile(disk.seen().resolve("first"));
      Files.createFile(disk.seen().resolve("second"));
      assertThat(FullDisk.usableBytes(disk.seen())).isGreaterThan(3 << 20);
      assertThat(FullDisk.takesNoFile(disk.seen())).isTrue();
      Files.delete(disk.seen().resolve("first"));
      assertThat(FullDisk.takesNoFile(disk.seen())).isFalse();
      assertThat(disk.seen()).isDirectoryContaining("glob:**second");
    }
  }

  private void assertFull(List<String> command) throws Exception {
    try (ChildJvm child = ChildJvm.startUnder(command, Filler.class, folder)) {
      assertThat(child.toEnd()).containsExactly("full");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"No space left on device", "Disk quota exceeded", "File too large"})
  void everyErrorNumberForNoRoomCounts(String reason) {
    assertThat(FullDisk.isCause(new FileSystemException("a", null, reason), folder, 0)).isTrue();
  }

  @Test
  void anotherErrorCountsOnlyWhereThereIsLittleRoom() {
    IOException other = new IOException("Input/output error");
    assertThat(FullDisk.isCause(other, folder, 0)).isFalse();
    assertThat(FullDisk.isCause(other, folder, Long.MAX_VALUE)).isTrue();
    assertThat(FullDisk.isCause(other, folder.resolve("gone"), Long.MAX_VALUE)).isFalse();
  }
}
