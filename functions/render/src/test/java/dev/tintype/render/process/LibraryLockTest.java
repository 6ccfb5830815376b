package dev.tintype.render.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tintype.core.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Only libraries whose packages were verified are loaded.
final class LibraryLockTest {

  private static final byte[] LIBRARY = {1, 2, 3};

  @TempDir private Path folder;

  @Test
  void theLibraryOfThisBuildIsInItsList() {
    Path shipped = Path.of(System.getProperty("tintype.libvips", ""));
    assertThat(LibvipsBundle.in(shipped).libvips()).isNotEmpty();
  }

  @Test
  void aListedLibraryIsAccepted() throws IOException {
    Files.write(folder.resolve("libvips-cpp.so.1"), LIBRARY);
    lock("arm64/lib/libvips-cpp.so.1").check(folder);
    assertThat(folder).isNotEmptyDirectory();
  }

  @Test
  void aLibraryWithAChangedByteIsRejected() throws IOException {
    Files.write(folder.resolve("libvips-cpp.so.1"), new byte[] {1, 2, 4});
    refused(lock("x86_64/lib/libvips-cpp.so.1"), "is not the one this program was built for");
  }

  @Test
  void anUnlistedExtraLibraryIsRejected() throws IOException {
    Files.write(folder.resolve("libvips-cpp.so.1"), LIBRARY);
    Files.write(folder.resolve("libother.so"), LIBRARY);
    refused(lock("x86_64/lib/libvips-cpp.so.1"), "is not the one this program was built for");
  }

  @Test
  void aLibraryUnderAnotherNameIsRejected() throws IOException {
    Files.write(folder.resolve("libvips-cpp.so.2"), LIBRARY);
    refused(lock("x86_64/lib/libvips-cpp.so.1"), "is not the one this program was built for");
  }

  @Test
  void theErrorNamesAFolderWithoutLibraries() {
    refused(lock("x86_64/lib/libvips-cpp.so.1"), "no libvips in " + folder);
    assertThatExceptionOfType(LibvipsBundle.Missing.class)
        .isThrownBy(() -> lock("x").check(folder.resolve("not-there")))
        .withMessageContaining("no libvips in");
  }

  private void refused(LibraryLock lock, String message) {
    assertThatExceptionOfType(LibvipsBundle.Missing.class)
        .isThrownBy(() -> lock.check(folder))
        .withMessageContaining(message);
  }

  private static LibraryLock lock(String name) {
    return LibraryLock.parse(Sha256.of(LIBRARY) + "  " + name + "\n");
  }
}
