package dev.tintype.core.flow.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tintype.core.flow.FlowContext;
import dev.tintype.core.flow.StepBoundary;
import dev.tintype.core.flow.migrate.MoveListener.Boundary;
import dev.tintype.core.flow.migrate.RecordMove.Ended;
import dev.tintype.core.port.Change;
import dev.tintype.core.port.Change.Write.PutVersion;
import dev.tintype.core.port.Change.Write.RemoveOutcome;
import dev.tintype.core.port.Message;
import dev.tintype.core.port.RecordTransfer;
import dev.tintype.core.port.RecordTransfer.Mark;
import dev.tintype.core.port.RecordTransfer.State;
import dev.tintype.core.port.RecordTransfer.Table;
import dev.tintype.core.port.StoreFrozen;
import dev.tintype.core.provider.Opening;
import dev.tintype.core.state.VersionRecord;
import dev.tintype.core.state.VersionState.Queued;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What holds when all records of one store are moved to another. Every test has two empty stores.
public abstract class RecordMoveContract {

  @TempDir private Path folder;

  private Opening opening = new Opening(Path.of(""), InstantSource.system(), new SecureRandom());
  private final FlowContext context =
      new FlowContext(InstantSource.system(), new SecureRandom(), StepBoundary.UNHEARD);

  /// Called once in a test.
  ///
  /// @param empty a folder for this test
  /// @return the address of an empty store
  protected abstract String from(Path empty) throws Exception;

  /// Called once in a test.
  ///
  /// @param empty a folder for this test
  /// @return the address of another empty store
  protected abstract String to(Path empty) throws Exception;

  /// @return at each how many calls later the next run is killed
  protected int stride() {
    return 2;
  }

  @BeforeEach
  final void open() {
    opening = new Opening(folder, InstantSource.system(), new SecureRandom());
  }

  @AfterEach
  final void close() {
    opening.close();
  }

  private Side old() throws Exception {
    return Side.open(from(folder), opening);
  }

  private Side target() throws Exception {
    return Side.open(to(folder), opening);
  }

  private Ended move(RecordTransfer from, RecordTransfer to, Consumer<Boundary> listener) {
    return move(from, to, listener, () -> false);
  }

  private Ended move(
      RecordTransfer from,
      RecordTransfer to,
      Consumer<Boundary> listener,
      BooleanSupplier stopping) {
    return new RecordMove(from, to, context, new Listening(listener), stopping, System::nanoTime)
        .move();
  }

  private void move(Side from, Side to) {
    assertThat(move(from.transfer(), to.transfer(), _ -> {})).isInstanceOf(Ended.Moved.class);
  }

  private record Listening(Consumer<Boundary> boundaries) implements MoveListener {
    @Override
    public void advanced(Phase phase, Table table, long done, long rows) {
      assertThat(done).isBetween(0L, rows);
    }

    @Override
    public void closing(Duration estimate) {
      assertThat(estimate).isPositive();
    }

    @Override
    public void reached(Boundary boundary) {
      boundaries.accept(boundary);
    }
  }

  private static Optional<VersionRecord> version(Side side, int number) {
    return side.jobs().version(Stock.id(number), Stock.version(number).job().version());
  }

  @Test
  void everyRecordIsInTheNewStoreAsItWasAndTheOldOneRefusesWrites() throws Exception {
    Side from = old();
    Side to = target();
    String token = Stock.fill(from);
    Stock.unreadable(from.transfer());
    var before = from.rows();
    before.forEach((table, rows) -> assertThat(rows).as(table.name()).hasSizeGreaterThan(1));
    move(from, to);
    assertThat(from.rows()).isEqualTo(before);
    for (Table table : Table.values()) {
      if (table != Table.VERSIONS) {
        assertThat(to.rows().get(table)).as(table.name()).isEqualTo(before.get(table));
      }
    }
    for (int number = 0; number < Stock.IMAGES; number++) {
      assertThat(to.jobs().image(Stock.id(number))).isEqualTo(from.jobs().image(Stock.id(number)));
      assertThat(to.jobs().idempotency(Stock.idempotency(number).key(), Stock.AT))
          .contains(Stock.idempotency(number));
      if (number % 6 != 2) {
        assertThat(version(to, number)).isEqualTo(version(from, number));
      }
    }
    assertThat(to.jobs().image(Stock.id(3)).orElseThrow().isLive()).isFalse();
    assertThat(to.tokens().list()).isEqualTo(from.tokens().list());
    assertThat(to.tokens().authenticate(token)).isPresent();
    assertThat(to.queue().deadLetters(10))
        .extracting(letter -> letter.why())
        .containsExactly("why 0", "why 1", "why 2");
    assertThat(to.jobs().page(Optional.of("queued"), Optional.empty(), 100).images())
        .extracting(image -> image.id())
        .contains(Stock.id(1), Stock.id(2), Stock.id(8));
    List<VersionRecord> awaited = new ArrayList<>();
    to.jobs().eachAwaited(awaited::add);
    assertThat(awaited).containsExactlyInAnyOrder(Stock.version(0), Stock.version(6));
    refusesWrites(from, true);
    assertThat(from.tokens().authenticate(token)).as("readers are not locked out").isPresent();
    Stock.commit(to.jobs(), Stock.created(50));
    assertThat(to.tokens().revoke(token.substring(3, 15))).isTrue();
    Stock.bury(to, 1, "later");
    assertThat(to.queue().deadLetters(10))
        .as("numbers go on")
        .extracting(letter -> letter.why())
        .containsExactly("why 0", "why 1", "why 2", "later");
  }

