package dev.tintype.core.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.disk.MemoryFolder;
import dev.tintype.core.flow.read.Describe;
import dev.tintype.core.flow.read.Describe.Described;
import dev.tintype.core.port.Faults;
import dev.tintype.core.port.FlakyJobStore;
import dev.tintype.core.state.VersionRecord;
import dev.tintype.core.state.VersionState.Ready;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DescribeTest {

  @TempDir(factory = MemoryFolder.class)
  private Path folder;

  /// Runs an action once, between the read of the image and the read of its version.
  private record Between(Runnable what, boolean[] done) implements Faults {
    @Override
    public void before(String called, String key) {
      if (called.equals("version") && !done[0]) {
        done[0] = true;
        what.run();
      }
    }

    @Override
    public void after(String called, String key) {}
  }

  @Test
  void anImageThatBecomesReadyDuringAReadHasItsVariants() {
    Platform platform = new Platform(folder);
    VersionRecord record = platform.uploaded();
    Between between =
        new Between(
            () -> {
              try {
                platform.process(record);
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            },
            new boolean[1]);
    Lookup<Described> described =
        new Describe(new FlakyJobStore(platform.jobs, between)).describe(record.job().imageId());
    assertThat(described.found())
        .hasValueSatisfying(found -> {
          assertThat(found.latest().state()).isInstanceOf(Ready.class);
          assertThat(found.current()).contains(found.latest());
        });
  }
}
