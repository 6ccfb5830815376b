package dev.tintype.core.flow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.ImageId;
import dev.tintype.core.ImageJob;
import dev.tintype.core.Sha256;
import dev.tintype.core.disk.MemoryFolder;
import dev.tintype.core.flow.erase.Erase;
import dev.tintype.core.flow.process.RetireDeadLetter;
import dev.tintype.core.flow.process.Verdict;
import dev.tintype.core.flow.reprocess.Reprocess;
import dev.tintype.core.flow.sweep.Sweep;
import dev.tintype.core.flow.upload.OriginalArrived;
import dev.tintype.core.flow.upload.StartUpload;
import dev.tintype.core.flow.verify.Damage;
import dev.tintype.core.flow.verify.Repair;
import dev.tintype.core.flow.verify.Verify;
import dev.tintype.core.flow.verify.Verify.Depth;
import dev.tintype.core.flow.verify.VerifyCursor;
import dev.tintype.core.port.EdgeCache;
import dev.tintype.core.port.Message;
import dev.tintype.core.port.Unreadable.Kind;
import dev.tintype.core.state.ImageRecord.Life;
import dev.tintype.core.state.Schedule;
import dev.tintype.core.state.VersionRecord;
import dev.tintype.core.state.VersionState.AwaitingUpload;
import dev.tintype.core.state.VersionState.Queued;
import dev.tintype.core.state.VersionState.Ready;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A record that is damaged or of a newer release affects only itself.
final class UnreadableRecordsTest {

  @TempDir(factory = MemoryFolder.class)
  private Path folder;

  private Platform platform;

  @BeforeEach
  void build() {
    platform = new Platform(folder);
  }

  private static String key(VersionRecord record) {
    return record.job().imageId() + "/" + record.job().version();
  }

  private void spoil(Kind kind, String key) {
    platform.jobs.alter(kind, key, text -> text.replace("\"v\":1", "\"v\":2"));
  }

  private VersionRecord ready() throws Exception {
    VersionRecord record = platform.uploaded();
    platform.process(record);
    platform.clock.advance(Duration.ofSeconds(1));
    return platform.stored(record);
  }

  private List<Damage> verify() {
    Verify verify = new Verify(platform.stores, Depth.BYTES, 2, 1_000);
    List<Damage> damages = new ArrayList<>();
    Optional<VerifyCursor> cursor = Optional.of(VerifyCursor.START);
    while (cursor.isPresent()) {
      Verify.Page page = verify.page(cursor.get());
      damages.addAll(page.damages());
      cursor = page.next();
    }
    return damages;
  }

  @Test
  void theSweeperCountsUnreadableRecordsAndHandlesTheOthers() throws Exception {
    VersionRecord spoiled = platform.started();
    VersionRecord lost = platform.started();
    platform.originals.put(lost.job().originalKey(), Platform.BYTES);
    VersionRecord ready = platform.uploaded();
    platform.process(ready);
    spoil(Kind.VERSION, key(spoiled));
    String before = platform.jobs.text(Kind.VERSION, key(spoiled));
    platform.clock.advance(Schedule.PERMISSION);
    Sweep.Swept swept = platform.sweep();
    assertThat(swept.unreadable()).isEqualTo(1);
    assertThat(platform.stored(lost).state()).isInstanceOf(Queued.class);
    assertThat(platform.toldTypes()).containsExactly("image.ready");
    platform.settle();
    assertThat(platform.jobs.text(Kind.VERSION, key(spoiled))).isEqualTo(before);
  }

  private VersionRecord another(VersionRecord first, String bytes) {
    StartUpload.Wish wish =
        new StartUpload.Wish(
            new ImageJob.Original(Sha256.of(bytes), bytes.length(), "image/png"),
            first.job().recipe());
    return Platform.accepted(
            platform.startUpload().newVersion(first.job().imageId(), wish, Optional.empty()))
        .record();
  }

  @Test
  void anUnreadableFormerVersionHindersNoNewOne() throws Exception {
    VersionRecord first = ready();
    VersionRecord second = another(first, "second");
    platform.originals.put(second.job().originalKey(), "second".getBytes(UTF_8));
    platform.process(second);
    assertThat(platform.stored(second).state()).isInstanceOf(Ready.class);
    spoil(Kind.VERSION, key(first));
    assertThat(another(second, "third").state()).isInstanceOf(AwaitingUpload.class);
  }