  private static void refusesWrites(Side side, boolean forGood) {
    List<Runnable> writes =
        List.of(
            () -> side.jobs().commit(Stock.created(70)),
            () -> side.jobs().commit(Change.of(new RemoveOutcome("outcome-1"))),
            () -> side.tokens().create("no", Set.of("images:read"), Optional.empty()),
            () ->
                side.queue()
                    .send(
                        new Message(Stock.id(70), Stock.version(70).job().version(), "test"),
                        Duration.ZERO));
    for (Runnable write : writes) {
      assertThatThrownBy(write::run)
          .isInstanceOfSatisfying(
              StoreFrozen.class, e -> assertThat(e.isForGood()).isEqualTo(forGood));
    }
  }

  @Test
  void whatWorkersHeldIsReleasedWithoutAnAttemptAndEverythingQueuedGetsAMessage() throws Exception {
    Side from = old();
    Side to = target();
    Stock.fill(from);
    move(from, to);
    VersionRecord held = version(from, 2).orElseThrow();
    VersionRecord released = version(to, 2).orElseThrow();
    assertThat(released.state()).isInstanceOf(Queued.class);
    assertThat(released.attempts()).isEqualTo(held.attempts() - 1);
    assertThat(released.deaths()).isZero();
    assertThat(released.epoch()).isGreaterThan(held.epoch());
    assertThat(to.jobs().commit(Change.of(new PutVersion(Optional.of(held), held))))
        .as("a late writer loses")
        .isFalse();
    long sent = new WakeUp(to.transfer(), to.queue(), Instant.now()).send(new Listening(_ -> {}));
    assertThat(sent).isEqualTo(4);
    assertThat(to.queue().depth().visible()).isEqualTo(4);
  }

  @Test
  void whatIsWrittenWhileItIsCopiedIsMovedToo() throws Exception {
    Side from = old();
    Side to = target();
    Stock.fill(from);
    AtomicInteger answered = new AtomicInteger(100);
    AtomicInteger refused = new AtomicInteger();
    Thread writer =
        Thread.ofPlatform()
            .start(() -> {
              while (refused.get() == 0) {
                try {
                  Stock.commit(from.jobs(), Stock.created(answered.get()));
                  from.jobs()
                      .commit(Change.of(new RemoveOutcome("outcome-" + (answered.get() - 5))));
                  answered.incrementAndGet();
                } catch (StoreFrozen _) {
                  refused.incrementAndGet();
                }
              }
            });
    move(
        from.transfer(),
        to.transfer(),
        boundary -> {
          if (boundary == Boundary.COPIED) {
            await(() -> answered.get() > 110);
          }
          if (boundary == Boundary.FROZEN) {
            await(() -> refused.get() > 0);
          }
        });
    writer.join();
    assertThat(answered.get()).isGreaterThan(110);
    for (int number = 100; number < answered.get(); number++) {
      assertThat(to.jobs().image(Stock.id(number))).as("image %s", number).isPresent();
    }
    var rows = to.rows();
    assertThat(rows.get(Table.OUTBOX)).isEqualTo(from.rows().get(Table.OUTBOX));
    assertThat(rows.get(Table.IMAGES)).isEqualTo(from.rows().get(Table.IMAGES));
  }

