package dev.tintype.aws.move;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tintype.core.flow.migrate.Abort;
import dev.tintype.core.flow.migrate.Discard;
import dev.tintype.core.flow.migrate.Mortal;
import dev.tintype.core.flow.migrate.MoveListener;
import dev.tintype.core.flow.migrate.MoveListener.Boundary;
import dev.tintype.core.flow.migrate.MoveRefused;
import dev.tintype.core.flow.migrate.RecordMove.Ended;
import dev.tintype.core.flow.migrate.Stock;
import dev.tintype.core.port.Change;
import dev.tintype.core.port.Change.Write.AddIdempotency;
import dev.tintype.core.port.Change.Write.PutImage;
import dev.tintype.core.port.Change.Write.PutVersion;
import dev.tintype.core.port.Change.Write.RemoveOutcome;
import dev.tintype.core.port.JobStore.DueWork;
import dev.tintype.core.port.RecordTransfer.Mark;
import dev.tintype.core.port.RecordTransfer.Row;
import dev.tintype.core.port.RecordTransfer.State;
import dev.tintype.core.port.RecordTransfer.Table;
import dev.tintype.core.port.RecordTransfer.UnstorableRow;
import dev.tintype.core.state.Erasure;
import dev.tintype.core.state.ImageRecord;
import dev.tintype.core.state.VersionRecord;
import dev.tintype.core.state.VersionState.Queued;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Runs of a move to a job table that die, race and meet other writers.
final class MoveToDynamoDeathsTest {

  private static final int STRIDE = 7;

  @TempDir private Path folder;
  private DynamoMove stores;

  @BeforeEach
  void open() throws Exception {
    stores = new DynamoMove(folder);
    Stock.fill(stores.from);
  }

  @AfterEach
  void close() {
    stores.close();
  }

  private void killedAt(Boundary boundary) {
    Mortal.Life life = new Mortal.Life(Integer.MAX_VALUE);
    assertThatThrownBy(() ->
            stores.move(
                new Mortal(stores.from.transfer(), life),
                new Mortal(stores.to, life),
                reached -> {
                  if (reached == boundary) {
                    life.end();
                    throw new Mortal.Killed();
                  }
                },
                () -> false))
        .isInstanceOf(Mortal.Killed.class);
  }

  private State state() {
    return stores.from.transfer().mark().state();
  }

  private void neverBothOpen() {
    Mark target = stores.to.mark();
    boolean isArrived = target.state() == State.OPEN && target.origin().isPresent();
    assertThat(!isArrived || state() == State.MOVED).as("%s %s", state(), target).isTrue();
  }

  private void moved() {
    assertThat(state()).isEqualTo(State.MOVED);
    assertThat(stores.to.mark().state()).isEqualTo(State.OPEN);
    var rows = stores.rows();
    stores
        .from
        .rows()
        .forEach((table, expected) -> {
          if (table == Table.VERSIONS) {
            assertThat(rows.get(table)).hasSameSizeAs(expected);
          } else {
            assertThat(rows.get(table)).as(table.name()).isEqualTo(expected);
          }
        });
    var held = stores.jobs.version(Stock.id(2), Stock.version(2).job().version()).orElseThrow();
    assertThat(held.state()).isInstanceOf(Queued.class);
    assertThat(held.attempts()).isOne();
  }

  @ParameterizedTest
  @EnumSource(Boundary.class)
  void aRunThatIsKilledAtABoundaryIsContinued(Boundary boundary) {
    killedAt(boundary);
    neverBothOpen();
    boolean isOpen = state() == State.OPEN;
    if (isOpen) {
      Stock.commit(stores.from.jobs(), Stock.created(60));
      stores.from.jobs().commit(Change.of(new RemoveOutcome(Stock.outcome(4))));
    }
    assertThat(stores.move()).isInstanceOf(Ended.Moved.class);
    moved();
    assertThat(stores.jobs.image(Stock.id(60)).isPresent()).isEqualTo(isOpen);
  }

