package dev.tintype.core.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.RenderRevision;
import dev.tintype.core.disk.MemoryFolder;
import dev.tintype.core.flow.process.Verdict;
import dev.tintype.core.port.Message;
import dev.tintype.core.port.Unreadable.Kind;
import dev.tintype.core.state.VersionRecord;
import dev.tintype.core.state.VersionState.Ready;
import dev.tintype.core.state.VersionState.Superseded;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two releases run side by side: this one leaves alone what a newer one wrote, and a newer one
/// takes over what this one wrote.
final class RollingUpgradeTest {

  private static final RenderRevision NEWER = RenderRevision.parse("2-test");

  @TempDir(factory = MemoryFolder.class)
  private Path folder;

  private Platform platform;

  @BeforeEach
  void build() {
    platform = new Platform(folder);
  }

  private static String newer(VersionRecord record) {
    return new Message(record.job().imageId(), record.job().version(), "upload")
        .json()
        .replace("\"v\":1", "\"v\":2,\"priority\":7");
  }

  @Test
  void aMessageOfANewerReleaseWaitsForAWorkerThatKnowsIt() throws Exception {
    VersionRecord record = platform.started();
    String message = newer(record);
    platform.queue.put(message);
    assertThat(platform.receive()).isTrue();
    assertThat(platform.receive()).isFalse();
    assertThat(platform.queue.bodies()).containsExactly(message);
    assertThat(platform.queue.deadLetters()).isEmpty();
    assertThat(platform.stored(record)).isEqualTo(record);
    platform.clock.advance(Duration.ofMinutes(2));
    assertThat(platform.queue.receive(Duration.ZERO, Duration.ofMinutes(1)).orElseThrow().body())
        .isEqualTo(message);
  }

  @Test
  void onlyAnotherNumberMakesAMessageNewer() {
    assertThat(Message.isNewer("{\"v\":2}")).isTrue();
    assertThat(Message.isNewer("{\"v\":1,\"priority\":7}")).isFalse();
    assertThat(Message.isNewer("{\"v\":\"2\"}")).isFalse();
    assertThat(Message.isNewer("no JSON")).isFalse();
  }

  @Test
  void aRecordOfANewerReleaseIsLeftAsItIs() throws Exception {
    VersionRecord record = platform.uploaded();
    String key = record.job().imageId() + "/" + record.job().version();
    platform.jobs.alter(Kind.VERSION, key, text -> text.replace("\"v\":1", "\"v\":9"));
    String before = platform.jobs.text(Kind.VERSION, key);
    assertThat(platform.receive()).isTrue();
    platform.clock.advance(Duration.ofDays(2));
    assertThat(platform.sweep().unreadable()).isEqualTo(1);
    assertThat(platform.jobs.text(Kind.VERSION, key)).isEqualTo(before);
    assertThat(platform.queue.deadLetters()).isEmpty();
  }

  @Test
  void aWorkerLeavesTheJobOfANewerRenderRevisionToNewerWorkers() throws Exception {
    RenderRevision older = platform.revision;
    platform.revision = NEWER;
    VersionRecord record = platform.uploaded();
    platform.revision = older;
    VersionRecord before = platform.stored(record);
    assertThat(platform.process(record)).isInstanceOf(Verdict.RetryAfter.class);
    assertThat(platform.stored(record)).isEqualTo(before);
    platform.revision = NEWER;
    platform.process(record);
    assertThat(platform.stored(record).state()).isInstanceOf(Ready.class);
  }

  @Test
  void aNewerWorkerReplacesTheJobOfAnOlderRenderRevision() throws Exception {
    VersionRecord record = platform.uploaded();
    platform.revision = NEWER;
    platform.settle();
    assertThat(platform.stored(record).state()).isInstanceOf(Superseded.class);
    assertThat(platform.toldTypes()).containsExactly("image.ready");
  }
}
