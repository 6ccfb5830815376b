package dev.tintype.server.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.port.Race;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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
  void aCopyOfADataFolderIsAnotherHost() throws Exception {
    Host host = Host.of(new DataFolder(folder));
    Path copy = Files.createDirectory(folder.resolve("copy"));
    Files.copy(folder.resolve("host"), copy.resolve("host"), StandardCopyOption.COPY_ATTRIBUTES);
    assertThat(Host.of(new DataFolder(copy)).id()).isNotEqualTo(host.id());
    assertThat(Host.of(new DataFolder(folder))).isEqualTo(host);
  }

  /// Copies of a virtual machine have equal disks and host names.
  @Test
  void theSameFolderUnderAnotherKernelIsAnotherHost() throws Exception {
    DataFolder data = new DataFolder(folder);
    Path one = Files.writeString(folder.resolve("one"), "4c0d9b8e-1c55-4d4e-9bd0-1d0d0a2c6a01\n");
    Path other = Files.writeString(folder.resolve("two"), "b9f1a7f0-77a3-4a0e-8a53-5b8a5f6d3c02\n");
    assertThat(Host.of(data, one)).isEqualTo(Host.of(data, one));
    assertThat(Host.of(data, other).id()).isNotEqualTo(Host.of(data, one).id());
  }

  @Test
  void withoutABootIdNoTwoNamesAreEqual() {
    DataFolder data = new DataFolder(folder);
    Path missing = folder.resolve("missing");
    assertThat(Host.of(data, missing).id()).isNotEqualTo(Host.of(data, missing).id());
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
