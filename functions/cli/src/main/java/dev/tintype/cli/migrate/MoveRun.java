package dev.tintype.cli.migrate;

import dev.tintype.core.flow.FlowContext;
import dev.tintype.core.flow.migrate.Abort;
import dev.tintype.core.flow.migrate.Discard;
import dev.tintype.core.flow.migrate.MovePlan;
import dev.tintype.core.flow.migrate.RecordMove;
import dev.tintype.core.flow.migrate.RecordMove.Ended;
import dev.tintype.core.flow.migrate.Sums;
import dev.tintype.core.flow.migrate.TableChanges;
import dev.tintype.core.flow.migrate.WakeUp;
import dev.tintype.core.port.RecordTransfer.State;
import dev.tintype.core.port.RecordTransfer.Table;
import dev.tintype.core.provider.Opening;
import dev.tintype.server.data.DataFolder;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// Runs the parts of `tintype migrate`.
public final class MoveRun {

  private final FlowContext context;
  private final MoveReport report;
  private final BooleanSupplier stopping;

  /// @param stopping whether the user asked to stop
  public MoveRun(FlowContext context, MoveReport report, BooleanSupplier stopping) {
    this.context = context;
    this.report = report;
    this.stopping = stopping;
  }

  /// Moves everything, and sends messages for what waits in the new store.
  ///
  /// @return false when the user stopped it
  public boolean move(StorePair stores) {
    report.begins(stores.from().name(), stores.to().name());
    stores.doubts().forEach(report::doubtful);
    return switch (new RecordMove(
            stores.from(),
            stores.to(),
            context,
            new FilesMoveCarrier(report, stores),
            stopping,
            System::nanoTime)
        .move()) {
      case Ended.Interrupted _ -> {
        report.interrupted();
        yield false;
      }
      case Ended.Moved moved -> {
        report.moved(moved, stores.to().name(), stores.queueAddress());
        stores
            .queue()
            .ifPresent(
                queue -> report.woken(new WakeUp(stores.to(), queue, context.now()).send(report)));
        yield true;
      }
    };
  }

  /// Tells what a move would do; both stores are read whole. Nothing is changed, but the tables of
  /// the new store are made.
  public void plan(StorePair stores) {
    MovePlan plan = MovePlan.of(stores.from(), stores.to());
    boolean isDone = plan.start() == MovePlan.Start.DONE;
    Map<Table, TableChanges> changes =
        isDone ? TableChanges.none() : TableChanges.of(stores.from(), stores.to());
    stores.doubts().forEach(report::doubtful);
    report.plan(plan, changes, stores.from(), stores.to());
  }

  /// Compares both stores.
  ///
  /// @return whether they hold the same rows; absent when the user stopped it
  public Optional<Boolean> verify(StorePair stores) {
    Optional<Sums> sums = Sums.of(stores.from(), stores.to(), report, stopping);
    sums.ifPresentOrElse(
        both -> {
          report.compared(both, stores.from().name(), stores.to().name());
          if (!both.areEqual() && stores.to().mark().state() == State.OPEN) {
            report.wroteOn(stores.to().name(), stores.to().mark().since());
          }
        },
        report::interrupted);
    return sums.map(Sums::areEqual);
  }

  /// Empties a store that an unfinished move was filling.
  ///
  /// @return false when the user stopped it
  public boolean discard(StorePair stores) {
    Optional<Long> removed =
        new Discard(stores.to(), context, report, stopping).discard(stores.from());
    removed.ifPresentOrElse(
        rows -> report.discarded(stores.to().name(), stores.from().name(), rows),
        report::discardInterrupted);
    return removed.isPresent();
  }

  /// Ends a move that has not come to its end.
  public void abort(DataFolder folder) {
    try (Opening opening = StorePair.opening(folder)) {
      Abort abort = new Abort(context, address -> StorePair.existing(address, opening));
      report.aborted(abort.abort(StorePair.settingsStore(folder, opening)));
    }
  }
}
