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
    int steps = 0;
    for (int at = 0; at < MORE_THAN_THERE_ARE; at++) {
      try (FileSystem files = Jimfs.newFileSystem(Configuration.unix())) {
        Platform platform = new Platform(files.getPath("/work"));
        VersionRecord record = platform.started();
        platform.originals.put(record.job().originalKey(), Platform.BYTES);
        boolean died =
            diesOnce(
                platform,
                at,
                () -> {
                  new OriginalArrived(platform.stores, platform.queue, platform.context)
                      .arrived(record.job().originalKey());
                  platform.settle();
                });
        platform.settle();
        assertThat(platform.stored(record).state()).as("death at %d", at).isInstanceOf(Ready.class);
        assertThat(platform.variants.keys()).hasSize(Platform.RECIPE.variantCount() + 1);
        assertThat(platform.told.stream().map(outcome -> outcome.id()).distinct()).hasSize(1);
        steps = died ? at : steps;
      }
    }
    assertThat(steps).as("the last step a process died at").isGreaterThan(40);
  }

  @Test
  void aConfirmedUploadBecomesReadyWhereverTheProcessDies() throws Exception {
    int steps = 0;
    for (int at = 0; at < MORE_THAN_THERE_ARE; at++) {
      try (FileSystem files = Jimfs.newFileSystem(Configuration.unix())) {
        Platform platform = new Platform(files.getPath("/work"));
        VersionRecord record = platform.started();
        platform.originals.put(record.job().originalKey(), Platform.BYTES);
        boolean died =
            diesOnce(
                platform,
                at,
                () ->
                    new ConfirmUpload(platform.stores, platform.queue, platform.context)
                        .confirm(record.job().imageId(), record.job().version()));
        platform.settle();
        assertThat(platform.stored(record).state()).as("death at %d", at).isInstanceOf(Ready.class);
        assertThat(platform.told.stream().map(outcome -> outcome.id()).distinct()).hasSize(1);
        steps = died ? at : steps;
        if (!died) {
          break;
        }
      }
    }
    assertThat(steps).as("the last step a process died at").isGreaterThan(5);
  }

  @Test
  void anErasureLeavesNothingWhereverTheProcessDies() throws Exception {
    int steps = 0;
    for (int at = 0; at < MORE_THAN_THERE_ARE; at++) {
      try (FileSystem files = Jimfs.newFileSystem(Configuration.unix())) {
        Platform platform = new Platform(files.getPath("/work"));
        VersionRecord record = platform.uploaded();
        platform.process(record);
        platform.sweep();
        var id = record.job().imageId();
        Erase erase = new Erase(platform.stores.jobs(), platform.context);
        boolean died =
            diesOnce(
                platform,
                at,
                () -> {
                  erase.erase(id);
                  platform.settle();
                });
        erase.erase(id);
        platform.settle();
        assertThat(platform.jobs.image(id).orElseThrow().life())
            .as("death at %d", at)
            .isInstanceOf(Life.Erased.class);
        assertThat(platform.variants.keys()).isEmpty();
        assertThat(platform.originals.keys()).isEmpty();
        assertThat(platform.jobs.allVersions()).isEmpty();
        steps = died ? at : steps;
      }
    }
    assertThat(steps).as("the last step a process died at").isGreaterThan(15);
  }

  /// A worker that was stopped while it published left a file that no record shows.
  @Test
  void copiesOfAnUnknownFileAreForgottenWhereverTheProcessDies() throws Exception {
    int steps = 0;
    for (int at = 0; at < MORE_THAN_THERE_ARE; at++) {
      try (FileSystem files = Jimfs.newFileSystem(Configuration.unix())) {
        Platform platform = new Platform(files.getPath("/work"));
        Set<String> forgotten = new HashSet<>();
        platform.edge =
            prefixes -> {
              forgotten.addAll(prefixes);
              return new EdgeCache.Answer.Accepted();
            };
        ImageId id = platform.started().job().imageId();
        platform.variants.put(Keys.variants(id) + "0123456789abcdef/16.webp", Platform.BYTES);
        new Erase(platform.jobs, platform.context).erase(id);
        boolean died = diesOnce(platform, at, platform::sweep);
        platform.settle();
        assertThat(platform.jobs.image(id).orElseThrow().life())
            .as("death at %d", at)
            .isInstanceOf(Life.Erased.class);
        assertThat(forgotten).as("death at %d", at).containsExactly(Keys.variants(id));
        steps = died ? at : steps;
      }
    }
    assertThat(steps).as("the last step a process died at").isGreaterThan(10);
  }

  private interface Story {
    void tell() throws InterruptedException;
  }

  private static boolean diesOnce(Platform platform, int at, Story story)
      throws InterruptedException {
    platform.trap.killAfter(at);
    try {
      story.tell();
    } catch (Killed _) {
      // The story has ended without a death.
    }
    boolean died = platform.trap.isDead();
    platform.trap.revive();
    return died;
  }
}
