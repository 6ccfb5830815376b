package dev.tintype.core.flow.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tintype.core.flow.migrate.MoveListener.Boundary;
import dev.tintype.core.flow.migrate.RecordMove.Ended;
import dev.tintype.core.port.Change;
import dev.tintype.core.port.Change.Write.RemoveOutcome;
import dev.tintype.core.port.RecordTransfer;
import dev.tintype.core.port.RecordTransfer.Mark;
import dev.tintype.core.port.RecordTransfer.State;
import dev.tintype.core.port.RecordTransfer.Table;
import dev.tintype.core.port.StoreFrozen;
import dev.tintype.core.state.VersionState.Queued;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What holds when a run of a move is killed, stopped or aborted.
abstract class RecordMoveDeaths extends RecordMoveCase {

  /// @return at each how many calls later the next run is killed
  protected int stride() {
    return 2;
  }

  /// Kills a run at a boundary.
  private void killedAt(Boundary boundary) {
    Mortal.Life life = new Mortal.Life(Integer.MAX_VALUE);
    assertThatThrownBy(() ->
            move(
                new Mortal(from.transfer(), life),
                new Mortal(to.transfer(), life),
                reached -> {
                  if (reached == boundary) {
                    life.end();
                    throw new Mortal.Killed();
                  }
                }))
        .isInstanceOf(Mortal.Killed.class);
  }

  @ParameterizedTest
  @EnumSource(Boundary.class)
  void aRunThatIsKilledAtABoundaryIsContinued(Boundary boundary) throws Exception {
    killedAt(boundary);
    neverBothOpen();
    boolean isOpen = from.transfer().mark().state() == State.OPEN;
    if (isOpen) {
      Stock.commit(from.jobs(), Stock.created(60));
      from.jobs().commit(Change.of(new RemoveOutcome(Stock.outcome(4))));
    } else {
      refusesWrites(from, from.transfer().mark().state() == State.MOVED);
    }
    move(from, to);
    moved();
    assertThat(to.jobs().image(Stock.id(60)).isPresent()).isEqualTo(isOpen);
  }

  /// @param target what opens as the new store
  private boolean abort(RecordTransfer target) {
    return new Abort(context(), _ -> target).abort(from.transfer());
  }

  private void neverBothOpen() {
    Mark source = from.transfer().mark();
    Mark target = to.transfer().mark();
    boolean isArrived = target.state() == State.OPEN && target.origin().isPresent();
    assertThat(!isArrived || source.state() == State.MOVED).as("%s %s", source, target).isTrue();
    if (source.state() != State.OPEN && !isArrived) {
      assertThat(target.state()).isEqualTo(State.FILLING);
    }
  }

  private void moved() {
    assertThat(from.transfer().mark().state()).isEqualTo(State.MOVED);
    assertThat(to.transfer().mark().state()).isEqualTo(State.OPEN);
    var rows = to.rows();
    from.rows()
        .forEach((table, expected) -> {
          if (table == Table.VERSIONS) {
            assertThat(rows.get(table)).hasSameSizeAs(expected);
          } else {
            assertThat(rows.get(table)).as(table.name()).isEqualTo(expected);
          }
        });
    assertThat(version(to, 2).orElseThrow().state()).isInstanceOf(Queued.class);
    assertThat(version(to, 2).orElseThrow().attempts()).isOne();
  }

  @Test
  void aRunThatIsKilledAtAnyCallIsContinued() throws Exception {
    int deaths = 0;
    for (int calls = 1; ; calls += stride()) {
      Mortal.Life life = new Mortal.Life(calls);
      try {
        move(new Mortal(from.transfer(), life), new Mortal(to.transfer(), life), _ -> {});
        break;
      } catch (Mortal.Killed _) {
        deaths++;
        neverBothOpen();
        if (from.transfer().mark().state() == State.FROZEN && deaths % 2 == 0) {
          assertThat(abort(to.transfer())).isTrue();
        }
        if (from.transfer().mark().state() == State.OPEN) {
          Stock.commit(from.jobs(), Stock.created(1_000 + calls));
        }
      }
    }
    assertThat(deaths).isGreaterThan(30 / stride());
    moved();
  }

  @Test
  void aStoppedRunLeavesTheOldStoreOpen() throws Exception {
    boolean[] stopping = {false};
    Ended ended =
        move(
            from.transfer(),
            to.transfer(),
            boundary -> stopping[0] |= boundary == Boundary.FROZEN,
            () -> stopping[0]);
    assertThat(ended).isInstanceOf(Ended.Interrupted.class);
    assertThat(complaint()).contains("still being moved here from");
    Stock.commit(from.jobs(), Stock.created(60));
    assertThatThrownBy(() -> to.jobs().commit(Stock.created(61))).isInstanceOf(StoreFrozen.class);
    move(from, to);
    moved();
    assertThat(to.jobs().image(Stock.id(60))).isPresent();
  }

  @Test
  void aLaterRunFencesAnEarlierOneOut() throws Exception {
    boolean[] isFirst = {true};
    assertThatThrownBy(() ->
            move(
                from.transfer(),
                to.transfer(),
                boundary -> {
                  if (isFirst[0] && boundary == Boundary.COPIED) {
                    isFirst[0] = false;
                    move(from, to);
                    Stock.commit(to.jobs(), Stock.created(60));
                  }
                }))
        .isInstanceOf(MoveRefused.class);
    assertThat(from.transfer().mark().state()).isEqualTo(State.MOVED);
    assertThat(to.jobs().image(Stock.id(60))).as("what was written later stays").isPresent();
    Stock.commit(to.jobs(), Stock.created(61));
  }

