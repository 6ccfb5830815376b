package dev.tintype.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.Sha256;
import dev.tintype.core.port.Storage;
import dev.tintype.core.port.Storage.StoredFile;
import dev.tintype.core.provider.Opening;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A folder as a place for backups.
class PlaceTest {

  @TempDir private Path folder;

  private final FilesProvider provider = new FilesProvider();
  private Opening opening = new Opening(Path.of(""), InstantSource.system(), new SecureRandom());

  @BeforeEach
  void open() {
    opening = new Opening(folder.resolve("data"), InstantSource.system(), new SecureRandom());
  }

  @AfterEach
  void close() {
    opening.close();
  }

  @Test
  void nobodyElseReachesWhatLiesInAFolderThatOthersMayEnter() throws Exception {
    Path root =
        Files.createDirectory(
            folder.resolve("kept"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
    byte[] bytes = {1, 2, 3};
    Path file = Files.write(folder.resolve("file"), bytes);
    Storage place = provider.place("file:" + root, opening);
    place.put(
        "objects/01/0123",
        new StoredFile(file, bytes.length, Sha256.of(bytes), "image/png", "no-store"));
    assertThat(root.resolve("objects/01/0123")).isRegularFile();
    // The lock is empty, and its folder private.
    try (Stream<Path> all =
        Files.walk(root).filter(path -> !path.equals(root) && !path.endsWith("lock"))) {
      assertThat(all.toList()).hasSize(5).allSatisfy(PlaceTest::isPrivate);
    }
  }

  private static void isPrivate(Path path) throws IOException {
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
        .as(path.toString())
        .endsWith("------");
  }

  @Test
  void aPlaceOverlapsTheStorageThatItIsInOrThatIsInIt() throws Exception {
    Path data = Files.createDirectories(folder.resolve("data/private")).getParent();
    Path link = Files.createSymbolicLink(folder.resolve("link"), data);
    for (Path in :
        List.of(
            data, data.resolve("private"), data.resolve("public/a/b"), link.resolve("public"))) {
      assertThat(provider.overlaps("file:" + in, "file:", opening)).as(in.toString()).isTrue();
    }
    for (Path out : List.of(data.resolve("backups"), folder.resolve("kept"))) {
      assertThat(provider.overlaps("file:" + out, "file:", opening)).as(out.toString()).isFalse();
    }
  }
}
