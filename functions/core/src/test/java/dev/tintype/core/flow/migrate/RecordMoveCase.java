package dev.tintype.core.flow.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tintype.core.flow.FlowContext;
import dev.tintype.core.flow.StepBoundary;
import dev.tintype.core.flow.migrate.MoveListener.Boundary;
import dev.tintype.core.flow.migrate.RecordMove.Ended;
import dev.tintype.core.port.Change;
import dev.tintype.core.port.Change.Write.RemoveOutcome;
import dev.tintype.core.port.Message;
import dev.tintype.core.port.RecordTransfer;
import dev.tintype.core.port.RecordTransfer.Table;
import dev.tintype.core.port.StoreFrozen;
import dev.tintype.core.provider.Opening;
import dev.tintype.core.state.VersionRecord;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// Two empty stores for each test, the first of them then filled with every kind of record, and
/// moves between them.
public abstract class RecordMoveCase {

  @TempDir private Path folder;

  private Opening opening = new Opening(Path.of(""), InstantSource.system(), new SecureRandom());

  private final FlowContext context =
      new FlowContext(InstantSource.system(), new SecureRandom(), StepBoundary.UNHEARD);

  Side from;
  Side to;

  /// One of the old store's tokens.
  String token;

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

  @BeforeEach
  final void open() throws Exception {
    opening = new Opening(folder, InstantSource.system(), new SecureRandom());
    from = Side.open(from(folder), opening);
    to = Side.open(to(folder), opening);
    token = Stock.fill(from);
  }

  @AfterEach
  final void close() {
    opening.close();
  }

  /// @return the old store
  protected final Side old() {
    return from;
  }

  /// @return the new store
  protected final Side target() {
    return to;
  }

  /// @return the time and the random numbers of moves
  protected final FlowContext context() {
    return context;
  }

  /// @return what keeps the opened stores from working, if anything does
  final String complaint() {
    return opening.complaint().orElse("");
  }

  final Ended move(RecordTransfer from, RecordTransfer to, Consumer<Boundary> listener) {
    return move(from, to, listener, () -> false);
  }

  final Ended move(
      RecordTransfer from,
      RecordTransfer to,
      Consumer<Boundary> listener,
      BooleanSupplier stopping) {
    return new RecordMove(from, to, context, new Listening(listener), stopping, System::nanoTime)
        .move();
  }

  final void move(Side from, Side to) {
    assertThat(move(from.transfer(), to.transfer(), _ -> {})).isInstanceOf(Ended.Moved.class);
  }

  /// Moves the records without a listener.
  protected final Ended move() {
    return move(from.transfer(), to.transfer(), _ -> {});
  }

  record Listening(Consumer<Boundary> boundaries) implements MoveListener {
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

  static Optional<VersionRecord> version(Side side, int number) {
    return side.jobs().version(Stock.id(number), Stock.version(number).job().version());
  }

  static void refusesWrites(Side side, boolean forGood) {
    List<Runnable> writes =
        List.of(
            () -> side.jobs().commit(Stock.created(70)),
            () -> side.jobs().commit(Change.of(new RemoveOutcome(Stock.outcome(1)))),
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
}
