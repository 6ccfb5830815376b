package dev.tintype.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tintype.core.port.Change;
import dev.tintype.core.port.Change.Write;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.port.Unreadable;
import dev.tintype.core.state.Claim;
import dev.tintype.core.state.Schedule;
import dev.tintype.core.state.VersionRecord;
import dev.tintype.core.state.VersionState;
import dev.tintype.core.state.VersionState.Ready;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityRequest;

class ProcessHandlerTest {

  private static final int FILES = 22;

  @TempDir private Path folder;
  private Rig rig;

  @BeforeEach
  void start() {
    rig = new Rig(folder);
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  @Test
  void anArrivalIsProcessedInTheSameInvocation() {
    VersionRecord record = rig.uploaded();
    assertThat(rig.deliver(Rig.created(record.job().originalKey()), 1)).isEmpty();
    assertThat(rig.stored(record).state()).isInstanceOf(Ready.class);
    assertThat(rig.variants.keys()).hasSize(FILES);
    assertThat(rig.queue.bodies()).isEmpty();
  }

  @Test
  void aSecondDeliveryDoesNotRenderAgain() {
    VersionRecord record = rig.uploaded();
    assertThat(rig.deliver(Rig.created(record.job().originalKey()), 1)).isEmpty();
    assertThat(rig.deliver(Rig.created(record.job().originalKey()), 2)).isEmpty();
    assertThat(rig.deliver(Rig.message(record), 1)).isEmpty();
    assertThat(rig.rendered).hasSize(1);
  }

  @Test
  void aJobMessageIsProcessed() {
    VersionRecord record = rig.uploaded();
    assertThat(rig.deliver(Rig.message(record), 1)).isEmpty();
    assertThat(rig.stored(record).state()).isInstanceOf(Ready.class);
    assertThat(rig.metrics()).contains("\"Ready\":1");
  }

  @Test
  void aRepeatedMessageIsNotCountedAgain() {
    VersionRecord record = rig.uploaded();
    rig.deliver(Rig.message(record), 1);
    rig.deliver(Rig.message(record), 2);
    rig.deliver(Rig.created(record.job().originalKey()), 1);
    assertThat(rig.metrics()).containsOnlyOnce("\"Ready\":1");
    assertThat(rig.metrics()).containsOnlyOnce("\"CreatedToReady\":");
  }

  @Test
  void eachVersionThatWaitsForAnOriginalGetsItsOwnMessage() {
    VersionRecord first = rig.uploaded();
    VersionRecord second = rig.another(first);
    assertThat(rig.deliver(Rig.created(first.job().originalKey()), 1)).isEmpty();
    assertThat(rig.rendered).isEmpty();
    assertThat(rig.queue.bodies())
        .hasSize(2)
        .anyMatch(body -> body.contains(first.job().version().value()))
        .anyMatch(body -> body.contains(second.job().version().value()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"Service\":\"Amazon S3\",\"Event\":\"s3:TestEvent\",\"Bucket\":\"originals\"}",
        "{\"Records\":[]}",
        "{\"Records\":[{\"eventSource\":\"aws:sns\"}]}",
        "{\"v\":2,\"imageId\":\"x\",\"version\":\"y\",\"cause\":\"z\"}",
        "{}",
        "no JSON"
      })
  void foreignMessagesAreAcknowledged(String body) {
    assertThat(rig.deliver(body, 1)).isEmpty();
    assertThat(rig.rendered).isEmpty();
    assertThat(rig.hidden).isEmpty();
  }

  @Test
  void recordsOfOtherBucketsEventsAndKeysAreAcknowledged() {
    String key = rig.uploaded().job().originalKey();
    assertThat(rig.deliver(Rig.notice("ObjectCreated:Put", "another", key), 1)).isEmpty();
    assertThat(rig.deliver(Rig.notice("ObjectRemoved:Delete", Rig.BUCKET, key), 1)).isEmpty();
    assertThat(rig.deliver(Rig.created("originals/a+b%20c%2Bd"), 1)).isEmpty();
    assertThat(rig.deliver(Rig.created("%ZZ"), 1)).isEmpty();
    assertThat(
            rig.deliver(Rig.created("originals/01JD2Z6K7M8N9PQRSTVWXYZ012/" + "b".repeat(64)), 1))
        .isEmpty();
    assertThat(rig.rendered).isEmpty();
  }

  @Test
  void aKeyIsDecodedAsAFormValue() {
    VersionRecord record = rig.uploaded();
    String encoded = record.job().originalKey().replace("/", "%2F");
    assertThat(rig.deliver(Rig.created(encoded), 1)).isEmpty();
    assertThat(rig.stored(record).state()).isInstanceOf(Ready.class);
  }

  @Test
  void aJobHeldByAnotherWorkerReturnsWhenItsLeaseEnds() {
    VersionRecord record = rig.uploaded();
    Claim claim = Claim.of(record, "another", rig.clock.instant());
    VersionRecord claimed = ((Claim.Granted) claim).record();
    rig.jobs.commit(Change.of(new Write.PutVersion(Optional.of(record), claimed)));
    rig.clock.advance(Duration.ofSeconds(20));
    assertThat(rig.deliver(Rig.message(record), 1)).containsExactly("message-1");
    assertThat(rig.hidden).hasSize(1);
    assertThat(rig.hidden.getFirst().receiptHandle()).isEqualTo("receipt-1");
    assertThat(rig.hidden.getFirst().visibilityTimeout())
        .isEqualTo(Math.toIntExact(Schedule.LEASE.toSeconds()) - 20);
    assertThat(rig.rendered).isEmpty();
  }

  @Test
  void aMessageIsPostponedInTheQueueThatItCameFrom() {
    VersionRecord record = rig.uploaded();
    rig.storeIsOut(true);
    for (String queue : List.of("jobs", "bulk", "")) {
      rig.from = "arn:aws:sqs:us-east-1:000000000000:" + queue;
      assertThat(rig.deliver(Rig.message(record), 1)).containsExactly("message-1");
    }
    assertThat(rig.hidden)
        .extracting(ChangeMessageVisibilityRequest::queueUrl)
        .containsExactly(
            "https://queue.example/jobs",
            "https://queue.example/bulk",
            "https://queue.example/jobs");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 9})
  void duringAnOutageOfTheJobStoreTheDelayGrows(int receiveCount) {
    VersionRecord record = rig.uploaded();
    rig.storeIsOut(true);
    assertThat(rig.deliver(Rig.message(record), receiveCount)).containsExactly("message-1");
    assertThat(rig.deliver(Rig.created(record.job().originalKey()), receiveCount))
        .containsExactly("message-1");
    assertThat(rig.hidden)
        .hasSize(2)
        .allSatisfy(hidden ->
            assertThat(Duration.ofSeconds(hidden.visibilityTimeout()))
                .isEqualTo(Schedule.backoff(receiveCount)));
    rig.storeIsOut(false);
    assertThat(rig.deliver(Rig.message(record), receiveCount + 1)).isEmpty();
    assertThat(rig.stored(record).state()).isInstanceOf(Ready.class);
  }

  @Test
  void anArrivalOfAnImageThatANewerReleaseWroteComesBackAfterAMinute() {
    VersionRecord record = rig.uploaded();
    rig.jobs.alter(
        Unreadable.Kind.IMAGE,
        record.job().imageId().value(),
        text -> text.replaceFirst("\"v\":1", "\"v\":99"));
    assertThat(rig.deliver(Rig.created(record.job().originalKey()), 1))
        .containsExactly("message-1");
    assertThat(rig.hidden.getFirst().visibilityTimeout()).isEqualTo(60);
    assertThat(rig.rendered).isEmpty();
  }

  @Test
  void theDeadlineLeavesTimeForTwoRenderings() {
    rig.remaining = Duration.ofSeconds(130);
    rig.deliver(Rig.message(rig.uploaded()), 1);
    rig.remaining = Duration.ofSeconds(900);
    rig.deliver(Rig.message(rig.uploaded()), 1);
    assertThat(rig.rendered.getFirst().deadline()).isEqualTo(Duration.ofSeconds(50));
    assertThat(rig.rendered.getLast().deadline()).isEqualTo(InvocationTime.LONGEST_RENDERING);
  }

  @Test
  void theTimeOfASlowFetchIsNotGivenToTheRendering() {
    rig.fetch = Duration.ofSeconds(80);
    rig.deliver(Rig.message(rig.uploaded()), 1);
    assertThat(rig.rendered.getFirst().deadline()).isEqualTo(Duration.ofSeconds(95));
  }

  @Test
  void afterAFetchThatLeavesTooLittleTimeTheJobIsRepeatedWithoutADeath() {
    VersionRecord record = rig.uploaded();
    rig.remaining = Duration.ofSeconds(130);
    rig.fetch = Duration.ofSeconds(60);
    assertThat(rig.deliver(Rig.message(record), 1)).isEmpty();
    assertThat(rig.rendered).isEmpty();
    assertThat(rig.stored(record).state()).isInstanceOf(VersionState.Queued.class);
    assertThat(rig.stored(record).deaths()).isZero();
    assertThat(rig.queue.bodies()).hasSize(1);
  }

  @Test
  void aSecondRenderingGetsTheRestOfTheTime() {
    InvocationTime time =
        new InvocationTime(rig.clock, rig.clock.instant().plus(Duration.ofSeconds(130)));
    assertThat(time.of(2)).isEqualTo(Duration.ofSeconds(50));
    rig.clock.advance(Duration.ofSeconds(60));
    assertThat(time.of(1)).isEqualTo(Duration.ofSeconds(40));
    rig.clock.advance(Duration.ofSeconds(11));
    assertThatExceptionOfType(StoreUnavailable.class).isThrownBy(() -> time.of(1));
  }

  @Test
  void aJobIsNotStartedWithTooLittleTime() {
    VersionRecord record = rig.uploaded();
    rig.remaining = JobTools.LEAST.minusMillis(1);
    assertThat(rig.deliver(Rig.message(record), 1)).containsExactly("message-1");
    assertThat(rig.rendered).isEmpty();
    assertThat(rig.stored(record).state()).isInstanceOf(VersionState.AwaitingUpload.class);
  }

  @Test
  void theFoldersAreEmptyBeforeAndAfterEachJob() throws IOException {
    rig.deliver(Rig.message(rig.uploaded()), 1);
    Path left = Files.createDirectories(rig.work.resolve("in/of-a-dead-attempt"));
    Files.writeString(left.resolve("original"), "left");
    rig.deliver(Rig.message(rig.uploaded()), 1);
    assertThat(rig.work.resolve("in")).isEmptyDirectory();
    assertThat(rig.work.resolve("out")).isEmptyDirectory();
  }
}
