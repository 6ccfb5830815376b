package dev.tintype.render.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.disk.ChildJvm;
import dev.tintype.core.disk.SmallDisk;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a work folder says of its disk decides whether a dead renderer is held against an original.
final class WorkFolderTest {

  @TempDir private Path mounted;

  /// Asks whether the disk is full, before it has as many files as it takes, then, and when one of
  /// them is gone.
  static final class Asking {
    public static void main(String[] arguments) throws Exception {
      Path disk = Path.of(arguments[0]);
      try (WorkFolder folder = WorkFolder.create(disk.resolve("scratch"))) {
        Path variant = folder.folders().out().resolve("160.jpg");
        ChildJvm.say("at first " + folder.full());
        Files.createFile(variant);
        Files.createFile(disk.resolve("another"));
        ChildJvm.say("then " + folder.full());
        Files.delete(variant);
        ChildJvm.say("at last " + folder.full());
      }
    }
  }

  @Test
  void aDiskThatTakesNoMoreFilesIsFull() throws Exception {
    try (SmallDisk disk = SmallDisk.mount(mounted, 32, "nr_inodes=9");
        ChildJvm child = ChildJvm.startUnder(disk.inside(), Asking.class, mounted)) {
      assertThat(child.toEnd()).containsExactly("at first false", "then true", "at last false");
    }
  }
}
