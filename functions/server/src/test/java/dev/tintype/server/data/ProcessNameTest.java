package dev.tintype.server.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ProcessNameTest {

  @TempDir private Path folder;

  private ProcessName name(String namespace) {
    return ProcessName.of(Host.of(new DataFolder(folder)), new Random(1), namespace);
  }

  @Test
  void aProcessOfThisHostThatHasEndedIsDead() throws Exception {
    Process ended = new ProcessBuilder("true").start();
    ended.waitFor();
    ProcessName here = name("7");
    assertThat(here.isDead(here.text())).isFalse();
    assertThat(here.isDead("%s/7.%d-0000".formatted(here.host(), ended.pid()))).isTrue();
    assertThat(here.isDead("elsewhere/7.%d-0000".formatted(ended.pid()))).isFalse();
    assertThat(here.isDead(here.host() + "/7.x-0000")).isFalse();
  }

  /// Two containers with one volume and one host name.
  @Test
  void aProcessOfAnotherNamespaceIsNotKnownToBeDead() throws Exception {
    Process ended = new ProcessBuilder("true").start();
    ended.waitFor();
    ProcessName here = name("7");
    assertThat(here.isDead("%s/8.%d-0000".formatted(here.host(), ended.pid()))).isFalse();
    assertThat(here.isDead("%s/%d-0000".formatted(here.host(), ended.pid()))).isFalse();
    assertThat(name("8").text()).isNotEqualTo(here.text());
  }

  @Test
  void theNamespaceOfThisProcessIsInItsName() {
    ProcessName here = ProcessName.of(Host.of(new DataFolder(folder)), new Random(1));
    assertThat(here.text())
        .startsWith(here.host() + "/" + here.namespace() + "." + ProcessHandle.current().pid());
    assertThat(here.namespace()).matches("[0-9]+");
  }
}
