package dev.tintype.core.flow.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tintype.core.port.Change;
import dev.tintype.core.port.Change.Write.RemoveOutcome;
import dev.tintype.core.port.RecordTransfer.Mark;
import dev.tintype.core.port.RecordTransfer.State;
import dev.tintype.core.port.RecordTransfer.Table;
import org.junit.jupiter.api.Test;

/// What holds when records come back, and when a store is not the one that it should be.
abstract class RecordMoveReturns extends RecordMoveDeaths {

  @Test
  void everythingComesBackWithWhatWasWrittenMeanwhile() throws Exception {
    Stock.unreadable(from.transfer());
    move(from, to);
    Stock.commit(to.jobs(), Stock.created(60));
    to.jobs().commit(Change.of(new RemoveOutcome(Stock.outcome(4))));
    var rows = to.rows();
    move(to, from);
    assertThat(from.rows()).isEqualTo(rows);
    assertThat(from.transfer().mark().origin()).as("there is no way back from home").isEmpty();
    assertThat(from.transfer().mark().other()).isEqualTo(to.transfer().name());
    Stock.commit(from.jobs(), Stock.created(61));
    refusesWrites(to, true);
    move(from, to);
    assertThat(to.jobs().image(Stock.id(61))).isPresent();
  }

  @Test
  void aStoreWithRecordsOfItsOwnIsNotFilled() throws Exception {
    Stock.commit(to.jobs(), Stock.created(500));
    assertThatThrownBy(() -> move(from.transfer(), to.transfer(), _ -> {}))
        .isInstanceOf(MoveRefused.class)
        .hasMessageContaining(Stock.id(500).value());
    Stock.commit(to.jobs(), Stock.created(501));
    Stock.commit(from.jobs(), Stock.created(60));
  }

  @Test
  void aStoreThatDoesNotHaveTheRecordsIsNeverMovedBack() throws Exception {
    move(from, to);
    var rows = from.rows();
    Mark arrived = to.transfer().mark();
    assertThat(to.transfer().mark(arrived, Mark.NONE)).as("another database").isTrue();
    assertThatThrownBy(() -> move(to.transfer(), from.transfer(), _ -> {}))
        .isInstanceOf(MoveRefused.class)
        .hasMessageContaining("is not that store");
    assertThatThrownBy(() -> move(from.transfer(), to.transfer(), _ -> {}))
        .isInstanceOf(MoveRefused.class);
    assertThat(from.rows()).isEqualTo(rows);
    assertThat(from.transfer().mark().state()).isEqualTo(State.MOVED);
    assertThat(to.transfer().mark(Mark.NONE, arrived)).isTrue();
    String lost = rows.get(Table.OUTBOX).getFirst().key();
    assertThat(
            to.jobs().commit(Change.of(new RemoveOutcome(to.jobs().outcome(lost).orElseThrow()))))
        .isTrue();
    Stock.commit(to.jobs(), Stock.created(60));
    var changes = TableChanges.of(to.transfer(), from.transfer());
    assertThat(changes.get(Table.OUTBOX)).isEqualTo(new TableChanges(1, 0, 1));
    assertThat(changes.get(Table.IMAGES)).isEqualTo(new TableChanges(1, 0, 0));
    assertThat(changes.get(Table.VERSIONS))
        .as("released versions")
        .satisfies(change -> assertThat(change.replaced()).isPositive());
    move(to, from);
  }
}