  @Test
  void aRunThatIsKilledAtAnyCallIsContinued() {
    int deaths = 0;
    for (int calls = 1; ; calls += STRIDE) {
      Mortal.Life life = new Mortal.Life(calls);
      try {
        stores.move(
            new Mortal(stores.from.transfer(), life),
            new Mortal(stores.to, life),
            _ -> {},
            () -> false);
        break;
      } catch (Mortal.Killed _) {
        deaths++;
        neverBothOpen();
        if (state() == State.OPEN) {
          Stock.commit(stores.from.jobs(), Stock.created(1_000 + calls));
        }
      }
    }
    assertThat(deaths).isGreaterThan(30 / STRIDE);
    moved();
  }

  @Test
  void aStoppedRunIsContinued() {
    boolean[] stopping = {false};
    Ended ended =
        stores.move(
            stores.from.transfer(),
            stores.to,
            boundary -> stopping[0] |= boundary == Boundary.FROZEN,
            () -> stopping[0]);
    assertThat(ended).isInstanceOf(Ended.Interrupted.class);
    assertThat(stores.to.mark().state()).isEqualTo(State.FILLING);
    Stock.commit(stores.from.jobs(), Stock.created(60));
    assertThat(stores.move()).isInstanceOf(Ended.Moved.class);
    moved();
    assertThat(stores.jobs.image(Stock.id(60))).isPresent();
  }

  @Test
  void aTableWithImagesOfItsOwnIsNotFilled() {
    Stock.commit(stores.jobs, Stock.created(500));
    assertThatThrownBy(stores::move)
        .isInstanceOf(MoveRefused.class)
        .hasMessageContaining(Stock.id(500).value());
    assertThat(stores.to.mark().state()).isEqualTo(State.OPEN);
    assertThat(state()).isEqualTo(State.OPEN);
  }

  /// The functions do not look at the mark.
  @ParameterizedTest
  @EnumSource(names = {"CLAIMED", "COPIED", "FROZEN"})
  void whatAFunctionWritesMeanwhileIsNotTouchedAndTheOldStoreGoesOn(Boundary boundary) {
    assertThatThrownBy(() ->
            stores.move(
                stores.from.transfer(),
                stores.to,
                reached -> {
                  if (reached == boundary) {
                    Stock.commit(stores.jobs, Stock.created(500));
                  }
                },
                () -> false))
        .isInstanceOf(UnstorableRow.class)
        .hasMessageContaining("a function on AWS has written");
    assertThat(stores.jobs.image(Stock.id(500))).isPresent();
    assertThat(state()).isEqualTo(State.OPEN);
  }

  @ParameterizedTest
  @EnumSource(names = {"EQUAL", "LEFT", "RELEASED"})
  void whatAFunctionWritesAfterTheLastLookStays(Boundary boundary) {
    assertThat(
            stores.move(
                stores.from.transfer(),
                stores.to,
                reached -> {
                  if (reached == boundary) {
                    Stock.commit(stores.jobs, Stock.created(500));
                  }
                },
                () -> false))
        .isInstanceOf(Ended.Moved.class);
    assertThat(state()).isEqualTo(State.MOVED);
    assertThat(stores.to.mark().state()).isEqualTo(State.OPEN);
    assertThat(stores.jobs.image(Stock.id(500))).isPresent();
    assertThat(stores.jobs.image(Stock.id(1))).isPresent();
  }

  private boolean abort() {
    return new Abort(stores.context, _ -> stores.to).abort(stores.from.transfer());
  }

