package dev.tintype.server.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.server.data.Host;
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

  @Test
  void aFolderNamesItsHost() {
    try (WorkPlace place = WorkPlace.take(work, HOST)) {
      assertThat(place.folder().getFileName().toString()).startsWith("worker-0123456789ab-");
    }
  }
}
