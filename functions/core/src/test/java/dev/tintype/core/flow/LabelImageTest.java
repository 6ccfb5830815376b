package dev.tintype.core.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tintype.core.ImageId;
import dev.tintype.core.Metadata;
import dev.tintype.core.disk.MemoryFolder;
import dev.tintype.core.flow.erase.Erase;
import dev.tintype.core.flow.label.LabelImage;
import dev.tintype.core.flow.label.Labels;
import dev.tintype.core.port.Race;
import dev.tintype.core.state.ImageRecord;
import dev.tintype.core.state.VersionRecord;
import dev.tintype.core.state.VersionState.Ready;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Labels are changed while workers and other requests write the same image.
final class LabelImageTest {

  @TempDir(factory = MemoryFolder.class)
  private Path folder;

  private Platform platform;
  private VersionRecord record;

  @BeforeEach
  void upload() {
    platform = new Platform(folder);
    record = platform.uploaded();
  }

  private ImageId id() {
    return record.job().imageId();
  }

  private ImageRecord image() {
    return platform.jobs.image(id()).orElseThrow();
  }

  private static UnaryOperator<Labels> album(String value) {
    return labels ->
        new Labels(labels.name(), labels.metadata().with(Map.of("album", Optional.of(value))));
  }

  private void process() {
    try {
      platform.process(record);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aWorkerThatFinishesMeanwhileLosesNothing() {
    LabelImage label = new LabelImage(new Meanwhile(platform.jobs, this::process));
    assertThat(label.label(id(), album("42")).found()).contains(image());
    assertThat(image().metadata().entries()).isEqualTo(Map.of("album", "42"));
    assertThat(image().current()).map(current -> current.version()).contains(version());
    assertThat(platform.stored(record).state()).isInstanceOf(Ready.class);
  }

  private dev.tintype.core.Version version() {
    return record.job().version();
  }

  @Test
  void aWorkerThatFinishesLaterKeepsTheLabels() {
    platform.stores =
        new Stores(
            new Meanwhile(
                platform.jobs, () -> new LabelImage(platform.jobs).label(id(), album("42"))),
            platform.originals,
            platform.variants);
    process();
    assertThat(image().metadata().entries()).isEqualTo(Map.of("album", "42"));
    assertThat(platform.stored(record).state()).isInstanceOf(Ready.class);
    assertThat(image().current()).map(current -> current.version()).contains(version());
  }

  @Test
  void ofManyRequestsAtOnceEachThatSucceedsIsKept() throws Exception {
    LabelImage label = new LabelImage(platform.jobs);
    var changed =
        Race.of(
            8,
            i ->
                () ->
                    label
                        .label(
                            id(),
                            labels ->
                                new Labels(
                                    labels.name(),
                                    labels.metadata().with(Map.of("k" + i, Optional.of("")))))
                        .found()
                        .isPresent());
    assertThat(image().metadata().entries())
        .hasSize((int) changed.stream().filter(done -> done).count())
        .isNotEmpty();
  }

  @Test
  void aChangeOfTheImageThatWasSeenIsRefusedWhenAnotherCameFirst() {
    long seen = image().epoch();
    LabelImage others = new LabelImage(platform.jobs);
    LabelImage label =
        new LabelImage(new Meanwhile(platform.jobs, () -> others.label(id(), album("41"))));
    assertThat(label.label(id(), seen, album("42")).found()).contains(Optional.empty());
    assertThat(label.label(id(), seen, album("42")).found()).contains(Optional.empty());
    assertThat(image().metadata().entries()).isEqualTo(Map.of("album", "41"));
    assertThat(label.label(id(), image().epoch(), album("42")).found())
        .contains(Optional.of(image()));
    assertThat(image().metadata().entries()).isEqualTo(Map.of("album", "42"));
  }

  @Test
  void whatChangesNothingWritesNothing() {
    LabelImage label = new LabelImage(platform.jobs);
    label.label(id(), album("42"));
    ImageRecord before = image();
    assertThat(label.label(id(), album("42")).found()).contains(before);
    assertThat(image()).isEqualTo(before);
  }

  @Test
  void aRefusedChangeWritesNothing() {
    ImageRecord before = image();
    assertThatThrownBy(() -> new LabelImage(platform.jobs).label(id(), album("x".repeat(257))))
        .isInstanceOf(Metadata.Invalid.class);
    assertThat(image()).isEqualTo(before);
  }

  @Test
  void anErasureWinsAgainstAChange() {
    LabelImage label =
        new LabelImage(
            new Meanwhile(
                platform.jobs, () -> new Erase(platform.jobs, platform.context).erase(id())));
    assertThat(label.label(id(), album("42"))).isInstanceOf(Lookup.Gone.class);
    assertThat(image().isLive()).isFalse();
    assertThat(image().metadata()).isEqualTo(Metadata.NONE);
  }
}
