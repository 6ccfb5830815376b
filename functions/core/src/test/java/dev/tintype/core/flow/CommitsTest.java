package dev.tintype.core.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.ImageId;
import dev.tintype.core.ImageJob;
import dev.tintype.core.ImageJob.Original;
import dev.tintype.core.RenderRevision;
import dev.tintype.core.Sha256;
import dev.tintype.core.port.Change;
import dev.tintype.core.port.Change.Write.PutVersion;
import dev.tintype.core.port.JobSender;
import dev.tintype.core.port.JobSender.Sending;
import dev.tintype.core.port.MemoryJobStore;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.recipe.Recipes;
import dev.tintype.core.state.Upload;
import dev.tintype.core.state.VersionRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// How a change and the messages of what it queues are written.
final class CommitsTest {

  private final List<Sending> sentAlone = new ArrayList<>();
  private final JobSender queue =
      (message, lane, delay) -> sentAlone.add(new Sending(message, lane, delay));
  private final MemoryJobStore jobs = new MemoryJobStore();
  private final VersionRecord version =
      Upload.stored(
          ImageJob.of(
              new ImageId("01JD2Z6K7M8N9PQRSTVWXYZ012"),
              new Original(Sha256.of("bytes"), 5, "image/jpeg"),
              Recipes.FAST,
              RenderRevision.parse("1-test"),
              Instant.EPOCH),
          1,
          Instant.EPOCH);
  private final Change change = Change.of(new PutVersion(Optional.empty(), version));
  private final List<Sending> sendings =
      List.of(Messages.sending(version, "upload", Duration.ofSeconds(-3)));

  private final JointStore joint = new JointStore(jobs, queue);

  @Test
  void theMessageIsSentAfterTheChange() {
    assertThat(new Commits(jobs).commit(change, new Messages(queue), sendings)).isTrue();
    assertThat(sentAlone).isEqualTo(sendings);
    assertThat(sendings.getFirst().delay()).isZero();
  }

  @Test
  void nothingIsSentWhenTheChangeIsNotApplied() {
    VersionRecord other = version.to(version.state(), Optional.empty(), Instant.EPOCH);
    jobs.commit(Change.of(new PutVersion(Optional.empty(), other)));
    assertThat(new Commits(jobs).commit(change, new Messages(queue), sendings)).isFalse();
    assertThat(new Commits(joint).commit(change, new Messages(queue), sendings)).isFalse();
    assertThat(sentAlone).isEmpty();
    assertThat(joint.sent).isEmpty();
  }

  @Test
  void aMessageThatCannotBeSentIsLeftToTheSweeper() {
    JobSender down =
        (_, _, _) -> {
          throw new StoreUnavailable("down", new IllegalStateException());
        };
    assertThat(new Commits(jobs).commit(change, new Messages(down), sendings)).isTrue();
  }

  @Test
  void whereJobsAndQueueAreInOneDatabaseTheMessageIsPartOfTheChange() {
    assertThat(new Commits(joint).commit(change, new Messages(queue), sendings)).isTrue();
    assertThat(joint.sent).isEqualTo(sendings);
    assertThat(sentAlone).isEmpty();
  }

  @Test
  void aLostAnswerOfBothIsRecognisedAndNothingIsSentTwice() {
    JointStore unheard = new JointStore(jobs, queue, true);
    assertThat(new Commits(unheard).commit(change, new Messages(queue), sendings)).isTrue();
    assertThat(unheard.sent).isEqualTo(sendings);
    assertThat(sentAlone).isEmpty();
  }
}
