package dev.tintype.core.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.Recipe;
import dev.tintype.core.flow.process.Receive;
import dev.tintype.core.flow.upload.OriginalArrived;
import dev.tintype.core.flow.upload.QueuedEvents;
import dev.tintype.core.flow.upload.StartUpload.Wish;
import dev.tintype.core.json.MalformedJson;
import dev.tintype.core.port.Message;
import dev.tintype.core.port.StorageEvents;
import dev.tintype.core.port.Unreadable;
import dev.tintype.core.state.Schedule;
import dev.tintype.core.state.VersionRecord;
import dev.tintype.core.state.VersionState.AwaitingUpload;
import dev.tintype.core.state.VersionState.Expired;
import dev.tintype.core.state.VersionState.Ready;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A storage that puts its events into the queue. Here, an event is `arrived` and keys.
final class QueuedEventsTest {

  private static final String ARRIVED = "arrived ";

  @TempDir private Path folder;

  private Platform platform;

  @BeforeEach
  void build() {
    platform = new Platform(folder);
  }

  private static List<String> keys(String body) {
    if (!body.startsWith(ARRIVED)) {
      throw new MalformedJson("no event");
    }
    return List.of(body.substring(ARRIVED.length()).split(" ", -1));
  }

  private QueuedEvents events(Optional<StorageEvents> reader) {
    return new QueuedEvents(
        reader,
        new OriginalArrived(platform.stores, platform.queue, platform.context),
        platform.queue);
  }

  private QueuedEvents events() {
    return events(Optional.of(QueuedEventsTest::keys));
  }

  private boolean receive(QueuedEvents events) throws InterruptedException {
    return new Receive(platform.queue, platform.processJob(), (_, _) -> () -> {}, platform.context)
        .withEvents(events)
        .one(Duration.ZERO);
  }

  private VersionRecord stored(Recipe recipe) {
    VersionRecord record =
        Platform.accepted(
                platform
                    .startUpload()
                    .newImage(
                        new Wish(Platform.original(Platform.BYTES), recipe),
                        Optional.empty(),
                        Optional.empty()))
            .record();
    platform.originals.put(record.job().originalKey(), Platform.BYTES);
    return record;
  }

  private VersionRecord stored() {
    return stored(Platform.RECIPE);
  }

  private static String event(VersionRecord... records) {
    return ARRIVED
        + String.join(
            " ", List.of(records).stream().map(record -> record.job().originalKey()).toList());
  }

  @Test
  void theVersionOfAnEventIsMadeAtOnce() throws Exception {
    VersionRecord record = stored();
    platform.queue.put(event(record));
    assertThat(receive(events())).isTrue();
    assertThat(platform.stored(record).state()).isInstanceOf(Ready.class);
    assertThat(platform.queue.bodies()).isEmpty();
  }

  @Test
  void theVersionsOfSeveralOriginalsAreSharedByTheWorkers() throws Exception {
    VersionRecord one = stored();
    VersionRecord other = stored();
    platform.queue.put(event(one, other, one));
    assertThat(receive(events())).isTrue();
    assertThat(platform.queue.bodies())
        .extracting(body -> Message.parse(body).imageId())
        .containsExactlyInAnyOrder(one.job().imageId(), other.job().imageId());
    assertThat(receive(events())).isTrue();
    assertThat(receive(events())).isTrue();
    assertThat(platform.stored(one).state()).isInstanceOf(Ready.class);
    assertThat(platform.stored(other).state()).isInstanceOf(Ready.class);
    assertThat(platform.queue.bodies()).isEmpty();
  }

  @Test
  void anEventDeliveredTwiceMakesNothingTwice() throws Exception {
    VersionRecord record = stored();
    platform.queue.put(event(record));
    platform.queue.put(event(record));
    assertThat(receive(events())).isTrue();
    VersionRecord ready = platform.stored(record);
    assertThat(receive(events())).isTrue();
    assertThat(platform.stored(record)).isEqualTo(ready);
    assertThat(platform.queue.bodies()).isEmpty();
  }

  @Test
  void anEventThatComesAfterTheVersionExpiredRevivesIt() throws Exception {
    VersionRecord record = platform.started();
    platform.clock.advance(Schedule.PERMISSION.plusMinutes(1));
    platform.sweep();
    platform.clock.advance(Schedule.SLOWEST_UPLOAD.plusMinutes(1));
    platform.sweep();
    assertThat(platform.stored(record).state()).isEqualTo(new Expired());
    platform.originals.put(record.job().originalKey(), Platform.BYTES);
    platform.queue.put(event(record));
    assertThat(receive(events())).isTrue();
    assertThat(platform.stored(record).state()).isInstanceOf(Ready.class);
  }

  @Test
  void anEventOfAnOriginalThatIsNotOursIsRemoved() throws Exception {
    platform.queue.put(ARRIVED + "somebody/else.jpg");
    assertThat(receive(events())).isTrue();
    assertThat(platform.queue.bodies()).isEmpty();
    assertThat(platform.queue.deadLetters()).isEmpty();
  }

  @Test
  void anEventAboutAnOriginalThatIsNotThereDoesNotFailItsVersion() throws Exception {
    VersionRecord record = platform.started();
    platform.queue.put(event(record));
    assertThat(receive(events())).isTrue();
    assertThat(platform.stored(record).state()).isInstanceOf(AwaitingUpload.class);
  }

  @Test
  void whatIsNeitherMessageNorEventIsADeadLetter() throws Exception {
    platform.queue.put("hello");
    assertThat(receive(events())).isTrue();
    assertThat(platform.queue.deadLetters()).containsExactly("hello");
  }

  @Test
  void anEventIsADeadLetterWhereTheStorageSendsNone() throws Exception {
    platform.queue.put(event(stored()));
    assertThat(receive(events(Optional.empty()))).isTrue();
    assertThat(platform.queue.deadLetters()).hasSize(1);
  }

  @Test
  void anEventThatWasGivenUpSendsTheMessagesAgain() {
    VersionRecord record = stored();
    assertThat(events().isSentAgain("hello")).isFalse();
    assertThat(platform.queue.bodies()).isEmpty();
    assertThat(events().isSentAgain(event(record))).isTrue();
    assertThat(platform.queue.bodies()).hasSize(1);
  }

  @Test
  void anUnreadableRecordDoesNotHoldUpTheOtherLetters() {
    VersionRecord unreadable = stored();
    VersionRecord other = stored();
    platform.jobs.alter(
        Unreadable.Kind.IMAGE,
        unreadable.job().imageId().value(),
        text -> text.replace("\"v\":1", "\"v\":2"));
    assertThat(events().isSentAgain(event(unreadable))).isTrue();
    assertThat(platform.queue.bodies()).isEmpty();
    assertThat(events().isSentAgain(event(other))).isTrue();
    assertThat(platform.queue.bodies()).hasSize(1);
  }

  @Test
  void anOutageOfTheJobStoreDelaysAnEvent() throws Exception {
    VersionRecord record = stored();
    platform.queue.put(event(record));
    platform.trap.fail("image");
    assertThat(receive(events())).isTrue();
    platform.trap.heal();
    assertThat(platform.queue.bodies()).hasSize(1);
    assertThat(receive(events())).isFalse();
    platform.clock.advance(Duration.ofMinutes(15));
    assertThat(receive(events())).isTrue();
    assertThat(platform.stored(record).state()).isInstanceOf(Ready.class);
  }
}