  @Test
  void verifyReportsEachUnreadableRecordAndContinues() throws Exception {
    VersionRecord image = ready();
    VersionRecord version = ready();
    VersionRecord erasing = ready();
    VersionRecord damaged = ready();
    platform.process(platform.uploaded());
    String outcome = platform.jobs.outbox().getLast().id();
    new Erase(platform.jobs, platform.context).erase(erasing.job().imageId());
    platform.variants.delete(((Ready) damaged.state()).manifest().variants().getFirst().url());
    spoil(Kind.IMAGE, image.job().imageId().value());
    spoil(Kind.VERSION, key(version));
    spoil(Kind.IMAGE, erasing.job().imageId().value());
    spoil(Kind.OUTCOME, outcome);
    List<Damage> damages = verify();
    assertThat(damages)
        .filteredOn(damage -> damage.kind() == Damage.Kind.UNREADABLE)
        .extracting(Damage::key)
        .containsExactlyInAnyOrder(
            image.job().imageId().value(), key(version), erasing.job().imageId().value(), outcome);
    assertThat(damages)
        .filteredOn(damage -> damage.kind() != Damage.Kind.UNREADABLE)
        .singleElement()
        .satisfies(damage -> assertThat(damage.kind()).isEqualTo(Damage.Kind.MISSING))
        .satisfies(damage -> assertThat(damage.imageId()).contains(damaged.job().imageId()));
  }

  @Test
  void repairDoesNotChangeUnreadableRecords() throws Exception {
    VersionRecord version = ready();
    spoil(Kind.VERSION, key(version));
    String before = platform.jobs.text(Kind.VERSION, key(version));
    Reprocess reprocess =
        new Reprocess(
            platform.stores,
            platform.queue,
            () -> platform.recipes,
            platform.revision,
            platform.context);
    Repair repair =
        new Repair(
            platform.stores, platform.renderTools(), reprocess, EdgeCache.NONE, platform.context);
    assertThat(repair.mend(verify()).values())
        .singleElement()
        .isInstanceOf(Repair.Mended.Left.class);
    assertThat(platform.jobs.text(Kind.VERSION, key(version))).isEqualTo(before);
    assertThat(platform.variants.keys()).isNotEmpty();
  }

  @Test
  void aMessageAboutAnUnreadableRecordReturnsToTheQueue() throws Exception {
    VersionRecord record = platform.uploaded();
    spoil(Kind.VERSION, key(record));
    assertThat(platform.process(record)).isEqualTo(new Verdict.RetryAfter(Duration.ofMinutes(1)));
    Message message = new Message(record.job().imageId(), record.job().version(), "upload");
    new RetireDeadLetter(platform.stores, platform.queue, platform.context).retire(message.json());
    VersionRecord next = platform.uploaded();
    platform.process(next);
    assertThat(platform.stored(next).state()).isInstanceOf(Ready.class);
  }

  @Test
  void anArrivalWakesTheReadableVersionsOfTheImage() {
    VersionRecord old = platform.started();
    ImageId id = old.job().imageId();
    StartUpload.Wish wish =
        new StartUpload.Wish(Platform.original(Platform.BYTES), SimulatedRecipes.PLAIN);
    VersionRecord next =
        Platform.accepted(platform.startUpload().newVersion(id, wish, Optional.empty())).record();
    spoil(Kind.VERSION, key(old));
    OriginalArrived arrived =
        new OriginalArrived(platform.stores, platform.queue, platform.context);
    assertThat(arrived.wake(next.job().originalKey()))
        .extracting(Message::version)
        .containsExactly(next.job().version());
  }

  @Test
  void anErasureDeletesFilesAndKeepsUnreadableRecords() throws Exception {
    VersionRecord record = ready();
    VersionRecord other = ready();
    spoil(Kind.VERSION, key(record));
    Erase erase = new Erase(platform.jobs, platform.context);
    erase.erase(record.job().imageId());
    erase.erase(other.job().imageId());
    platform.settle();
    assertThat(platform.variants.keys()).isEmpty();
    assertThat(platform.originals.keys()).isEmpty();
    assertThat(platform.jobs.image(other.job().imageId()).orElseThrow().life())
        .isInstanceOf(Life.Erased.class);
    assertThat(platform.jobs.image(record.job().imageId()).orElseThrow().life())
        .isInstanceOf(Life.Erasing.class);
    assertThat(platform.jobs.text(Kind.VERSION, key(record))).contains("\"v\":2");
    platform.jobs.alter(Kind.VERSION, key(record), text -> text.replace("\"v\":2", "\"v\":1"));
    platform.settle();
    assertThat(platform.jobs.image(record.job().imageId()).orElseThrow().life())
        .isInstanceOf(Life.Erased.class);
  }
}
