package dev.tintype.core.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.disk.MemoryFolder;
import dev.tintype.core.flow.erase.Erase;
import dev.tintype.core.flow.process.Verdict;
import dev.tintype.core.port.MemoryRenderer;
import dev.tintype.core.state.VersionRecord;
import dev.tintype.core.state.VersionState.Processing;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a worker does for an image that is erased before or while it is processed.
final class ProcessErasedTest {

  @TempDir(factory = MemoryFolder.class)
  private Path folder;

  private Platform platform;
  private final AtomicInteger renderings = new AtomicInteger();

  @BeforeEach
  void build() {
    platform = new Platform(folder);
    platform.renderer =
        new MemoryRenderer(_ -> {
          renderings.incrementAndGet();
          return Optional.empty();
        });
  }

  @Test
  void anErasedImageIsNotProcessed() throws Exception {
    VersionRecord record = platform.uploaded();
    new Erase(platform.jobs, platform.context).erase(record.job().imageId());
    assertThat(platform.process(record)).isEqualTo(new Verdict.Done());
    assertThat(renderings).hasValue(0);
  }

  @Test
  void anImageErasedMeanwhileIsNeitherFinishedNorNotified() throws Exception {
    VersionRecord record = platform.uploaded();
    Erase erase = new Erase(platform.jobs, platform.context);
    platform.renderer =
        new MemoryRenderer(request -> {
          erase.erase(request.job().imageId());
          return Optional.empty();
        });
    platform.process(record);
    assertThat(platform.stored(record).state()).isInstanceOf(Processing.class);
    platform.settle();
    assertThat(platform.variants.keys()).isEmpty();
    assertThat(platform.originals.keys()).isEmpty();
    assertThat(platform.toldTypes()).containsExactly("image.erased");
  }
}