  private void deleteItemsOf(int image) {
    for (var key : stores.itemsOf(image)) {
      stores.aws.dynamo().deleteItem(r -> r.tableName(stores.table).key(key));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"LEFT", "RELEASED"})
  void aMoveThatAFunctionDisturbedAfterTheOldStoreWasLeftCanBeEnded(Boundary boundary) {
    killedAt(boundary);
    ImageRecord image =
        ImageRecord.first(
            Stock.id(500), Optional.empty(), Stock.version(500).job().version(), Stock.AT);
    Stock.commit(stores.jobs, Change.of(new PutImage(Optional.empty(), image)));
    for (int run = 0; run < 2; run++) {
      assertThatThrownBy(stores::move)
          .isInstanceOf(MoveRefused.class)
          .hasMessageContaining("keep the item MOVE/MARK")
          .hasMessageContaining("--abort");
      assertThat(state()).isEqualTo(State.MOVED);
    }
    assertThat(abort()).isTrue();
    Stock.commit(stores.from.jobs(), Stock.created(60));
    assertThat(stores.to.mark().state()).isEqualTo(State.FILLING);
    deleteItemsOf(500);
    assertThat(stores.move()).isInstanceOf(Ended.Moved.class);
    moved();
    assertThat(stores.jobs.image(Stock.id(60))).isPresent();
    assertThatThrownBy(this::abort)
        .isInstanceOf(MoveRefused.class)
        .hasMessageContaining("cannot be moved back")
        .hasMessageNotContaining("--back");
  }

  /// A worker that was told of an original writes to the version that a release is to replace.
  @ParameterizedTest
  @EnumSource(names = {"EQUAL", "LEFT"})
  void aHeldVersionThatAFunctionWroteKeepsTheTableClosed(Boundary boundary) {
    VersionRecord held = Stock.version(2);
    assertThatThrownBy(() ->
            stores.move(
                stores.from.transfer(),
                stores.to,
                reached -> {
                  if (reached == boundary) {
                    VersionRecord next = held.to(held.state(), held.dueAt(), Stock.AT);
                    Stock.commit(stores.jobs, Change.of(new PutVersion(Optional.of(held), next)));
                  }
                },
                () -> false))
        .isInstanceOf(MoveRefused.class)
        .hasMessageContaining("SK 'V#")
        .hasMessageContaining("--abort");
    assertThat(state()).isEqualTo(State.MOVED);
    deleteItemsOf(2);
    assertThat(stores.move()).isInstanceOf(Ended.Moved.class);
    moved();
  }

  /// Otherwise the stack's sweeper would send the notifications that the old store sends, too.
  @Test
  void nothingIsDueForTheSweeperBeforeTheTableIsOpen() {
    Instant far = Instant.parse("2100-01-01T00:00:00Z");
    killedAt(Boundary.RELEASED);
    assertThat(stores.jobs.due(far, 1_000)).isEqualTo(new DueWork(List.of(), List.of(), List.of()));
    assertThat(stores.move()).isInstanceOf(Ended.Moved.class);
    assertThat(stores.jobs.due(far, 1_000).outcomes()).hasSize(Stock.IMAGES);
  }

  @Test
  void whatTheCanaryOfTheDeploymentLeftIsNotInTheWay() {
    ImageRecord live =
        ImageRecord.first(
            Stock.id(700), Optional.empty(), Stock.version(700).job().version(), Stock.AT);
    ImageRecord erasing = Erasure.begun(live, Stock.AT).orElseThrow();
    ImageRecord erased = Erasure.completed(erasing, Optional.empty(), Stock.AT).orElseThrow();
    assertThat(erased.dueAt()).isEmpty();
    Stock.commit(
        stores.jobs,
        Change.of(
            new PutImage(Optional.empty(), erased),
            new AddIdempotency(Stock.idempotency(700), Stock.AT)));
    assertThat(stores.move()).isInstanceOf(Ended.Moved.class);
    moved();
    assertThat(stores.jobs.image(Stock.id(700))).contains(erased);
    assertThat(stores.to.count(Table.IMAGES)).isEqualTo(Stock.IMAGES);
  }

  @Test
  void aLaterRunFencesAnEarlierOneOut() {
    boolean[] isFirst = {true};
    assertThatThrownBy(() ->
            stores.move(
                stores.from.transfer(),
                stores.to,
                boundary -> {
                  if (isFirst[0] && boundary == Boundary.COPIED) {
                    isFirst[0] = false;
                    stores.move();
                    Stock.commit(stores.jobs, Stock.created(60));
                  }
                },
                () -> false))
        .isInstanceOf(MoveRefused.class);
    assertThat(state()).isEqualTo(State.MOVED);
    assertThat(stores.jobs.image(Stock.id(60))).as("what was written later stays").isPresent();
  }

