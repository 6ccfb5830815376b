package dev.tintype.core.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OwnedFolderTest {

  @TempDir private Path all;

  /// Makes a folder, says its path and waits to be killed.
  static final class Owner {
    public static void main(String[] arguments) throws IOException, InterruptedException {
      OwnedFolder own = OwnedFolder.make(Path.of(arguments[0]), "job-");
      Files.writeString(own.path().resolve("half"), "x");
      ChildJvm.say(own.path().toString());
      Thread.sleep(Long.MAX_VALUE);
    }
  }

  @Test
  void aFolderIsRemovedOnlyOnceItsOwnerIsDead() throws IOException {
    try (ChildJvm owner = ChildJvm.start(Owner.class, all)) {
      Path theirs = Path.of(owner.line());
      OwnedFolder.removeDead(all, "job-", _ -> false);
      assertThat(theirs.resolve("half")).exists();
      assertThat(OwnedFolder.isAbandoned(theirs)).isFalse();
      owner.kill();
      assertThat(OwnedFolder.isAbandoned(theirs)).isTrue();
      OwnedFolder.removeDead(all, "job-", _ -> false);
      assertThat(all).isEmptyDirectory();
    }
  }

  @Test
  void foldersOfOtherNamesAndOursStay() throws IOException {
    Path other = Files.createDirectory(all.resolve("other-1"));
    try (OwnedFolder ours = OwnedFolder.make(all, "job-")) {
      OwnedFolder.removeDead(all, "job-", String.valueOf(ours.path().getFileName())::equals);
      assertThat(ours.path()).isDirectory();
      assertThat(other).isDirectory();
    }
  }

  @Test
  void aFolderWithoutALockFileAndALockFileWithoutAFolderAreNobodys() throws IOException {
    Files.createDirectories(all.resolve("job-1/in"));
    Files.writeString(all.resolve("job-2.lock"), "");
    OwnedFolder.removeDead(all, "job-", _ -> false);
    assertThat(all).isEmptyDirectory();
    assertThat(OwnedFolder.isAbandoned(all.resolve("job-1"))).isTrue();
  }

  @Test
  void nothingIsLeftOfAClosedFolderAndClosingTwiceDoesNothingMore() throws IOException {
    OwnedFolder own = OwnedFolder.make(all, "job-");
    Files.writeString(own.path().resolve("half"), "x");
    own.close();
    own.close();
    assertThat(all).isEmptyDirectory();
  }
}
