package dev.tintype.core.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.ImageId;
import dev.tintype.core.Sha256;
import dev.tintype.core.Version;
import dev.tintype.core.disk.MemoryFolder;
import dev.tintype.core.flow.erase.Erase;
import dev.tintype.core.flow.reprocess.Reprocess;
import dev.tintype.core.flow.reprocess.Reprocess.Reprocessed;
import dev.tintype.core.flow.upload.RequestKey;
import dev.tintype.core.flow.upload.StartUpload.Wish;
import dev.tintype.core.flow.upload.Started;
import dev.tintype.core.state.ImageRecord;
import dev.tintype.core.state.Schedule;
import dev.tintype.core.state.VersionRecord;
import dev.tintype.core.state.VersionState.AwaitingUpload;
import dev.tintype.core.state.VersionState.Queued;
import dev.tintype.core.state.VersionState.Ready;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StartUploadTest {

  private static final Wish WISH = new Wish(Platform.original(Platform.BYTES), Platform.RECIPE);
  private static final Optional<RequestKey> KEY =
      Optional.of(new RequestKey(Sha256.of("key"), Sha256.of("body")));

  @TempDir(factory = MemoryFolder.class)
  private Path folder;

  private Platform platform;

  @BeforeEach
  void build() {
    platform = new Platform(folder);
  }

  private Started.Accepted newImage(Optional<RequestKey> key) {
    return Platform.accepted(platform.startUpload().newImage(WISH, Optional.of("a.jpg"), key));
  }

  private VersionRecord ready() throws InterruptedException {
    VersionRecord record = platform.uploaded();
    platform.process(record);
    return record;
  }

  @Test
  void aRepeatedRequestReturnsTheSameImageWithANewPermission() {
    Started.Accepted first = newImage(KEY);
    platform.clock.advance(Duration.ofMinutes(5));
    Started.Accepted second = newImage(KEY);
    assertThat(second.record().job()).isEqualTo(first.record().job());
    assertThat(second.isNew()).isTrue();
    assertThat(second.upload().orElseThrow().expiresAt())
        .isEqualTo(platform.clock.instant().plus(Schedule.PERMISSION));
    assertThat(second.record().state())
        .isEqualTo(new AwaitingUpload(second.upload().orElseThrow().expiresAt()));
    assertThat(platform.jobs.allImages()).hasSize(1);
  }

  @Test
  void aRepeatedRequestAfterTheUploadReturnsNoPermission() throws Exception {
    Started.Accepted first = newImage(KEY);
    platform.originals.put(first.record().job().originalKey(), Platform.BYTES);
    assertThat(newImage(KEY).upload()).isEmpty();
    assertThat(platform.receive()).isTrue();
    Started.Accepted later = newImage(KEY);
    assertThat(later.upload()).isEmpty();
    assertThat(later.record().state()).isInstanceOf(Ready.class);
  }

  @Test
  void aKeyUsedByAnotherRequestIsRefused() {
    newImage(KEY);
    RequestKey other = new RequestKey(Sha256.of("key"), Sha256.of("another body"));
    assertThat(platform.startUpload().newImage(WISH, Optional.empty(), Optional.of(other)).found())
        .containsInstanceOf(Started.KeyReused.class);
  }

  @Test
  void aKeyExpiresAfterADay() {
    ImageId first = newImage(KEY).record().job().imageId();
    platform.clock.advance(Schedule.IDEMPOTENCY);
    assertThat(newImage(KEY).record().job().imageId()).isNotEqualTo(first);
  }

  @Test
  void aLostAnswerDoesNotCreateASecondImage() {
    platform.trap.fail("commit!");
    newImage(KEY);
    newImage(KEY);
    assertThat(platform.jobs.allImages()).hasSize(1);
  }

  @Test
  void aRepeatedRequestForAnErasedImageAnswersGone() {
    ImageId id = newImage(KEY).record().job().imageId();
    new Erase(platform.jobs, platform.context).erase(id);
    assertThat(platform.startUpload().newImage(WISH, Optional.of("a.jpg"), KEY))
        .isInstanceOf(Lookup.Gone.class);
  }

  @Test
  void theCurrentVersionStaysUntilTheNewOriginalIsReady() throws Exception {
    VersionRecord first = ready();
    byte[] bytes = "another original".getBytes(StandardCharsets.UTF_8);
    Wish wish = new Wish(Platform.original(bytes), Platform.RECIPE);
    ImageId id = first.job().imageId();
    Started.Accepted second = Platform.accepted(platform.startUpload().newVersion(id, wish, KEY));
    assertThat(second.upload()).isPresent();
    assertThat(current(id)).isEqualTo(first.job().version());
    platform.originals.put(second.record().job().originalKey(), bytes);
    platform.settle();
    assertThat(current(id)).isEqualTo(second.record().job().version());
  }

  private Version current(ImageId id) {
    return platform.jobs.image(id).orElseThrow().current().orElseThrow().version();
  }

  @Test
  void aNewVersionOfAStoredOriginalNeedsNoUpload() throws Exception {
    VersionRecord first = ready();
    Wish wish = new Wish(Platform.original(Platform.BYTES), SimulatedRecipes.PLAIN);
    Started.Accepted second =
        Platform.accepted(platform.startUpload().newVersion(first.job().imageId(), wish, KEY));
    assertThat(second.upload()).isEmpty();
    assertThat(second.isNew()).isTrue();
    assertThat(second.record().state()).isInstanceOf(Queued.class);
    assertThat(platform.queue.bodies()).hasSize(2);
  }

  @Test
  void anExistingVersionIsReturnedUnchanged() throws Exception {
    VersionRecord first = ready();
    Started.Accepted same =
        Platform.accepted(platform.startUpload().newVersion(first.job().imageId(), WISH, KEY));
    assertThat(same.isNew()).isFalse();
    assertThat(same.upload()).isEmpty();
    assertThat(same.record()).isEqualTo(platform.stored(first));
  }

  @Test
  void aFormerOriginalIsShownAgain() throws Exception {
    VersionRecord first = ready();
    ImageId id = first.job().imageId();
    byte[] bytes = "another original".getBytes(StandardCharsets.UTF_8);
    Wish another = new Wish(Platform.original(bytes), Platform.RECIPE);
    Started.Accepted second =
        Platform.accepted(platform.startUpload().newVersion(id, another, Optional.empty()));
    platform.originals.put(second.record().job().originalKey(), bytes);
    platform.settle();
    Started.Accepted again = Platform.accepted(platform.startUpload().newVersion(id, WISH, KEY));
    assertThat(again.isNew()).isFalse();
    assertThat(current(id)).isEqualTo(first.job().version());
    ImageRecord shown = platform.jobs.image(id).orElseThrow();
    platform.startUpload().newVersion(id, WISH, KEY);
    platform.startUpload().newVersion(id, WISH, Optional.empty());
    assertThat(platform.jobs.image(id)).as("a repeated request").contains(shown);
  }

  @Test
  void aNewOriginalUnderAnotherRecipeReplacesTheDefaultSetOnceReady() throws Exception {
    VersionRecord first = ready();
    ImageId id = first.job().imageId();
    byte[] bytes = "another original".getBytes(StandardCharsets.UTF_8);
    Wish wish = new Wish(Platform.original(bytes), SimulatedRecipes.PLAIN);
    Started.Accepted second = Platform.accepted(platform.startUpload().newVersion(id, wish, KEY));
    ImageRecord waiting = platform.jobs.image(id).orElseThrow();
    assertThat(waiting.latest()).contains(second.record().job().version());
    assertThat(current(id)).isEqualTo(first.job().version());
    platform.originals.put(second.record().job().originalKey(), bytes);
    platform.settle();
    assertThat(current(id)).isEqualTo(second.record().job().version());
  }

  @Test
  void anExpiredVersionCanGetANewPermission() throws Exception {
    VersionRecord record = platform.started();
    platform.settle();
    Started.Accepted again =
        Platform.accepted(
            platform.startUpload().permit(record.job().imageId(), record.job().version()));
    assertThat(again.record().state()).isInstanceOf(AwaitingUpload.class);
    assertThat(again.upload()).isPresent();
  }

  @Test
  void aFinishedVersionGetsNoPermission() throws Exception {
    VersionRecord record = ready();
    assertThat(
            platform.startUpload().permit(record.job().imageId(), record.job().version()).found())
        .containsInstanceOf(Started.NotWaiting.class);
  }

  @Test
  void reprocessingTwiceMakesOneNewVersion() throws Exception {
    VersionRecord first = ready();
    Reprocess reprocess =
        new Reprocess(
            platform.stores,
            platform.queue,
            () -> platform.recipes,
            Platform.REVISION,
            platform.context);
    ImageId id = first.job().imageId();
    assertThat(reprocess.reprocess(id, Optional.empty()).found())
        .contains(new Reprocessed.Exists(platform.stored(first)));
    Reprocessed.Queued queued =
        (Reprocessed.Queued)
            reprocess.reprocess(id, Optional.of(SimulatedRecipes.PLAIN)).found().orElseThrow();
    assertThat(reprocess.reprocess(id, Optional.of(SimulatedRecipes.PLAIN)).found())
        .containsInstanceOf(Reprocessed.Exists.class);
    platform.settle();
    assertThat(platform.jobs.versions(id)).hasSize(2);
    assertThat(current(id)).isEqualTo(first.job().version());
    assertThat(platform.jobs.image(id).orElseThrow().sets().orElseThrow().named("plain"))
        .hasValueSatisfying(set -> assertThat(set.shows(queued.record().job().version())).isTrue());
  }

  @Test
  void reprocessingNeedsAStoredOriginal() {
    VersionRecord record = platform.started();
    Reprocess reprocess =
        new Reprocess(
            platform.stores,
            platform.queue,
            () -> platform.recipes,
            Platform.REVISION,
            platform.context);
    assertThat(reprocess.reprocess(record.job().imageId(), Optional.empty()).found())
        .containsInstanceOf(Reprocessed.NoOriginal.class);
  }
}
