package dev.tintype.cli.migrate;

import dev.tintype.core.flow.FlowContext;
import dev.tintype.core.flow.Sleeper;
import dev.tintype.core.flow.relocate.Hosts;
import dev.tintype.core.flow.relocate.Interrupted;
import dev.tintype.core.flow.relocate.MoveFiles;
import dev.tintype.core.flow.relocate.Moved;
import dev.tintype.core.flow.relocate.Refused;
import dev.tintype.core.flow.relocate.Relocation;
import dev.tintype.core.flow.relocate.Relocation.Ended;
import dev.tintype.core.flow.relocate.Throttle;
import dev.tintype.server.data.Backends;
import dev.tintype.server.data.MovingStores.Known;
import dev.tintype.server.settings.Settings.InvalidSetting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;
import java.util.function.BooleanSupplier;

/// Runs the parts of `tintype migrate files`.
public final class FilesRun {

  private final Backends backends;
  private final FlowContext context;
  private final FilesReport report;
  private final Order order;
  private final BooleanSupplier stopping;
  private final Known from;
  private final Known to;

  /// What the user orders.
  ///
  /// @param back whether files go to the storage of `TINTYPE_STORAGE`
  /// @param parallel how many folders at once
  /// @param bytesPerSecond 0 for no limit
  /// @param gone processes that are gone for good
  public record Order(boolean back, int parallel, long bytesPerSecond, Set<String> gone) {
    /// Copies the set.
    public Order {
      gone = Set.copyOf(gone);
    }
  }

  /// @param stopping whether the user asked to stop
  /// @throws InvalidSetting when the settings name only one storage
  public FilesRun(
      Backends backends,
      FlowContext context,
      FilesReport report,
      Order order,
      BooleanSupplier stopping) {
    this.backends = backends;
    this.context = context;
    this.report = report;
    this.order = order;
    this.stopping = stopping;
    Known own = backends.storage().own();
    Known other =
        backends
            .storage()
            .other()
            .orElseThrow(() ->
                new InvalidSetting(
                    "TINTYPE_STORAGE_NEXT must name the new storage, for this command and for every server and worker."));
    if (own.opened().clientOrigin().isPresent() && other.opened().clientOrigin().isPresent()) {
      throw new InvalidSetting(
          "Files cannot be moved from one S3 store to another one: move them to a folder first.");
    }
    this.from = order.back() ? other : own;
    this.to = order.back() ? own : other;
  }

  /// How a run ended.
  public enum Result {
    /// All is well.
    DONE,
    /// Some files are not right.
    WRONG,
    /// The user stopped it.
    INTERRUPTED
  }

  /// A part of the command.
  private interface Part {
    Result run(BooleanSupplier stopping) throws Interrupted, InterruptedException;
  }

  /// Copies everything, or goes on with it.
  public Result copy() throws InterruptedException {
    return alone(stop -> {
      backends.tryStorage();
      MoveFiles files = files(stop);
      report.begins("copying", from.name(), to.name(), from.side().size());
      return switch (relocation(files, stop).copy()) {
        case Ended.Already _ -> finished();
        case Ended.CalledOff _ -> {
          report.calledOff();
          yield Result.DONE;
        }
        case Ended.Passed(Moved moved) -> {
          report.passed("copied", moved);
          if (moved.wrong() > 0) {
            yield Result.WRONG;
          }
          report.copied();
          yield Result.DONE;
        }
      };
    });
  }

  /// Ends the use of the old storage.
  public Result finish() throws InterruptedException {
    return alone(stop -> {
      MoveFiles files = files(stop);
      report.begins("copying what is late", from.name(), to.name(), from.side().size());
      if (relocation(files, stop).finish() instanceof Ended.Passed(Moved moved)) {
        report.passed("copied", moved);
        if (moved.wrong() > 0) {
          return Result.WRONG;
        }
      }
      return finished();
    });
  }

  private Result finished() {
    report.finished(to.address().equals("file:") ? to.name() : to.address(), from.name());
    return Result.DONE;
  }

  /// Compares all files of both storages, during a move. Afterwards they differ rightly: deletions
  /// act on one of them alone.
  public Result verify() throws InterruptedException {
    return orInterrupted(
        stop -> {
          MoveFiles files = files(stop);
          relocation(files, stop).mustBeUnderWay();
          report.begins("comparing", from.name(), to.name(), from.side().size());
          Moved moved = files.compare();
          report.passed("compared", moved);
          return moved.wrong() > 0 ? Result.WRONG : Result.DONE;
        },
        stopping);
  }

  /// Tells how far a move is, and changes nothing.
  public void plan() {
    report.plan(
        backends.board().move(), from.side().size(), to.side().size(), backends.board().hosts());
  }

  /// Forgets a finished move: the setting alone says where files are.
  ///
  /// @throws Refused when a move is under way, or another command moves files
  public static void forget(Backends backends, FilesReport report, Instant now)
      throws InterruptedException {
    try (RunLease _ = RunLease.take(backends.leases(), backends.process().text())) {
      Relocation.forget(backends.board(), now);
    }
    report.forgotten();
  }

  private Result alone(Part part) throws InterruptedException {
    try (RunLease lease = RunLease.take(backends.leases(), backends.process().text())) {
      Result result = orInterrupted(part, () -> stopping.getAsBoolean() || lease.isLost());
      if (result == Result.INTERRUPTED && lease.isLost()) {
        throw new Refused("This command lost its lease to another one: run it again.");
      }
      return result;
    }
  }

  private Result orInterrupted(Part part, BooleanSupplier stop) throws InterruptedException {
    try {
      return part.run(stop);
    } catch (Interrupted _) {
      report.interrupted();
      return Result.INTERRUPTED;
    }
  }

  private MoveFiles files(BooleanSupplier stop) {
    return new MoveFiles(
        backends.jobs(), from.side(), to.side(), way(), context, report, stop, Sleeper.SLEEP);
  }

  private MoveFiles.Way way() {
    Path folder = backends.folder().work();
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new InvalidSetting("The folder " + folder + " cannot be made: " + e.getMessage(), e);
    }
    return new MoveFiles.Way(
        order.parallel(),
        new Throttle(order.bytesPerSecond(), System::nanoTime, Sleeper.SLEEP),
        folder);
  }

  private Relocation relocation(MoveFiles files, BooleanSupplier stop) {
    return new Relocation(
        backends.jobs(),
        backends.board(),
        new Hosts(
            backends.board(),
            backends.process()::isDead,
            order.gone(),
            report::waiting,
            stop,
            Sleeper.SLEEP),
        from.side(),
        to.side(),
        files,
        context);
  }
}
