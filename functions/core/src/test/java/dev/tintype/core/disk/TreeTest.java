package dev.tintype.core.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TreeTest {

  @TempDir private Path folder;

  private Path tree() throws IOException {
    Path tree = folder.resolve("tree");
    Files.createDirectories(tree.resolve("a/b"));
    Files.writeString(tree.resolve("a/b/file"), "x");
    Files.writeString(folder.resolve("outside"), "stays");
    Files.createSymbolicLink(tree.resolve("a/link"), folder.resolve("outside"));
    Files.createSymbolicLink(tree.resolve("folder link"), folder);
    return tree;
  }

  @Test
  void deletingAFolderDoesNotFollowLinks() throws Exception {
    Path tree = tree();
    Tree.delete(tree);
    assertThat(tree).doesNotExist();
    assertThat(folder.resolve("outside")).hasContent("stays");
  }

  @Test
  void deletingAMissingFolderIsNotAnError() throws Exception {
    Tree.delete(folder.resolve("nothing"));
    Path file = Files.writeString(folder.resolve("file"), "x");
    Tree.delete(file);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void emptyKeepsTheFolderAndCreatesAMissingOne() throws Exception {
    Path tree = tree();
    assertThat(Tree.empty(tree)).isEqualTo(tree).isEmptyDirectory();
    assertThat(Tree.empty(folder.resolve("new/one"))).isEmptyDirectory();
    assertThat(folder.resolve("outside")).hasContent("stays");
  }

  @Test
  void listingDoesNotFollowLinks() throws Exception {
    assertThat(Tree.files(tree())).containsExactly(folder.resolve("tree/a/b/file"));
    assertThat(Tree.files(folder.resolve("nothing"))).isEmpty();
  }

  @Test
  void twoThreadsMayDeleteTheSameFolder() throws Exception {
    for (int round = 0; round < 20; round++) {
      Path tree = folder.resolve("many");
      for (int i = 0; i < 100; i++) {
        Files.createDirectories(tree.resolve("folder " + i + "/inner"));
      }
      Thread other = Thread.ofPlatform().start(() -> deleteUnchecked(tree));
      assertThatCode(() -> Tree.delete(tree)).doesNotThrowAnyException();
      other.join();
      assertThat(tree).doesNotExist();
    }
  }

  private static void deleteUnchecked(Path tree) {
    try {
      Tree.delete(tree);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
