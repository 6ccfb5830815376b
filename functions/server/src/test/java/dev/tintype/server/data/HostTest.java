package dev.tintype.server.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.port.Race;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostTest {

  @TempDir private Path folder;

  @Test
  void aDataFolderKeepsItsName() {
    Host host = Host.of(new DataFolder(folder));
    assertThat(host.id()).matches("[0-9a-f]{12}");
    assertThat(host.holder()).isEqualTo(host.machine() + "-" + host.id());
    assertThat(Host.of(new DataFolder(folder))).isEqualTo(host);
    assertThat(folder).isDirectoryContaining("glob:**host");
  }

  @Test
  void twoDataFoldersHaveDifferentNames() throws Exception {
    Path other = Files.createDirectory(folder.resolve("other"));
    assertThat(Host.of(new DataFolder(other))).isNotEqualTo(Host.of(new DataFolder(folder)));
  }

  @Test
  void processesThatStartAtOnceAgree() throws Exception {
    for (int round = 0; round < 20; round++) {
      Path data = Files.createDirectory(folder.resolve("data" + round));
      assertThat(new HashSet<>(Race.of(8, _ -> () -> Host.of(new DataFolder(data))))).hasSize(1);
      try (var files = Files.list(data)) {
        assertThat(files.map(file -> file.getFileName().toString())).containsExactly("host");
      }
    }
  }
}
