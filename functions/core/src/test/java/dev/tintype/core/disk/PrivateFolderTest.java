package dev.tintype.core.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PrivateFolderTest {

  @TempDir private Path root;

  @Test
  void aNewFolderIsAccessibleOnlyToItsOwner() throws IOException {
    Path folder = PrivateFolder.make(root.resolve("a/b/work"));
    assertThat(permissions(folder)).isEqualTo("rwx------");
  }

  @Test
  void anExistingFolderBecomesPrivateAndKeepsItsFiles() throws IOException {
    Path folder = Files.createDirectory(root.resolve("work"));
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    Files.writeString(folder.resolve("original"), "x");
    PrivateFolder.make(folder);
    assertThat(permissions(folder)).isEqualTo("rwx------");
    assertThat(folder.resolve("original")).hasContent("x");
  }

  @Test
  void aFileInItsPlaceIsAnError() throws IOException {
    Path file = Files.writeString(root.resolve("work"), "x");
    assertThatThrownBy(() -> PrivateFolder.make(file))
        .isInstanceOf(FileAlreadyExistsException.class);
  }

  private static String permissions(Path folder) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(folder));
  }
}