  @Test
  void anAbortOpensWhatAKilledRunLeftFrozenAndNothingElse() throws Exception {
    killedAt(Boundary.FROZEN);
    refusesWrites(from, false);
    assertThat(abort(to.transfer())).isTrue();
    assertThat(abort(to.transfer())).isFalse();
    Stock.commit(from.jobs(), Stock.created(60));
    move(from, to);
    assertThatThrownBy(() -> abort(to.transfer()))
        .isInstanceOf(MoveRefused.class)
        .hasMessageContaining("--back");
  }

  @Test
  void aRunThatCopiesIsEndedByAnAbort() throws Exception {
    assertThatThrownBy(() ->
            move(
                from.transfer(),
                to.transfer(),
                boundary -> {
                  if (boundary == Boundary.COPIED) {
                    assertThat(abort(to.transfer())).isFalse();
                  }
                }))
        .isInstanceOf(MoveRefused.class);
    Stock.commit(from.jobs(), Stock.created(60));
    move(from, to);
    assertThat(to.jobs().image(Stock.id(60))).isPresent();
  }

  @Test
  void whatTheNewStoreLostBeforeItWasOpenedIsCopiedOnceMore() throws Exception {
    killedAt(Boundary.LEFT);
    String run = to.transfer().mark().run();
    for (Table table : List.of(Table.IMAGES, Table.VERSIONS, Table.TOKENS)) {
      String lost = to.rows().get(table).getLast().key();
      assertThat(to.transfer().write(run, table, List.of(), List.of(lost))).isTrue();
    }
    move(from, to);
    moved();
  }

  @ParameterizedTest
  @EnumSource(names = {"LEFT", "RELEASED"})
  void anAbortOpensWhatAKilledRunHadLeftWhileTheNewStoreIsNotOpen(Boundary boundary)
      throws Exception {
    killedAt(boundary);
    refusesWrites(from, true);
    assertThat(abort(to.transfer())).isTrue();
    neverBothOpen();
    Stock.commit(from.jobs(), Stock.created(60));
    assertThatThrownBy(() -> to.jobs().commit(Stock.created(61))).isInstanceOf(StoreFrozen.class);
    assertThat(abort(to.transfer())).isFalse();
    move(from, to);
    moved();
    assertThat(to.jobs().image(Stock.id(60))).isPresent();
  }

  @ParameterizedTest
  @EnumSource(names = {"LEFT", "RELEASED"})
  void aRunThatHasLeftTheOldStoreIsEndedByAnAbort(Boundary boundary) throws Exception {
    assertThatThrownBy(() ->
            move(
                from.transfer(),
                to.transfer(),
                reached -> {
                  if (reached == boundary) {
                    assertThat(abort(to.transfer())).isTrue();
                    Stock.commit(from.jobs(), Stock.created(60));
                  }
                }))
        .isInstanceOf(MoveRefused.class);
    neverBothOpen();
    Stock.commit(from.jobs(), Stock.created(61));
    move(from, to);
    assertThat(to.jobs().image(Stock.id(61))).isPresent();
  }

  @Test
  void anAbortThatARunOvertakesFails() {
    killedAt(Boundary.LEFT);
    RecordTransfer overtaking = new Interposed(to.transfer(), () -> {}, () -> move(from, to));
    assertThatThrownBy(() -> abort(overtaking)).isInstanceOf(MoveRefused.class);
    neverBothOpen();
    assertThat(to.transfer().mark().state()).isEqualTo(State.OPEN);
  }

  @Test
  void aRunThatAnAbortOvertakesFails() {
    killedAt(Boundary.LEFT);
    Runnable abort = () -> assertThat(abort(to.transfer())).isTrue();
    for (RecordTransfer overtaken :
        List.of(
            new Interposed(from.transfer(), abort, () -> {}),
            new Interposed(from.transfer(), () -> {}, abort))) {
      assertThatThrownBy(() -> move(overtaken, to.transfer(), _ -> {}))
          .isInstanceOf(MoveRefused.class);
      neverBothOpen();
      assertThat(from.transfer().mark().state()).isEqualTo(State.OPEN);
      killedAt(Boundary.LEFT);
    }
  }

  @Test
  void anAbortThatDiesBetweenTheStoresIsRepeated() {
    for (int calls = 1; calls <= 4; calls++) {
      killedAt(Boundary.LEFT);
      Mortal.Life life = new Mortal.Life(calls);
      assertThatThrownBy(() ->
              new Abort(context(), _ -> new Mortal(to.transfer(), life))
                  .abort(new Mortal(from.transfer(), life)))
          .isInstanceOf(Mortal.Killed.class);
      neverBothOpen();
      assertThat(abort(to.transfer())).isEqualTo(calls < 4);
      Stock.commit(from.jobs(), Stock.created(60 + calls));
    }
  }

  @Test
  void anotherStoreAtTheAddressOfTheNewOneEndsNoMove() {
    killedAt(Boundary.LEFT);
    Mark filling = to.transfer().mark();
    assertThat(to.transfer().mark(filling, Mark.NONE)).isTrue();
    assertThatThrownBy(() -> abort(to.transfer()))
        .isInstanceOf(MoveRefused.class)
        .hasMessageContaining("is another one now");
    assertThat(from.transfer().mark().state()).isEqualTo(State.MOVED);
  }
}
