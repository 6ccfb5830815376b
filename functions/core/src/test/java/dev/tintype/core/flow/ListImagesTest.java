package dev.tintype.core.flow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.ImageId;
import dev.tintype.core.Version;
import dev.tintype.core.disk.MemoryFolder;
import dev.tintype.core.flow.erase.Erase;
import dev.tintype.core.flow.read.Describe.Described;
import dev.tintype.core.flow.read.ListImages;
import dev.tintype.core.flow.upload.StartUpload.Wish;
import dev.tintype.core.port.Change;
import dev.tintype.core.port.Change.Write.RemoveVersion;
import dev.tintype.core.port.ForwardingJobStore;
import dev.tintype.core.port.JobStore;
import dev.tintype.core.port.Unreadable;
import dev.tintype.core.state.VersionRecord;
import dev.tintype.core.state.VersionState.Ready;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ListImagesTest {

  @TempDir(factory = MemoryFolder.class)
  private Path folder;

  private Platform platform;

  @BeforeEach
  void open() {
    platform = new Platform(folder);
  }

  /// Counts the reads of versions, and runs an action between the read of a page and the first read
  /// of its versions.
  private static final class Watched extends ForwardingJobStore {

    private final Runnable meanwhile;
    private final List<Integer> together = new ArrayList<>();
    private int alone;

    Watched(JobStore inner, Runnable meanwhile) {
      super(inner);
      this.meanwhile = meanwhile;
    }

    @Override
    public Optional<VersionRecord> version(ImageId id, Version version) {
      alone++;
      return super.version(id, version);
    }

    @Override
    public Map<VersionName, VersionRecord> versions(
        Collection<VersionName> names, Consumer<Unreadable> skipped) {
      if (together.isEmpty()) {
        meanwhile.run();
      }
      together.add(names.size());
      return super.versions(names, skipped);
    }
  }

  private List<VersionRecord> start(int images) {
    List<VersionRecord> newestFirst = new ArrayList<>();
    for (int i = 0; i < images; i++) {
      newestFirst.addFirst(platform.started());
      platform.clock.advance(Duration.ofMillis(1));
    }
    return newestFirst;
  }

  private void process(VersionRecord record) {
    try {
      platform.process(record);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<Described> list(JobStore jobs, Optional<String> state) {
    return new ListImages(jobs).list(state, Optional.empty(), 200, found -> found).images();
  }

  @Test
  void aPageNeedsOneReadForEachHundredVersions() {
    List<VersionRecord> started = start(170);
    Watched jobs = new Watched(platform.jobs, () -> {});
    assertThat(list(jobs, Optional.empty())).extracting(Described::latest).isEqualTo(started);
    assertThat(jobs.together).containsExactly(100, 70);
    assertThat(jobs.alone).isZero();
  }

  @Test
  void theLatestAndTheCurrentVersionAreReadTogether() {
    VersionRecord ready = platform.uploaded();
    process(ready);
    platform
        .startUpload()
        .newVersion(
            ready.job().imageId(),
            new Wish(Platform.original("other bytes".getBytes(UTF_8)), Platform.RECIPE),
            Optional.empty());
    Watched jobs = new Watched(platform.jobs, () -> {});
    assertThat(list(jobs, Optional.empty()))
        .singleElement()
        .satisfies(found -> {
          assertThat(found.latest().sequence()).isEqualTo(2);
          assertThat(found.current()).contains(platform.stored(ready));
        });
    assertThat(jobs.together).containsExactly(2);
    assertThat(jobs.alone).isZero();
  }

  @Test
  void anImageThatBecomesReadyDuringAListHasItsVariants() {
    start(2);
    VersionRecord record = platform.uploaded();
    Watched jobs = new Watched(platform.jobs, () -> process(record));
    assertThat(list(jobs, Optional.empty()))
        .hasSize(3)
        .first()
        .satisfies(found -> {
          assertThat(found.latest().state()).isInstanceOf(Ready.class);
          assertThat(found.current()).contains(found.latest());
        });
  }

  @Test
  void anImageThatLeavesTheStateDuringAListIsLeftOut() {
    List<VersionRecord> started = start(2);
    VersionRecord record = platform.uploaded();
    Watched jobs = new Watched(platform.jobs, () -> process(record));
    assertThat(list(jobs, Optional.of("queued"))).isEmpty();
    assertThat(list(jobs, Optional.of("awaiting_upload")))
        .extracting(Described::latest)
        .isEqualTo(started);
  }

  @Test
  void anImageErasedDuringAListIsLeftOut() {
    List<VersionRecord> started = start(3);
    ImageId erased = started.get(1).job().imageId();
    Watched jobs =
        new Watched(
            platform.jobs,
            () -> {
              new Erase(platform.jobs, platform.context).erase(erased);
              platform.jobs.commit(
                  Change.of(new RemoveVersion(erased, started.get(1).job().version())));
            });
    assertThat(list(jobs, Optional.empty()))
        .extracting(Described::latest)
        .containsExactly(started.get(0), started.get(2));
  }
}
