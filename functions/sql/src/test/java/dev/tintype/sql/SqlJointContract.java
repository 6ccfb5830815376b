package dev.tintype.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tintype.core.ImageId;
import dev.tintype.core.ImageJob;
import dev.tintype.core.ImageJob.Original;
import dev.tintype.core.RenderRevision;
import dev.tintype.core.Sha256;
import dev.tintype.core.port.Change;
import dev.tintype.core.port.Change.Write.PutVersion;
import dev.tintype.core.port.JobQueue;
import dev.tintype.core.port.JobQueue.Depth;
import dev.tintype.core.port.JobReceiver.Delivery;
import dev.tintype.core.port.JobSender;
import dev.tintype.core.port.JobSender.Sending;
import dev.tintype.core.port.JobStore;
import dev.tintype.core.port.JobStore.Joint;
import dev.tintype.core.port.Message;
import dev.tintype.core.port.Race;
import dev.tintype.core.recipe.Recipes;
import dev.tintype.core.state.Lane;
import dev.tintype.core.state.Upload;
import dev.tintype.core.state.VersionRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What holds for a job store and a queue in one database: a state and its message are one
/// transaction. A subclass opens an empty database for each test.
public abstract class SqlJointContract {

  private static final Duration HIDDEN = Duration.ofMinutes(1);

  /// @return the store, the same one during a test
  protected abstract JobStore store();

  /// @return the queue in the same database, the same one during a test
  protected abstract JobQueue queue();

  /// @return a queue in another database
  protected abstract JobQueue elsewhere() throws Exception;

  /// Lets every message be refused by the database from now on.
  protected abstract void refuseMessages() throws Exception;

  private Joint joint() {
    return store().joint(queue()).orElseThrow();
  }

  private static VersionRecord version(int number) {
    ImageJob job =
        ImageJob.of(
            new ImageId("01JD2Z6K7M8N9PQRSTVW%06d".formatted(number)),
            new Original(Sha256.of("bytes"), 5, "image/jpeg"),
            Recipes.builtIn().getFirst(),
            RenderRevision.parse("1-test"),
            Instant.EPOCH);
    return Upload.stored(job, 1, Instant.EPOCH);
  }

  private static Change created(VersionRecord... versions) {
    return new Change(
        Stream.of(versions)
            .<Change.Write>map(version -> new PutVersion(Optional.empty(), version))
            .toList());
  }

  private static Sending sending(VersionRecord version, Lane lane, Duration delay) {
    Message message = new Message(version.job().imageId(), version.job().version(), "upload");
    return new Sending(message, lane, delay);
  }

  private static Sending sending(VersionRecord version) {
    return sending(version, Lane.FRESH, Duration.ZERO);
  }

  private Optional<VersionRecord> stored(VersionRecord version) {
    return store().version(version.job().imageId(), version.job().version());
  }

  @Test
  void aChangeAndItsMessagesAreThere() throws Exception {
    VersionRecord one = version(1);
    VersionRecord two = version(2);
    VersionRecord late = version(3);
    assertThat(
            joint()
                .commit(
                    created(one, two, late),
                    List.of(
                        sending(two, Lane.BULK, Duration.ZERO),
                        sending(one),
                        sending(late, Lane.FRESH, Duration.ofMinutes(5)))))
        .isTrue();
    assertThat(stored(one)).contains(one);
    assertThat(queue().depth()).isEqualTo(new Depth(2, 1, 0, 1, 0));
    Delivery delivery = queue().receive(Duration.ZERO, HIDDEN).orElseThrow();
    assertThat(Message.parse(delivery.body())).isEqualTo(sending(one).message());
    assertThat(delivery.lane()).isEqualTo(Lane.FRESH);
  }

  @Test
  void aChangeWhoseConditionDoesNotHoldSendsNothing() {
    VersionRecord one = version(1);
    store().commit(created(one));
    assertThat(joint().commit(created(version(2), one), List.of(sending(one)))).isFalse();
    assertThat(stored(version(2))).isEmpty();
    assertThat(queue().depth()).isEqualTo(new Depth(0, 0, 0));
  }

  @Test
  void aMessageThatCannotBeSentUndoesTheChange() throws Exception {
    VersionRecord one = version(1);
    refuseMessages();
    assertThatThrownBy(() -> joint().commit(created(one), List.of(sending(one))))
        .isInstanceOf(RuntimeException.class);
    assertThat(stored(one)).isEmpty();
  }

  @Test
  void ofTwentyRacingCreationsOneIsAppliedAndOneMessageWaits() throws Exception {
    VersionRecord one = version(1);
    VersionRecord two = version(2);
    List<Boolean> applied =
        Race.of(
            20,
            i ->
                () ->
                    joint()
                        .commit(
                            i % 2 == 0 ? created(one, two) : created(two, one),
                            i % 2 == 0
                                ? List.of(sending(one), sending(two))
                                : List.of(sending(two), sending(one))));
    assertThat(applied).filteredOn(isApplied -> isApplied).hasSize(1);
    assertThat(queue().depth()).isEqualTo(new Depth(2, 0, 0));
  }

  /// A queue in every database, which writes down what it is told.
  private final class ToldQueue implements JobSender, SqlQueue {
    private final List<String> told = new ArrayList<>();

    @Override
    public void send(Message message, Lane lane, Duration delay) {
      told.add("send");
    }

    @Override
    public boolean isIn(SqlDatabase database) {
      return true;
    }

    @Override
    public List<SqlWrite> put(Sending sending) {
      return List.of();
    }

    @Override
    public void sent(Sending sending) {
      Message message = sending.message();
      boolean isThere = store().version(message.imageId(), message.version()).isPresent();
      told.add("sent " + sending.delay() + (isThere ? " committed" : ""));
    }
  }

  @Test
  void receiversAreWokenForEachMessageAfterTheTransaction() {
    VersionRecord one = version(1);
    VersionRecord two = version(2);
    List<Sending> both = List.of(sending(one), sending(two, Lane.BULK, Duration.ofMinutes(5)));
    ToldQueue told = new ToldQueue();
    Joint joint = store().joint(told).orElseThrow();
    assertThat(joint.commit(created(one, two), both)).isTrue();
    List<String> all = List.of("sent PT0S committed", "sent PT5M committed");
    assertThat(told.told).isEqualTo(all);
    told.told.clear();
    assertThat(joint.commit(created(one, two), both)).isFalse();
    assertThat(told.told).as("the loser may have hidden the winner's messages").isEqualTo(all);
  }

  @Test
  void aQueueInAnotherDatabaseIsNoPartOfTheTransaction() throws Exception {
    assertThat(store().joint(elsewhere())).isEmpty();
  }
}