  @Test
  void rowsOfAnEarlierRunAreRefused() {
    killedAt(Boundary.COPIED);
    String run = stores.to.mark().run();
    Row row = stores.rows().get(Table.IMAGES).getFirst();
    assertThat(stores.to.write(run, Table.IMAGES, List.of(row), List.of())).isTrue();
    assertThat(stores.to.write("another", Table.IMAGES, List.of(), List.of(row.key()))).isFalse();
    assertThat(stores.to.write("another", Table.IMAGES, List.of(), List.of())).isFalse();
    assertThat(stores.to.page(Table.IMAGES, Optional.empty(), 1)).containsExactly(row);
    assertThat(stores.move()).isInstanceOf(Ended.Moved.class);
    assertThat(stores.to.write(run, Table.IMAGES, List.of(row), List.of())).isFalse();
  }

  @Test
  void whatTheTableLostBeforeItWasOpenedIsCopiedOnceMore() {
    killedAt(Boundary.LEFT);
    String run = stores.to.mark().run();
    for (Table table : List.of(Table.IMAGES, Table.VERSIONS, Table.TOKENS)) {
      String lost = stores.rows().get(table).getLast().key();
      assertThat(stores.to.write(run, table, List.of(), List.of(lost))).isTrue();
    }
    assertThat(stores.move()).isInstanceOf(Ended.Moved.class);
    moved();
  }

  @Test
  void aTableThatIsBeingFilledCanBeDiscarded() {
    killedAt(Boundary.COPIED);
    MoveListener silent = new DynamoMove.Listening(_ -> {});
    Discard discard = new Discard(stores.to, stores.context, silent, () -> false);
    assertThat(discard.discard(stores.from.transfer()).orElseThrow()).isPositive();
    stores.rows().forEach((table, rows) -> assertThat(rows).as(table.name()).isEmpty());
    assertThat(stores.to.mark().state()).isEqualTo(State.OPEN);
    assertThatThrownBy(() -> discard.discard(stores.from.transfer()))
        .isInstanceOf(MoveRefused.class);
    assertThat(stores.move()).isInstanceOf(Ended.Moved.class);
    moved();
  }

  @Test
  void aRowOfAFunctionIsNamedByADiscardAndNotRemoved() {
    killedAt(Boundary.COPIED);
    Stock.commit(stores.jobs, Stock.created(500));
    MoveListener silent = new DynamoMove.Listening(_ -> {});
    Discard discard = new Discard(stores.to, stores.context, silent, () -> false);
    assertThatThrownBy(() -> discard.discard(stores.from.transfer()))
        .isInstanceOf(MoveRefused.class)
        .hasMessageContaining("still has the row '" + Stock.id(500))
        .hasMessageContaining("by hand, but keep the item MOVE/MARK. Then run")
        .hasMessageNotContaining("cannot hold");
    assertThat(stores.jobs.image(Stock.id(500))).isPresent();
    deleteItemsOf(500);
    assertThat(discard.discard(stores.from.transfer())).isPresent();
    assertThat(stores.to.mark().state()).isEqualTo(State.OPEN);
  }

  @Test
  void pagesFollowOneAnotherInTheOrderOfTheirKeys() {
    stores.move();
    for (Table table : Table.values()) {
      List<Row> all = stores.to.page(table, Optional.empty(), 1_000);
      List<Row> paged = new ArrayList<>();
      Optional<String> last = Optional.empty();
      for (List<Row> page = stores.to.page(table, last, 3);
          !page.isEmpty();
          page = stores.to.page(table, last, 3)) {
        paged.addAll(page);
        last = Optional.of(page.getLast().key());
      }
      assertThat(paged).isEqualTo(all);
      assertThat(all).isSortedAccordingTo(Comparator.comparing(Row::key));
      assertThat(stores.to.page(table, Optional.of(all.getFirst().key()), 1))
          .as("a page that no walk leads to")
          .containsExactly(all.get(1));
    }
  }
}
