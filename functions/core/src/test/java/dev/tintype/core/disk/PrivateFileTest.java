package dev.tintype.core.disk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.port.Race;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Private files are whole, readable by their owner alone, and leave nothing beside them.
final class PrivateFileTest {

  @TempDir private Path folder;

  private void mustBeAlone(Path file, String text) throws Exception {
    assertThat(file).hasContent(text);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void theFirstOneStays() throws Exception {
    Path file = folder.resolve("key");
    PrivateFile.create(file, "first");
    PrivateFile.create(file, "second");
    mustBeAlone(file, "first");
  }

  @Test
  void anotherOneTakesItsPlace() throws Exception {
    Path file = folder.resolve("key");
    PrivateFile.replace(file, "first");
    PrivateFile.replace(file, "second");
    mustBeAlone(file, "second");
  }

  @Test
  void ofManyAtOnceOneWins() throws Exception {
    Path file = folder.resolve("key");
    Race.of(
        8,
        i ->
            () -> {
              PrivateFile.create(file, "text " + i);
              return Files.readString(file);
            });
    mustBeAlone(file, Files.readString(file));
  }
}
