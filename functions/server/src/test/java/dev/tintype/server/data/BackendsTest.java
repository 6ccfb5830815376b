package dev.tintype.server.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tintype.core.ImageId;
import dev.tintype.core.Version;
import dev.tintype.core.port.JobQueue;
import dev.tintype.core.port.Message;
import dev.tintype.core.provider.Addresses;
import dev.tintype.core.provider.InvalidAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackendsTest {

  @TempDir private Path folder;

  private static Backends open(DataFolder data) {
    return Backends.open(data, InstantSource.system(), new SecureRandom());
  }

  private static boolean areIn(DataFolder data) {
    return Backends.areIn(data, InstantSource.system(), new SecureRandom());
  }

  private static boolean filesAreIn(DataFolder data) {
    return Backends.filesAreIn(data, InstantSource.system(), new SecureRandom());
  }

  @Test
  void everythingIsInTheDataFolderUnlessSettingsSayOtherwise() {
    DataFolder data = new DataFolder(folder.resolve("data"));
    assertThat(areIn(data)).isFalse();
    assertThat(filesAreIn(data)).isFalse();
    try (Backends backends = open(data)) {
      assertThat(backends.complaint()).isEmpty();
      assertThat(backends.storage().directUploads()).isPresent();
      assertThat(backends.jobs().joint(backends.queue())).as("one transaction").isPresent();
      backends.keepUp();
    }
    assertThat(areIn(data)).isTrue();
    assertThat(filesAreIn(data)).isTrue();
    assertThat(data.root().resolve("tintype.db")).exists();
    assertThat(data.root().resolve("private")).isDirectory();
    assertThat(data.root().resolve("public")).isDirectory();
    assertThat(data.root().resolve("signing.secret")).exists();
  }

  @Test
  void storageJobsAndQueueAreWhereTheirAddressesSay() throws Exception {
    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    DataFolder data =
        new DataFolder(
            folder.resolve("data"),
            new Addresses(
                "file:" + elsewhere.resolve("storage"),
                "sqlite:" + elsewhere.resolve("jobs.db"),
                "sqlite:" + elsewhere.resolve("queue.db")));
    try (Backends backends = open(data)) {
      assertThat(backends.jobs().joint(backends.queue())).isEmpty();
      backends.tokens().create("ci", Set.of("images:read"), Optional.empty());
      backends
          .queue()
          .send(
              new Message(
                  new ImageId("01JD2Z6K7M8N9PQRSTVWXYZ012"),
                  new Version("0123456789abcdef"),
                  "upload"),
              Duration.ZERO);
    }
    assertThat(data.root())
        .as("only the host's name")
        .isDirectoryNotContaining(file -> !file.endsWith("host"));
    assertThat(elsewhere.resolve("storage/private")).isDirectory();
    assertThat(areIn(data)).isTrue();
    try (Backends again = open(data)) {
      assertThat(again.tokens().list()).hasSize(1);
      assertThat(again.queue().depth()).isEqualTo(new JobQueue.Depth(1, 0, 0));
    }
  }

  @Test
  void anUnknownSchemeOpensNothingAndNamesTheKnownOnes() {
    DataFolder data =
        new DataFolder(
            folder.resolve("data"), new Addresses("tape:/dev/st0", "sqlite:", "sqlite:"));
    assertThatThrownBy(() -> open(data))
        .isInstanceOfSatisfying(
            InvalidAddress.class, e -> assertThat(e.forms()).contains("file:DIR"));
  }

  @Test
  void aDatabaseOfAnotherProgramMakesTheFolderUnusable() throws Exception {
    DataFolder data = new DataFolder(Files.createDirectory(folder.resolve("data")));
    String file = "jdbc:sqlite:" + data.root().resolve("tintype.db");
    try (Connection connection = DriverManager.getConnection(file);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE songs (title TEXT)");
    }
    assertThatThrownBy(() -> open(data))
        .isInstanceOf(FolderUnusable.class)
        .hasMessageContaining("is a database of another program.");
    assertThat(data.root().resolve("private")).doesNotExist();
  }
}
