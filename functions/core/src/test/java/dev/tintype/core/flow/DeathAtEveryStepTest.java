package dev.tintype.core.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.tintype.core.ImageId;
import dev.tintype.core.Keys;
import dev.tintype.core.flow.erase.Erase;
import dev.tintype.core.flow.upload.ConfirmUpload;
import dev.tintype.core.flow.upload.OriginalArrived;
import dev.tintype.core.port.EdgeCache;
import dev.tintype.core.state.ImageRecord.Life;
import dev.tintype.core.state.VersionRecord;
import dev.tintype.core.state.VersionState.Ready;
import java.nio.file.FileSystem;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Kills the process once at every call and every boundary, in one run for each. Everything started
/// must reach its one correct end.
final class DeathAtEveryStepTest {

  private static final int MORE_THAN_THERE_ARE = 400;

  @Test
  void anUploadBecomesReadyWhereverTheProcessDies() throws Exception {
    int last =
        lastDeath(platform -> {
          VersionRecord record = platform.started();
          platform.originals.put(record.job().originalKey(), Platform.BYTES);
          return new Tale(
              () -> {
                new OriginalArrived(platform.stores, platform.queue, platform.context)
                    .arrived(record.job().originalKey());
                platform.settle();
              },
              () -> {
                ready(platform, record);
                assertThat(platform.variants.keys()).hasSize(Platform.RECIPE.variantCount() + 1);
              });
        });
    assertThat(last).as("the last step a process died at").isGreaterThan(40);
  }

  @Test
  void aConfirmedUploadBecomesReadyWhereverTheProcessDies() throws Exception {
    int last =
        lastDeath(platform -> {
          VersionRecord record = platform.started();
          platform.originals.put(record.job().originalKey(), Platform.BYTES);
          return new Tale(
              () ->
                  new ConfirmUpload(platform.stores, platform.queue, platform.context)
                      .confirm(record.job().imageId(), record.job().version()),
              () -> ready(platform, record));
        });
    assertThat(last).as("the last step a process died at").isGreaterThan(5);
  }

  private static void ready(Platform platform, VersionRecord record) throws InterruptedException {
    platform.settle();
    assertThat(platform.stored(record).state()).isInstanceOf(Ready.class);
    assertThat(platform.told.stream().map(outcome -> outcome.id()).distinct()).hasSize(1);
  }

  @Test
  void anErasureLeavesNothingWhereverTheProcessDies() throws Exception {
    int last =
        lastDeath(platform -> {
          VersionRecord record = platform.uploaded();
          platform.process(record);
          platform.sweep();
          ImageId id = record.job().imageId();
          Erase erase = new Erase(platform.stores.jobs(), platform.context);
          return new Tale(
              () -> {
                erase.erase(id);
                platform.settle();
              },
              () -> {
                erase.erase(id);
                erased(platform, id);
                assertThat(platform.variants.keys()).isEmpty();
                assertThat(platform.originals.keys()).isEmpty();
                assertThat(platform.jobs.allVersions()).isEmpty();
              });
        });
    assertThat(last).as("the last step a process died at").isGreaterThan(15);
  }

  private static void erased(Platform platform, ImageId id) throws InterruptedException {
    platform.settle();
    assertThat(platform.jobs.image(id).orElseThrow().life()).isInstanceOf(Life.Erased.class);
  }

  /// A worker that was stopped while it published left a file that no record shows.
  @Test
  void copiesOfAnUnknownFileAreForgottenWhereverTheProcessDies() throws Exception {
    int last =
        lastDeath(platform -> {
          Set<String> forgotten = new HashSet<>();
          platform.edge =
              prefixes -> {
                forgotten.addAll(prefixes);
                return new EdgeCache.Answer.Accepted();
              };
          ImageId id = platform.started().job().imageId();
          platform.variants.put(Keys.variants(id) + "0123456789abcdef/16.webp", Platform.BYTES);
          new Erase(platform.jobs, platform.context).erase(id);
          return new Tale(
              platform::sweep,
              () -> {
                erased(platform, id);
                assertThat(forgotten).containsExactly(Keys.variants(id));
              });
        });
    assertThat(last).as("the last step a process died at").isGreaterThan(10);
  }

  private interface Act {
    void play() throws InterruptedException;
  }

  /// What a process does that dies once in it, and what holds afterwards.
  private record Tale(Act act, Act end) {}

  private interface Opening {
    Tale of(Platform platform) throws Exception;
  }

  /// Plays a story on a platform of its own once for each step at which the process can die, and
  /// last without a death.
  ///
  /// @return the last step at which it died
  private static int lastDeath(Opening opening) throws Exception {
    for (int at = 0; at < MORE_THAN_THERE_ARE; at++) {
      try (FileSystem files = Jimfs.newFileSystem(Configuration.unix())) {
        Platform platform = new Platform(files.getPath("/work"));
        Tale tale = opening.of(platform);
        boolean died = diesOnce(platform, at, tale.act());
        try {
          tale.end().play();
        } catch (AssertionError e) {
          throw new AssertionError("death at " + at, e);
        }
        if (!died) {
          return at - 1;
        }
      }
    }
    throw new AssertionError("it dies at more than " + MORE_THAN_THERE_ARE + " steps");
  }

  private static boolean diesOnce(Platform platform, int at, Act act) throws InterruptedException {
    platform.trap.killAfter(at);
    try {
      act.play();
    } catch (Killed _) {
      // The story has ended without a death.
    }
    boolean died = platform.trap.isDead();
    platform.trap.revive();
    return died;
  }
}
