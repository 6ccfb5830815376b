package dev.tintype.server.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.server.data.DataFolder;
import dev.tintype.server.data.Host;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkPlaceTest {

  private static final Host HOST = new Host("one", "0123456789ab");
  private static final Host OTHER = new Host("other", "ba9876543210");

  @TempDir private Path work;

  private static String name(Host host) {
    return "worker-" + host.id() + "-" + UUID.randomUUID();
  }

  @Test
  void aWorkerOfThisHostIsOverWhenItsFolderIsGone() {
    assertThat(WorkPlace.isOver(work, HOST, name(HOST))).isTrue();
    assertThat(WorkPlace.isOver(work, HOST, "worker-" + UUID.randomUUID())).isTrue();
  }

  @Test
  void nothingIsKnownOfTheWorkersOfAnotherHost() {
    assertThat(WorkPlace.isOver(work, HOST, name(OTHER))).isFalse();
    assertThat(WorkPlace.isOver(work, HOST, "0123456789ab")).isFalse();
    assertThat(WorkPlace.isOver(work, HOST, "../" + name(HOST))).isFalse();
  }

  /// In a copy of a data folder, no lock file tells that the workers of the first one live.
  @Test
  void nothingIsKnownOfTheWorkersOfTheFolderThatWasCopied() throws Exception {
    Path first = Files.createDirectory(work.resolve("first"));
    Path copy = Files.createDirectory(work.resolve("copy"));
    Host host = Host.of(new DataFolder(first));
    Files.copy(first.resolve("host"), copy.resolve("host"));
    Host copied = Host.of(new DataFolder(copy));
    assertThat(WorkPlace.isOver(copy.resolve("work"), copied, name(host))).isFalse();
    assertThat(WorkPlace.isOver(copy.resolve("work"), copied, name(copied))).isTrue();
  }

  @Test
  void aFolderNamesItsHost() {
    try (WorkPlace place = WorkPlace.take(work, HOST)) {
      assertThat(place.folder().getFileName().toString()).startsWith("worker-0123456789ab-");
    }
  }
}