  private static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + 20_000_000_000L;
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("it does not happen");
      }
      Thread.onSpinWait();
    }
  }

  @ParameterizedTest
  @EnumSource(Boundary.class)
  void aRunThatIsKilledAtABoundaryIsContinued(Boundary boundary) throws Exception {
    Side from = old();
    Side to = target();
    Stock.fill(from);
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
    neverBothOpen(from, to);
    boolean isOpen = from.transfer().mark().state() == State.OPEN;
    if (isOpen) {
      Stock.commit(from.jobs(), Stock.created(60));
      from.jobs().commit(Change.of(new RemoveOutcome("outcome-4")));
    } else {
      refusesWrites(from, from.transfer().mark().state() == State.MOVED);
    }
    move(from, to);
    moved(from, to);
    assertThat(to.jobs().image(Stock.id(60)).isPresent()).isEqualTo(isOpen);
  }

  private static void neverBothOpen(Side from, Side to) {
    Mark source = from.transfer().mark();
    Mark target = to.transfer().mark();
    boolean isArrived = target.state() == State.OPEN && target.origin().isPresent();
    assertThat(!isArrived || source.state() == State.MOVED).as("%s %s", source, target).isTrue();
    if (source.state() != State.OPEN && !isArrived) {
      assertThat(target.state()).isEqualTo(State.FILLING);
    }
  }

  private static void moved(Side from, Side to) {
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
    Side from = old();
    Side to = target();
    Stock.fill(from);
    int deaths = 0;
    for (int calls = 1; ; calls += stride()) {
      Mortal.Life life = new Mortal.Life(calls);
      try {
        move(new Mortal(from.transfer(), life), new Mortal(to.transfer(), life), _ -> {});
        break;
      } catch (Mortal.Killed _) {
        deaths++;
        neverBothOpen(from, to);
        if (from.transfer().mark().state() == State.FROZEN && deaths % 2 == 0) {
          assertThat(RecordMove.abort(from.transfer(), context)).isTrue();
        }
        if (from.transfer().mark().state() == State.OPEN) {
          Stock.commit(from.jobs(), Stock.created(1_000 + calls));
        }
      }
    }
    assertThat(deaths).isGreaterThan(30 / stride());
    moved(from, to);
  }

  @Test
  void aStoppedRunLeavesTheOldStoreOpen() throws Exception {
    Side from = old();
    Side to = target();
    Stock.fill(from);
    boolean[] stopping = {false};
    Ended ended =
        move(
            from.transfer(),
            to.transfer(),
            boundary -> stopping[0] |= boundary == Boundary.FROZEN,
            () -> stopping[0]);
    assertThat(ended).isInstanceOf(Ended.Interrupted.class);
    assertThat(opening.complaint().orElse("")).contains("still being moved here from");
    Stock.commit(from.jobs(), Stock.created(60));
    assertThatThrownBy(() -> to.jobs().commit(Stock.created(61))).isInstanceOf(StoreFrozen.class);
    move(from, to);
    moved(from, to);
    assertThat(to.jobs().image(Stock.id(60))).isPresent();
  }

  @Test
  void everythingComesBackWithWhatWasWrittenMeanwhile() throws Exception {
    Side from = old();
    Side to = target();
    Stock.fill(from);
    Stock.unreadable(from.transfer());
    move(from, to);
    Stock.commit(to.jobs(), Stock.created(60));
    to.jobs().commit(Change.of(new RemoveOutcome("outcome-4")));
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
    Side from = old();
    Side to = target();
    Stock.fill(from);
    Stock.commit(to.jobs(), Stock.created(500));
    assertThatThrownBy(() -> move(from.transfer(), to.transfer(), _ -> {}))
        .isInstanceOf(MoveRefused.class)
        .hasMessageContaining(Stock.id(500).value());
    Stock.commit(to.jobs(), Stock.created(501));
    Stock.commit(from.jobs(), Stock.created(60));
  }

  @Test
  void aLaterRunFencesAnEarlierOneOut() throws Exception {
    Side from = old();
    Side to = target();
    Stock.fill(from);
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
    moved60(from, to);
  }

  private static void moved60(Side from, Side to) {
    assertThat(from.transfer().mark().state()).isEqualTo(State.MOVED);
    assertThat(to.jobs().image(Stock.id(60))).as("what was written later stays").isPresent();
    Stock.commit(to.jobs(), Stock.created(61));
  }

  @Test
  void anAbortOpensWhatAKilledRunLeftFrozenAndNothingElse() throws Exception {
    Side from = old();
    Side to = target();
    Stock.fill(from);
    Mortal.Life life = new Mortal.Life(Integer.MAX_VALUE);
    assertThatThrownBy(() ->
            move(
                new Mortal(from.transfer(), life),
                new Mortal(to.transfer(), life),
                reached -> {
                  if (reached == Boundary.FROZEN) {
                    life.end();
                    throw new Mortal.Killed();
                  }
                }))
        .isInstanceOf(Mortal.Killed.class);
    refusesWrites(from, false);
    assertThat(RecordMove.abort(from.transfer(), context)).isTrue();
    assertThat(RecordMove.abort(from.transfer(), context)).isFalse();
    Stock.commit(from.jobs(), Stock.created(60));
    move(from, to);
    assertThatThrownBy(() -> RecordMove.abort(from.transfer(), context))
        .isInstanceOf(MoveRefused.class)
        .hasMessageContaining("--back");
  }

  @Test
  void aRunThatCopiesIsEndedByAnAbort() throws Exception {
    Side from = old();
    Side to = target();
    Stock.fill(from);
    assertThatThrownBy(() ->
            move(
                from.transfer(),
                to.transfer(),
                boundary -> {
                  if (boundary == Boundary.COPIED) {
                    assertThat(RecordMove.abort(from.transfer(), context)).isFalse();
                  }
                }))
        .isInstanceOf(MoveRefused.class);
    Stock.commit(from.jobs(), Stock.created(60));
    move(from, to);
    assertThat(to.jobs().image(Stock.id(60))).isPresent();
  }

  @Test
  void whatTheNewStoreLostBeforeItWasOpenedIsCopiedOnceMore() throws Exception {
    Side from = old();
    Side to = target();
    Stock.fill(from);
    Mortal.Life life = new Mortal.Life(Integer.MAX_VALUE);
    assertThatThrownBy(() ->
            move(
                new Mortal(from.transfer(), life),
                new Mortal(to.transfer(), life),
                reached -> {
                  if (reached == Boundary.LEFT) {
                    life.end();
                    throw new Mortal.Killed();
                  }
                }))
        .isInstanceOf(Mortal.Killed.class);
    String run = to.transfer().mark().run();
    for (Table table : List.of(Table.IMAGES, Table.VERSIONS, Table.TOKENS)) {
      String lost = to.rows().get(table).getLast().key();
      assertThat(to.transfer().write(run, table, List.of(), List.of(lost))).isTrue();
    }
    move(from, to);
    moved(from, to);
  }

  @Test
  void aStoreThatDoesNotHaveTheRecordsIsNeverMovedBack() throws Exception {
    Side from = old();
    Side to = target();
    Stock.fill(from);
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
    assertThat(to.jobs().commit(Change.of(new RemoveOutcome(lost)))).isTrue();
    Stock.commit(to.jobs(), Stock.created(60));
    var changes = TableChanges.of(to.transfer(), from.transfer());
    assertThat(changes.get(Table.OUTBOX)).isEqualTo(new TableChanges(1, 0, 1));
    assertThat(changes.get(Table.IMAGES)).isEqualTo(new TableChanges(1, 0, 0));
    assertThat(changes.get(Table.VERSIONS))
        .as("released versions")
        .satisfies(change -> assertThat(change.replaced()).isPositive());
    move(to, from);
  }

  @Test
  void pagesFollowOneAnotherInTheOrderOfTheirKeys() throws Exception {
    Side from = old();
    Stock.fill(from);
    Stock.unreadable(from.transfer());
    for (Table table : Table.values()) {
      var all = from.rows().get(table);
      TableRows rows = new TableRows(from.transfer(), table);
      List<String> keys = new ArrayList<>();
      Optional<String> last = Optional.empty();
      for (var page = from.transfer().page(table, last, 3);
          !page.isEmpty();
          page = from.transfer().page(table, last, 3)) {
        page.forEach(row -> keys.add(row.key()));
        last = Optional.of(keys.getLast());
      }
      assertThat(keys).containsExactlyElementsOf(all.stream().map(row -> row.key()).toList());
      assertThat(keys).isSorted();
      assertThat(rows.peek()).contains(all.getFirst());
      assertThat(from.transfer().count(table)).isEqualTo(all.size());
    }
  }
}
